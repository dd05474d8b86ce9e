package import Programme

/// What one lead reads in one mail: what waits for them in their territories, and who was proposed.
///
/// A draft holds everything, the most urgent first; `planned(after:)` makes the digest out of it. No
/// field holds the name of a candidate.
package struct LeadDigest: Codable, Sendable, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date of the run, printed at the top.
  package var date: Day
  /// The reader, when civility and name are known; otherwise the mail opens with "Bonjour,".
  package var reader: Reader?
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// The territories, in the order of display: in a draft all of them, in a digest those with news.
  package var territories: [TerritoryBlock]
  /// How many news were left for a later mail; 0 in a draft.
  package var hiddenCount: Int

  /// Makes a digest, or the draft of one, from its fields.
  package init(
    date: Day, reader: Reader? = nil, isDemo: Bool = false, territories: [TerritoryBlock],
    hiddenCount: Int = 0
  ) {
    templateVersion = Templates.version
    self.date = date
    self.reader = reader
    self.isDemo = isDemo
    self.territories = territories
    self.hiddenCount = hiddenCount
  }
}

/// What waits in one territory.
package struct TerritoryBlock: Codable, Sendable, Hashable {
  /// The vintage and the id of the territory; never shown.
  package var territory: String
  /// The name of the territory.
  package var name: String
  /// Positions somebody fits, of which nobody can be told.
  package var unreachable: [UnreachablePosition]
  /// Positions nobody fits.
  package var starving: [StarvingPosition]
  /// What is due for hires, the earliest first.
  package var deadlines: [CompanyDeadline]
  /// Positions with profiles that were proposed.
  package var proposed: [ProposedPosition]

  /// Makes a block from its fields.
  package init(
    territory: String, name: String, unreachable: [UnreachablePosition] = [],
    starving: [StarvingPosition] = [], deadlines: [CompanyDeadline] = [],
    proposed: [ProposedPosition] = []
  ) {
    self.territory = territory
    self.name = name
    self.unreachable = unreachable
    self.starving = starving
    self.deadlines = deadlines
    self.proposed = proposed
  }
}

/// A position as a lead knows it.
package struct PositionName: Codable, Sendable, Hashable {
  /// The position's id; never shown.
  package var id: String
  /// The title, without the company's name.
  package var title: String
  /// The company's name.
  package var companyName: String
  /// The commune of the workplace, when known.
  package var communeName: String?

  /// Names a position.
  package init(id: String, title: String, companyName: String, communeName: String? = nil) {
    self.id = id
    self.title = title
    self.companyName = companyName
    self.communeName = communeName
  }
}

/// A position somebody fits, and that nobody can be told of.
package struct UnreachablePosition: Codable, Sendable, Hashable {
  /// Why nobody can be told.
  package enum Reason: String, Codable, Sendable, Hashable {
    /// There is no contact.
    case none
    /// A contact without address.
    case noAddress = "no_address"
    /// Who is a contact wants no mail.
    case never
    /// Nothing is sent to the address any more.
    case suppressed
  }

  /// The position.
  package var name: PositionName
  /// Why nobody can be told.
  package var reason: Reason
  /// How many profiles fit, and how many nearly do.
  package var matchCount, nearCount: Int
  /// Why it is in the mail; `.new` in a draft.
  package var standing: Standing

  /// Makes it from its fields.
  package init(
    _ name: PositionName, reason: Reason, matchCount: Int, nearCount: Int,
    standing: Standing = .new
  ) {
    self.name = name
    self.reason = reason
    self.matchCount = matchCount
    self.nearCount = nearCount
    self.standing = standing
  }
}

/// A position nobody fits, with the one condition that keeps most people out.
package struct StarvingPosition: Codable, Sendable, Hashable {
  /// A condition to relax.
  package enum Remedy: Codable, Sendable, Hashable {
    /// Offer every kind of contract.
    case contract
    /// Ask for no level.
    case level
    /// Leave the first day open.
    case availability
    /// Let the work be done from anywhere.
    case area
    /// Hire outside the programme.
    case programme
    /// Do not require a language: ISO 639-1 code.
    case language(String)
    /// Wish for a skill instead of requiring it.
    case skillWished(label: String)
    /// Do not ask for a skill.
    case skillDropped(label: String)
  }

  /// The position.
  package var name: PositionName
  /// What would help most; nil where no single condition keeps anybody out.
  package var remedy: Remedy?
  /// How many profiles would fit then.
  package var gain: Int
  /// Why it is in the mail; `.new` in a draft.
  package var standing: Standing

  /// Makes it from its fields.
  package init(
    _ name: PositionName, remedy: Remedy?, gain: Int, standing: Standing = .new
  ) {
    self.name = name
    self.remedy = remedy
    self.gain = gain
    self.standing = standing
  }
}

/// A deadline of a hire with the company it is due from.
package struct CompanyDeadline: Codable, Sendable, Hashable {
  /// The company's name.
  package var companyName: String
  /// What is due.
  package var item: DeadlineItem

  /// Makes it from its parts.
  package init(companyName: String, item: DeadlineItem) {
    self.companyName = companyName
    self.item = item
  }
}

/// A position with the profiles that were proposed for it, as codes.
package struct ProposedPosition: Codable, Sendable, Hashable {
  /// A candidate under the code this reader knows.
  package struct Profile: Codable, Sendable, Hashable {
    /// The position's and the candidate's id; never shown.
    package var position, candidate: String
    /// The code, for instance `T-7K3F`.
    package var code: String
    /// Why it is in the mail; `.new` in a draft.
    package var standing: Standing

    /// Makes it from its fields.
    package init(position: String, candidate: String, code: String, standing: Standing = .new) {
      self.position = position
      self.candidate = candidate
      self.code = code
      self.standing = standing
    }
  }

  /// The position.
  package var name: PositionName
  /// The profiles, best first.
  package var profiles: [Profile]

  /// Makes it from its parts.
  package init(_ name: PositionName, profiles: [Profile]) {
    self.name = name
    self.profiles = profiles
  }
}
