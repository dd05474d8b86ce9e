// requires that 'Person' conform to 'SQLValue'
import Postgres

struct Person {}

func unknownParameter(_ connection: Connection) async throws {
  try await connection.run("insert into person values (\(Person()))")
}
