package import Postgres
package import Programme

/// A training near a place that teaches a missing skill.
package struct ClosingTraining: Sendable {
  /// The title of the training.
  package let title: String
  /// Who gives it.
  package let provider: String
  /// The commune where it is given, code and name.
  package let commune, communeName: String
  /// The certification it leads to.
  package let certification: String?
  /// The next session that was told, never in the past.
  package let startsOn, endsOn: Day?
  /// Places left in it, and the day that was told.
  package let remaining: Int?
  package let toldOn: Day?
  /// Whether it stands in the catalogue of November 2020 and nobody confirmed it since.
  package let isCatalogue: Bool
  /// The distance from the place, great circle between commune points.
  package let kilometres: Int

  /// A skill that is missing somewhere.
  package struct Gap: Hashable, Sendable {
    /// The canonical key of the skill.
    package let skill: String
    /// The commune of the workplace (current code).
    package let commune: String

    /// A skill missing for a workplace.
    package init(skill: String, commune: String) {
      self.skill = skill
      self.commune = commune
    }
  }

  /// How far a training may be from the workplace, in kilometres: our choice, a weekly boarding away.
  package static let reach = 150.0

  /// The nearest trainings for each gap, at most `limit` each, told sessions first.
  package static func nearest(
    to gaps: Set<Gap>, on day: Day, limit: Int, gazetteer: Gazetteer, _ connection: Connection
  ) async throws -> [Gap: [ClosingTraining]] {
    let placed = gaps.sorted { ($0.skill, $0.commune) < ($1.skill, $1.commune) }
      .compactMap { gap in gazetteer.commune(gap.commune).map { (gap: gap, place: $0) } }
    guard !placed.isEmpty else { return [:] }
    let rows = try await connection.rows(
      try query(
        "closing-trainings", placed.map(\.gap.skill), placed.map(\.place.latitude),
        placed.map(\.place.longitude), PostgresDate(day), Int64(limit), reach)
    ).decode(
      as: (
        Int32, String, String, String, String, String, String?, PostgresDate?, PostgresDate?,
        Int32?,
        PostgresDate?, Bool, Int32
      ).self)
    var nearest: [Gap: [ClosingTraining]] = [:]
    for row in rows {
      nearest[placed[Int(row.0) - 1].gap, default: []].append(
        ClosingTraining(
          title: row.2, provider: row.3, commune: row.4, communeName: row.5, certification: row.6,
          startsOn: row.7.map { Day($0) }, endsOn: row.8.map { Day($0) },
          remaining: row.9.map(Int.init), toldOn: row.10.map { Day($0) }, isCatalogue: row.11,
          kilometres: Int(row.12)))
    }
    return nearest
  }
}
