// risks causing data races
import Postgres

func twoTasks(_ options: Options) async throws {
  let connection = try await Connection.open(options)
  async let one = connection.run("select 1")
  async let two = connection.run("select 2")
  _ = try await (one, two)
}
