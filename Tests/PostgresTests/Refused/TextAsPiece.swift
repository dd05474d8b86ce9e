// no exact matches in call to initializer
import Postgres

func textAsPiece(_ connection: Connection, _ text: String) async throws {
  try await connection.run(SQL(text))
}
