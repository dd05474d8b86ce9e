package import Matching
package import Programme

/// An open position as the alignment reads it.
package struct OpenPosition: Sendable {
  /// Its id.
  package let id: String
  /// Its title, as the company wrote it.
  package let title: String
  /// The commune of the workplace (current code).
  package let commune: String
  /// The key of its sector.
  package let sector: String?
  /// The ROME 3 occupation that its own derives from.
  package let occupation: String?
  /// The least level held (3...8); nil where none is asked.
  package let minimumLevel: Int?
  /// The keys of the skills without which it cannot be done.
  package let required: [String]
  /// The keys of the skills that help.
  package let desired: [String]
  /// How many people are looked for.
  package let openings: Int
  /// The day it was opened.
  package let openedOn: Day
  /// The contracts offered; empty where not told.
  package let contracts: ContractSet
  /// The highest pay, in € a year.
  package let payMax: Int?
  /// How many candidates match it; who they are is nobody's business here.
  package let matchCount: Int

  /// A position from its parts.
  package init(
    id: String, title: String, commune: String, sector: String?, occupation: String?,
    minimumLevel: Int?, required: [String], desired: [String], openings: Int, openedOn: Day,
    contracts: ContractSet = [], payMax: Int? = nil, matchCount: Int
  ) {
    self.id = id
    self.title = title
    self.commune = commune
    self.sector = sector
    self.occupation = occupation
    self.minimumLevel = minimumLevel
    self.required = required
    self.desired = desired
    self.openings = openings
    self.openedOn = openedOn
    self.contracts = contracts
    self.payMax = payMax
    self.matchCount = matchCount
  }

  /// Whether nobody matches it.
  package var isStarving: Bool { matchCount == 0 }

  /// How many days it has been open.
  package func age(on day: Day) -> Int { max(0, Int(day.number - openedOn.number)) }

  /// How much it counts, in thousandths of a new opening.
  ///
  /// One for each opening, growing to two over a year, and twice that while nobody matches: our
  /// choice, so that what has been missing for long comes first.
  package func weight(on day: Day) -> Int {
    openings * (1_000 + 1_000 * min(age(on: day), 365) / 365) * (isStarving ? 2 : 1)
  }
}
