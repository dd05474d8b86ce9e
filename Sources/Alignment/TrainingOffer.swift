package import Programme

/// A training at a place: one that its provider tells us, or one of the catalogue of November 2020.
package struct TrainingOffer: Sendable {
  /// Its id.
  package let id: String
  /// The SIRET of who gives it.
  package let provider: String
  /// The name of who gives it.
  package let providerName: String
  /// Its title.
  package let title: String
  /// The level it leads to (3...8).
  package let level: Int?
  /// The certification in force it leads to.
  package let certification: String?
  /// The commune where it is given (current code).
  package let commune: String
  /// The ROME 3 occupations its provider told.
  package let occupations: [String]
  /// The keys of the skills its provider declares.
  package let skills: [String]
  /// The keys of skills its provider says it does not teach, whatever the register lets conclude.
  package let denied: Set<String>
  /// Its sessions, past ones included.
  package let sessions: [Session]
  /// Whether it stands in the catalogue of November 2020 and nobody confirmed it since.
  package let isCatalogue: Bool

  /// The day of that catalogue.
  package static let catalogueDay = "2020-11-16"

  /// When it is given, to how many.
  package struct Session: Hashable, Sendable {
    /// The first and the last day.
    package let startsOn: Day
    package let endsOn: Day?
    /// All its places.
    package let capacity: Int?
    /// The places left, and the day that was told.
    package let remaining: Int?
    package let toldOn: Day?

    /// A session from its parts.
    package init(startsOn: Day, endsOn: Day?, capacity: Int?, remaining: Int?, toldOn: Day?) {
      self.startsOn = startsOn
      self.endsOn = endsOn
      self.capacity = capacity
      self.remaining = remaining
      self.toldOn = toldOn
    }

    /// For how many days the places that were told count.
    package static let freshDays: Int32 = 60

    /// The places left as they were told lately; nil where that is too long ago or was never told.
    package func freshRemaining(on day: Day) -> Int? {
      isStale(on: day) ? nil : remaining
    }

    /// Whether what was told of it was told too long ago, or nobody knows when.
    package func isStale(on day: Day) -> Bool {
      toldOn.map { day.number - $0.number > Self.freshDays } ?? true
    }
  }

  /// A training from its parts.
  package init(
    id: String, provider: String, providerName: String, title: String, level: Int?,
    certification: String?, commune: String, occupations: [String], skills: [String],
    denied: Set<String>, sessions: [Session], isCatalogue: Bool
  ) {
    self.id = id
    self.provider = provider
    self.providerName = providerName
    self.title = title
    self.level = level
    self.certification = certification
    self.commune = commune
    self.occupations = occupations
    self.skills = skills
    self.denied = denied
    self.sessions = sessions
    self.isCatalogue = isCatalogue
  }
}

/// How it is known that a training teaches something.
package enum Content: String, Comparable, Sendable {
  /// Concluded from the occupations its certification leads to, and so never certain.
  case deduced
  /// Told by who gives it.
  case declared

  /// What was told comes after what was concluded.
  package static func < (left: Content, right: Content) -> Bool {
    left == .deduced && right == .declared
  }
}

/// A certification in force.
package struct Certification: Sendable {
  /// Its code.
  package let code: String
  /// Its title, as people say it.
  package let title: String
  /// Its level (3...8).
  package let level: Int?
  /// The ROME 3 occupations it leads to.
  package let occupations: [String]

  /// A certification from its parts.
  package init(code: String, title: String, level: Int?, occupations: [String]) {
    self.code = code
    self.title = title
    self.level = level
    self.occupations = occupations
  }
}
