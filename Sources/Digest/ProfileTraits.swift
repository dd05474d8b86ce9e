package import Programme

/// What tells one profile from another before mutual interest, as it was declared; never in a mail as
/// it stands: see ``Coarsening``.
package struct ProfileTraits: Sendable, Hashable {
  /// The level held, 3 (CAP) to 8 (doctorate); nil when not told.
  package var level: Int?
  /// The level being prepared, when above the one held.
  package var levelPrepared: Int?
  /// The title of the diploma, as the RNCP writes it.
  package var diplomaTitle: String?
  /// What the diploma leads to: a great domain of the ROME, `A` to `N`.
  package var field: String?
  /// The search area as it was declared; empty when none was.
  package var areas: [SearchArea]
  /// The departments that area lies in, or what is wider; sorted.
  package var departments: [SearchArea]
  /// The regions that area lies in, or the whole country; sorted.
  package var regions: [SearchArea]
  /// The first day of availability, also when it is past; nil when not told.
  package var availableDay: Day?

  /// Makes traits from their fields.
  package init(
    level: Int? = nil, levelPrepared: Int? = nil, diplomaTitle: String? = nil,
    field: String? = nil, areas: [SearchArea] = [], departments: [SearchArea] = [],
    regions: [SearchArea] = [], availableDay: Day? = nil
  ) {
    self.level = level
    self.levelPrepared = levelPrepared
    self.diplomaTitle = diplomaTitle
    self.field = field
    self.areas = areas
    self.departments = departments
    self.regions = regions
    self.availableDay = availableDay
  }
}

/// What a company reads of those traits, as fine as others share it.
package struct ShownTraits: Codable, Sendable, Hashable {
  /// How far they were made coarse.
  package var rung: Rung
  /// The level held, 3 to 8; nil when not told or too rare to show.
  package var level: Int?
  /// The level being prepared, when above the one held.
  package var levelPrepared: Int?
  /// The title of the diploma.
  package var diplomaTitle: String?
  /// What the diploma leads to, in place of its title: a great domain of the ROME.
  package var field: String?
  /// The search area; empty when not told or too rare to show.
  package var areas: [SearchArea]
  /// From when the profile is free; nil when not told or too rare to show.
  package var availability: Availability?

  /// From when somebody is free.
  package enum Availability: Codable, Sendable, Hashable {
    /// On the day of the mail.
    case now
    /// In a month to come, 1 to 12.
    case month(year: Int, month: Int)
    /// In half a year to come, 1 or 2.
    case half(year: Int, half: Int)
  }
}

/// How coarse the traits of a profile are shown, from the finest on.
///
/// Each rung tells less than the one before, so that what is rare is found among more profiles.
package enum Rung: Int, Codable, Sendable, Hashable, CaseIterable {
  /// The area as declared, the month of availability, the title of the diploma, the level.
  case declared
  /// Departments in place of the area.
  case departments
  /// The field of the diploma in place of its title.
  case field
  /// Regions in place of departments.
  case regions
  /// The half of a year in place of the month.
  case half
  /// No area: only that the workplace lies in it.
  case noArea
  /// No field: the level alone says what was learnt.
  case noField
  /// No availability.
  case level
  /// Nothing but the skills that explain the match.
  case nothing

  /// Whether the search area, the level or the availability is told, where it is known.
  package var showsArea: Bool { self < .noArea }
  package var showsLevel: Bool { self < .nothing }
  package var showsAvailability: Bool { self < .level }

  /// What is read of traits on this rung.
  package func shown(_ traits: ProfileTraits, today: Day) -> ShownTraits {
    ShownTraits(
      rung: self, level: showsLevel ? traits.level : nil,
      levelPrepared: showsLevel ? traits.levelPrepared : nil,
      diplomaTitle: self < .field ? traits.diplomaTitle : nil,
      field: self >= .field && self < .noField ? traits.field : nil,
      areas: areas(of: traits),
      availability: showsAvailability
        ? traits.availableDay.map { availability($0, today: today) } : nil)
  }

  private func areas(of traits: ProfileTraits) -> [SearchArea] {
    switch self {
    case .declared: traits.areas
    case .departments, .field: traits.departments
    case .regions, .half: traits.regions
    case .noArea, .noField, .level, .nothing: []
    }
  }

  private func availability(_ day: Day, today: Day) -> ShownTraits.Availability {
    guard day > today else { return .now }
    let (year, month, _) = day.components
    return self < .half
      ? .month(year: year, month: month) : .half(year: year, half: month <= 6 ? 1 : 2)
  }
}

extension Rung: Comparable {
  package static func < (left: Rung, right: Rung) -> Bool { left.rawValue < right.rawValue }
}
