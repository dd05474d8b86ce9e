package import Postgres
package import Programme

/// A CFA or school that tells its trainings to us.
package struct Provider: Sendable {
  /// Its SIRET and its name.
  package let siret, name: String
  /// How many trainings it gives now.
  package let trainings: Int

  /// All of them, by name.
  package static func list(_ connection: Connection) async throws -> [Provider] {
    try await connection.rows(
      """
      select p.siret, p.name, count(t.id) from app.provider p
      left join app.training t on t.provider = p.siret and t.state = 'open'
      group by p.siret, p.name
      order by p.name, p.siret
      """
    ).decode(as: (String, String, Int64).self)
      .map { Provider(siret: $0.0, name: $0.1, trainings: Int($0.2)) }
  }

  /// Adds one; fails when it is there already.
  package static func add(_ siret: SIRET, name: String, _ connection: Connection) async throws {
    let count = try await connection.run(
      """
      insert into app.provider (siret, name) values (\(siret.text), \(name))
      on conflict (siret) do nothing
      """)
    guard count == 1 else {
      throw StoreError(
        .data, "there is a CFA \(siret) already", hint: "rename it with: vivier cfa edit \(siret)")
    }
  }

  /// Gives one another name; fails when it is not there.
  package static func rename(_ siret: SIRET, to name: String, _ connection: Connection) async throws
  {
    let count = try await connection.run(
      "update app.provider set name = \(name) where siret = \(siret.text)")
    guard count == 1 else {
      throw StoreError(.notFound, "there is no CFA \"\(siret)\"", hint: "run: vivier cfa list")
    }
  }
}
