// cannot convert value of type 'String' to expected argument type 'SQL'
import Postgres

func textAsStatement(_ connection: Connection, _ name: String) async throws {
  let text = "select * from person where name = '\(name)'"
  try await connection.run(text)
}
