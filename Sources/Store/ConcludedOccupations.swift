import Matching
import Nearness
import Postgres

/// The occupations of candidates who told none and whose diploma is linked to none: concluded from
/// the title of the diploma or, without one, from the skills.
struct ConcludedOccupations {
  /// How many are concluded at most, and the least share of the best one's value.
  private static let most = 3
  private static let leastShare = 400_000
  /// Skills that are too few to tell of an occupation.
  private static let fewestSkills = 2

  private let described: [DescribedOccupation]
  private let space: OccupationSpace
  private let diplomas: DiplomaIndex?
  private let titles: [String: (title: String, level: Int?)]

  /// Reads what is needed for some candidates; nil where they need nothing or no ROME is loaded.
  static func read(
    for candidates: [Candidate], _ connection: Connection
  ) async throws -> ConcludedOccupations? {
    let silent = candidates.filter { $0.occupations.isEmpty && $0.diplomaOccupations.isEmpty }
    guard !silent.isEmpty, let described = try await OccupationSpace.described(connection) else {
      return nil
    }
    let codes = Set(silent.compactMap(\.diploma)).sorted()
    var titles: [String: (title: String, level: Int?)] = [:]
    var index: DiplomaIndex?
    if !codes.isEmpty {
      let known = try await diplomas(connection, described)
      index = DiplomaIndex(known, occupations: described.map { $0.titles.joined(separator: " ") })
      let rows = try await connection.rows(
        """
        select code, title, level::integer from ref.certification
        where edition = (select id from ref.current_edition where set_name = 'rncp')
          and code = any(\(codes))
        """
      ).decode(as: (String, String, Int32?).self)
      for (code, title, level) in rows { titles[code] = (title, level.map(Int.init)) }
    }
    return ConcludedOccupations(
      described: described, space: OccupationSpace(described), diplomas: index, titles: titles)
  }

  private static func diplomas(
    _ connection: Connection, _ described: [DescribedOccupation]
  ) async throws -> [DiplomaIndex.Diploma] {
    var places: [String: Int] = [:]
    for (place, occupation) in described.enumerated() { places[occupation.code] = place }
    let rows = try await connection.rows(
      """
      select c.title, c.level::integer, array_agg(o.occupation order by o.occupation)
      from ref.certification c
      join ref.certification_occupation o on o.edition = c.edition and o.certification = c.code
      where c.edition = (select id from ref.current_edition where set_name = 'rncp')
      group by c.code, c.title, c.level
      order by c.code
      """
    ).decode(as: (String, Int32?, [String]).self)
    return rows.map {
      DiplomaIndex.Diploma(
        title: $0.0, level: $0.1.map(Int.init), occupations: $0.2.compactMap { places[$0] })
    }
  }

  /// What is concluded for a candidate; nothing for one who told an occupation or has a linked diploma.
  func occupations(of candidate: Candidate) -> [String] {
    guard candidate.occupations.isEmpty, candidate.diplomaOccupations.isEmpty else { return [] }
    if let diploma = candidate.diploma.flatMap({ titles[$0] }), let diplomas {
      return best(diplomas.values(title: diploma.title, level: diploma.level))
    }
    guard candidate.skills.count >= ConcludedOccupations.fewestSkills else { return [] }
    var shares = [Int](repeating: 0, count: described.count)
    for part in space.profile(ofSkills: candidate.skills.map(\.skill)) {
      shares[part.occupation] = part.share
    }
    return best(shares)
  }

  /// The codes of the highest values, those of equal value by code.
  private func best(_ values: [Int]) -> [String] {
    let places = values.indices.filter { values[$0] > 0 }.sorted {
      (values[$1], $0) < (values[$0], $1)
    }
    guard let first = places.first else { return [] }
    return places.prefix(ConcludedOccupations.most)
      .filter { values[$0] * 1_000_000 >= values[first] * ConcludedOccupations.leastShare }
      .map { described[$0].code }
  }
}
