// risks causing data races
import Postgres

func useAfterSending(_ options: Options) async throws {
  let connection = try await Connection.open(options)
  Task { try await connection.run("select 1") }
  try await connection.run("select 2")
}
