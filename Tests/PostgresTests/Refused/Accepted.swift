// compiles
import Postgres

func accepted(_ options: Options) async throws {
  let connection = try await Connection.open(options)
  let id = 7
  let names = try await connection.rows("select name from t where id = \(id)").decode(
    as: String.self)
  try await connection.transaction { connection in
    for name in names { try await connection.run("delete from t where name = \(name)") }
  }
  // Handed to one task, and not used here any more.
  _ = try await Task { try await connection.run("select 1") }.value
}
