// risks causing data races
import Postgres

func taskInTransaction(_ connection: Connection) async throws {
  try await connection.transaction { connection in
    Task { try await connection.run("select 1") }
  }
}
