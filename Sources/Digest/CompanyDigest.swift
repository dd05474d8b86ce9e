package import Programme

/// What one contact reads in one mail: profiles for the positions of the sites in their scope, and what
/// is to be done for the hires there.
///
/// A draft holds every listed profile, best first; `planned(after:)` makes the digest out of it. The
/// JSON of the digest is what the outbox stores, and rendering is a pure function of it. No field
/// holds the name of a candidate.
package struct CompanyDigest: Codable, Sendable, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date of the run, printed at the top; nothing before it is shown as a date to come.
  package var date: Day
  /// The reader, when civility and name are known; otherwise the mail opens with "Bonjour,".
  package var reader: Reader?
  /// The sites, in the order of display: in a draft all of them, in a digest those with something
  /// to tell.
  ///
  /// One of several heads the part of the mail that is about it.
  package var sites: [Site]
  /// The person behind Reply-To, when there is one to name.
  package var leadName: String?
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// The answers that are waited for: in a draft all of them, in a digest those it recalls.
  package var waiting: [WaitingAnswer]?
  /// What must be done for recorded hires, by when; nil when nothing is to be told.
  package var deadlines: HireDeadlines?
  /// The day the aid that goes with a VTE TI was last compared with its sources; nil when it is closed
  /// or no position may carry that label.
  package var aidCheckedDay: Day?
  /// The positions, in the order of display.
  package var positions: [PositionBlock]
  /// How many new profiles were left for a later mail; 0 in a draft.
  package var hiddenCount: Int
  /// Whether its links were made when it was composed; nil means no, and the mail asks for a reply.
  package var isLinked: Bool?

  /// Makes a digest, or the draft of one, from its fields.
  package init(
    date: Day, reader: Reader? = nil, sites: [Site], leadName: String? = nil,
    isDemo: Bool = false, waiting: [WaitingAnswer]? = nil, deadlines: HireDeadlines? = nil,
    aidCheckedDay: Day? = nil,
    positions: [PositionBlock], hiddenCount: Int = 0
  ) {
    templateVersion = Templates.version
    self.date = date
    self.reader = reader
    self.sites = sites
    self.leadName = leadName
    self.isDemo = isDemo
    self.waiting = waiting
    self.deadlines = deadlines
    self.aidCheckedDay = aidCheckedDay
    self.positions = positions
    self.hiddenCount = hiddenCount
  }
}

/// A place of a company, as the mail heads what is about it.
package struct Site: Codable, Sendable, Hashable {
  /// The SIRET; never shown.
  package var siret: String
  /// The company's name as it was imported.
  package var companyName: String
  /// The establishment's own name, when it differs from the company's.
  package var establishmentName: String?
  /// The commune of the establishment, when known.
  package var communeName: String?
  /// The Territoires d'industrie of its positions, in the order of display; may be empty.
  package var territoryNames: [String]

  /// Makes a site from its fields.
  package init(
    siret: String, companyName: String, establishmentName: String? = nil,
    communeName: String? = nil, territoryNames: [String] = []
  ) {
    self.siret = siret
    self.companyName = companyName
    self.establishmentName = establishmentName
    self.communeName = communeName
    self.territoryNames = territoryNames
  }
}

/// One position of a company, with the profiles listed for it.
package struct PositionBlock: Codable, Sendable, Hashable {
  /// The position's id; never shown.
  package var position: String
  /// The SIRET of its site; never shown.
  package var siret: String
  /// The title, without the company's name.
  package var title: String
  /// The commune of the workplace, when known.
  package var communeName: String?
  /// The kinds of contract offered; empty when not told.
  package var contracts: [Contract]
  /// The label of the programme it may carry; nil when the rules say no.
  package var label: LabelLine?
  /// The profiles, best first: in a draft all of them, in a digest those the mail shows.
  package var items: [ProfileItem]
  /// What the company can do to make this position draw more profiles.
  package var advice: [Advice]

  /// Makes a block from its fields.
  package init(
    position: String, siret: String, title: String, communeName: String? = nil,
    contracts: [Contract] = [], label: LabelLine? = nil, items: [ProfileItem],
    advice: [Advice] = []
  ) {
    self.position = position
    self.siret = siret
    self.title = title
    self.communeName = communeName
    self.contracts = contracts
    self.label = label
    self.items = items
    self.advice = advice
  }
}

/// A gap in a position that its company can close.
package enum Advice: String, Codable, Sendable, Hashable {
  /// No pay range was told.
  case payMissing
  /// No skill is asked in a form the matching can read.
  case skillsMissing
  /// No start was told.
  case startMissing
}
