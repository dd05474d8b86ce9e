// risks causing data races
import Postgres

func notificationsInATask(_ connection: Connection) async throws {
  try await connection.listen(to: "jobs") { notifications in
    Task {
      for try await notification in notifications { print(notification.payload) }
    }
    try await connection.run("select 1")
  }
}
