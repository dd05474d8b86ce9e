import Alignment
import Matching
import Postgres
import Programme
import Store

/// A frozen state of the database as an alignment reads it.
struct AlignmentBench {
  let bench: Bench
  let landscape: Landscape
  /// What the matching found for every open position.
  let lists: [PositionList]

  /// Freezes the database, and matches every open position unless that is not asked.
  static func prepare(
    _ context: Context, _ connection: Connection, date: Day?, threads: Int?,
    also names: [String] = [], telling skills: [String] = [],
    isMatched: Bool = true
  ) async throws -> AlignmentBench {
    let taught = try await LandscapeReader.declaredSkills(connection)
    let bench = try await Bench.prepare(
      context, connection, date: date, also: names, telling: taught + skills)
    let lists =
      isMatched
      ? try await bench.matcher.lists(
        limit: listLimit, near: 0, threads: context.threads(threads)) : []
    let landscape = try await LandscapeReader(
      day: bench.day, gazetteer: bench.gazetteer, connection
    ).read(
      bench.matcher.snapshot, lists, bench.nomenclature,
      secret: Array(try await Installation.tieKey(connection).prefix(16)))
    return AlignmentBench(bench: bench, landscape: landscape, lists: lists)
  }

  /// The trainings that would bring most positions within reach of a candidate, best first, with what
  /// people call the communes.
  static func unlocking(
    _ context: Context, _ connection: Connection, candidate: String, date: Day?, threads: Int?
  ) async throws -> (found: [Unlock], landscape: Landscape) {
    let bench = try await prepare(
      context, connection, date: date, threads: threads, also: [candidate], isMatched: false)
    let simulation = Simulation(
      bench.landscape, bench.bench.matcher.snapshot, threads: context.threads(threads))
    return (
      try await simulation.unlocking(candidate: bench.bench.id(candidate)), bench.landscape
    )
  }

  /// As many matches as the lists of a night hold.
  static let listLimit = 20

  /// The zone of one of three names.
  func zone(_ place: ZoneOptions) throws -> Zone {
    let range = TravelRange(kilometres: place.radius)
    let gazetteer = bench.gazetteer
    var zone: Zone?
    if let territory = place.territory {
      let id = try TerritoryName.id(of: territory, gazetteer)
      zone = landscape.zone(
        territory: "\(gazetteer.vintage):\(id)", name: gazetteer.name(ofTerritory: id) ?? id, range)
    } else if let region = place.region {
      guard gazetteer.name(ofRegion: region.text) != nil else {
        throw StoreError(
          .notFound, "there is no region \(region)",
          hint: "regions go by their Insee code, such as 52 for Pays de la Loire")
      }
      zone = landscape.zone(
        region: region.text, name: gazetteer.name(ofRegion: region.text) ?? region.text, range)
    } else if let siret = place.cfa {
      zone = landscape.zone(provider: siret.text, range)
      if zone == nil { throw Self.unknown(siret) }
    }
    guard let zone else {
      throw StoreError(.notFound, "no commune lies there", hint: "run: vivier territory list")
    }
    return zone
  }

  /// That no training of a CFA is known.
  static func unknown(_ cfa: SIRET) -> StoreError {
    StoreError(
      .notFound, "no training of the CFA \(cfa) is known",
      hint: "run: vivier training list --search NAME; name schools of the catalogue by SIRET")
  }
}
