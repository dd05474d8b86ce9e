// risks causing data races
import Postgres

func twoTasksOfAPool(_ pool: Pool) async throws {
  try await pool.withConnection { connection in
    for _ in 1...2 {
      Task { try await connection.run("select 1") }
    }
  }
}
