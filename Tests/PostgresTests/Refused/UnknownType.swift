// requires that 'Set<Int>' conform to 'SQLValue'
import Postgres

func unknownType(_ connection: Connection) async throws -> [Set<Int>] {
  try await connection.rows("select array[1, 2]").decode(as: Set<Int>.self)
}
