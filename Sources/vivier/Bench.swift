import Matching
import Postgres
import Programme
import Store

/// A frozen state of the database with what people call things in it: what `match`, `explain` and
/// `why-not` work on.
struct Bench {
  let day: Day
  let gazetteer: Gazetteer
  let nomenclature: Nomenclature
  let matcher: Matcher
  /// The ids behind the names that were given, which may be references of their owner.
  private let ids: [String: String]

  /// Freezes the database as it is, with closed positions or candidates that are asked for by name.
  ///
  /// Fails when one of them is a candidate who does not agree to the matching: nothing about them is
  /// computed.
  static func prepare(
    _ context: Context, _ connection: Connection, date: Day?, also names: [String],
    telling skills: [String] = []
  ) async throws -> Bench {
    let day = try await context.day(date, connection)
    var ids: [String: String] = [:]
    for name in names { ids[name] = try await Directory.id(of: name, connection) }
    try await Consent.require(among: ids.values.sorted(), on: day, connection)
    let gazetteer = try await Gazetteer.read(on: day, connection)
    let snapshot = try await SnapshotLoader(day: day, gazetteer: gazetteer, connection).load(
      also: ids.values.sorted(), telling: skills, week: day.week,
      key: Array(try await Installation.tieKey(connection).prefix(16)),
      method: StoredMethod.inUse(on: day, connection).method())
    return Bench(
      day: day, gazetteer: gazetteer, nomenclature: try await Nomenclature.read(connection),
      matcher: Matcher(snapshot), ids: ids)
  }

  /// The id behind a name that was given to ``prepare(_:_:date:also:)``.
  func id(_ name: String) throws -> String { ids[name] ?? name }

  /// Every position of the snapshot, by id.
  var allPositions: [String] { matcher.snapshot.positionIDs }

  /// The positions that lie in a territory of the vintage in force, or outside any.
  func positions(ofTerritory id: String) -> [String] {
    let wanted = id == Run.outside ? nil : "\(gazetteer.vintage):\(id)"
    let snapshot = matcher.snapshot
    return (0..<snapshot.positionCount).map { snapshot.position(at: $0) }
      .filter { $0.territory == wanted }.map(\.id)
  }
}
