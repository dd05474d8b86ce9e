// risks causing data races
import Postgres

func twoTasksOfAGroup(_ options: Options) async throws {
  let connection = try await Connection.open(options)
  try await withThrowingTaskGroup { group in
    for _ in 1...2 {
      group.addTask { try await connection.run("select 1") }
    }
    try await group.waitForAll()
  }
}
