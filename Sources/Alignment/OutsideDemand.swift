/// What others measured of the demand for occupations: the survey of planned hires (BMO) and the
/// tension classes (Dares), each of an edition.
package struct OutsideDemand: Sendable {
  /// The editions, such as `2024` and `2021`; nil where a set is not loaded.
  package let surveyEdition, tensionEdition: String?
  /// The basin each commune lies in.
  let basins: [String: String]
  /// The families of occupations a ROME 3 occupation belongs to, with their labels.
  let families: [String: [String]]
  let labels: [String: String]
  /// Planned hires by family and basin.
  let projects: [String: [String: Projects]]
  /// The class of each occupation, by basin.
  let tension: [String: [String: Int]]

  /// Hires planned in a basin; nil where statistical secrecy hides a number.
  package struct Projects: Sendable {
    /// All of them, and those that employers expect to be difficult.
    package let all, difficult: Int?

    /// Projects from their numbers.
    package init(all: Int?, difficult: Int?) {
      self.all = all
      self.difficult = difficult
    }
  }

  /// What is known of an occupation around a zone.
  ///
  /// Basins reach over its borders.
  package struct Figure: Sendable {
    /// The families of occupations, which hold others as well.
    package let families: [String]
    /// Hires planned in the basins of the zone, and those expected to be difficult.
    package let projects, difficult: Int
    /// In how many basins the number is hidden, and so missing above.
    package let hidden: Int
    /// The lowest and highest class of tension among the basins, 1...5; nil where none is known.
    package let tension: ClosedRange<Int>?
  }

  /// Demand from its tables.
  package init(
    surveyEdition: String?, tensionEdition: String?, basins: [String: String],
    families: [String: [String]], labels: [String: String],
    projects: [String: [String: Projects]], tension: [String: [String: Int]]
  ) {
    self.surveyEdition = surveyEdition
    self.tensionEdition = tensionEdition
    self.basins = basins
    self.families = families
    self.labels = labels
    self.projects = projects
    self.tension = tension
  }

  /// The basins that hold a commune of a zone.
  func basins(of zone: Zone) -> Set<String> { Set(zone.communes.compactMap { basins[$0.code] }) }

  /// What is known of some occupations around a zone; nil where nothing is.
  package func figure(occupations: [String], around zone: Zone) -> Figure? {
    figure(occupations: occupations, in: basins(of: zone))
  }

  /// What is known of some occupations in some basins, each family once; nil where nothing is.
  func figure(occupations: [String], in basins: Set<String>) -> Figure? {
    let known = Set(occupations.flatMap { families[$0] ?? [] }).sorted()
    let parts = known.flatMap { family in basins.compactMap { projects[family]?[$0] } }
    let classes = occupations.flatMap { occupation in
      basins.compactMap { tension[occupation]?[$0] }
    }
    guard !parts.isEmpty || !classes.isEmpty else { return nil }
    return Figure(
      families: known.map { labels[$0] ?? $0 },
      projects: parts.reduce(0) { $0 + ($1.all ?? 0) },
      difficult: parts.reduce(0) { $0 + ($1.difficult ?? 0) },
      hidden: parts.count { $0.all == nil },
      tension: classes.min().flatMap { low in classes.max().map { low...$0 } })
  }
}
