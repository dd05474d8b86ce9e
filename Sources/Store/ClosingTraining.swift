import Glibc
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
  package fileprivate(set) var kilometres: Int

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
    guard !gaps.isEmpty, limit > 0 else { return [:] }
    let taught = try await Taught.read(
      Set(gaps.map(\.skill)).sorted(), on: day, gazetteer, connection)
    var nearest: [Gap: [ClosingTraining]] = [:]
    for gap in gaps {
      guard let place = gazetteer.commune(gap.commune) else { continue }
      let found = taught.nearest(to: place, teaching: gap.skill, limit: limit)
      if !found.isEmpty { nearest[gap] = found }
    }
    return nearest
  }

  /// The trainings that teach some skills, each at its place.
  private struct Taught {
    /// A training and what orders it among others as near.
    private struct Offer {
      var training: ClosingTraining
      let id: String
      let place: Gazetteer.Commune
    }

    private var offers: [Offer] = []
    private var teaching: [String: [Int]] = [:]

    static func read(
      _ skills: [String], on day: Day, _ gazetteer: Gazetteer, _ connection: Connection
    ) async throws -> Taught {
      let rows = try await connection.rows(
        try query("closing-trainings", skills, PostgresDate(day))
      ).decode(
        as: (
          Int32, String, String, String, String, String?, PostgresDate?, PostgresDate?, Int32?,
          PostgresDate?, [String]
        ).self)
      var taught = Taught()
      for row in rows {
        guard let place = gazetteer.commune(row.4) else { continue }
        for skill in row.10 { taught.teaching[skill, default: []].append(taught.offers.count) }
        taught.offers.append(
          Offer(
            training: ClosingTraining(
              title: row.2, provider: row.3, commune: row.4, communeName: place.name,
              certification: row.5, startsOn: row.6.map { Day($0) }, endsOn: row.7.map { Day($0) },
              remaining: row.8.map(Int.init), toldOn: row.9.map { Day($0) },
              isCatalogue: row.0 == 1,
              kilometres: 0), id: row.1, place: place))
      }
      return taught
    }

    func nearest(
      to place: Gazetteer.Commune, teaching skill: String, limit: Int
    ) -> [ClosingTraining] {
      // A degree of latitude is 111 km: what lies further north or south needs no measuring.
      let band = reach / 110
      var near: [(offer: Int, kilometres: Int)] = []
      for offer in teaching[skill] ?? [] {
        let other = offers[offer].place
        guard abs(other.latitude - place.latitude) <= band else { continue }
        let distance = ClosingTraining.kilometres(from: place, to: other)
        guard distance <= reach else { continue }
        near.append((offer, Int(distance.rounded())))
      }
      near.sort { precedes($0, $1) }
      return near.prefix(limit).map { offer, kilometres in
        var training = offers[offer].training
        training.kilometres = kilometres
        return training
      }
    }

    /// Told before catalogue, then nearest, soonest, by provider and id.
    private func precedes(
      _ left: (offer: Int, kilometres: Int), _ right: (offer: Int, kilometres: Int)
    ) -> Bool {
      let (a, b) = (offers[left.offer], offers[right.offer])
      if a.training.isCatalogue != b.training.isCatalogue { return b.training.isCatalogue }
      if left.kilometres != right.kilometres { return left.kilometres < right.kilometres }
      let (mine, theirs) = (a.training.startsOn?.number ?? 0, b.training.startsOn?.number ?? 0)
      if mine != theirs { return mine < theirs }
      return (a.training.provider, a.id) < (b.training.provider, b.id)
    }
  }

  /// The great circle between two communes by the haversine formula, mean Earth radius 6371 km.
  private static func kilometres(
    from first: Gazetteer.Commune, to second: Gazetteer.Commune
  ) -> Double {
    let radian = Double.pi / 180
    let north = sin((second.latitude - first.latitude) * radian / 2)
    let east = sin((second.longitude - first.longitude) * radian / 2)
    let chord =
      north * north + cos(first.latitude * radian) * cos(second.latitude * radian) * east * east
    return 12_742 * asin(min(1, chord.squareRoot()))
  }
}
