import Foundation
package import Postgres
import Store

/// What the portal asks of the database: four functions, and no table.
package struct Answers: Sendable {
  let pool: Pool

  /// The questions and answers behind a pool whose role is `vivier_portal`.
  package init(_ pool: Pool) { self.pool = pool }

  /// What a token asks; nil for one that is unknown, expired or used up.
  func question(_ token: Token) async throws -> Question? {
    let text = try await one("select portal.question(\(token.text))::text")
    return try text.map { try JSONDecoder().decode(Question.self, from: Data($0.utf8)) }
  }

  /// What is kept about the reader of a token, as JSON; nil where the token does not ask that.
  func record(_ token: Token) async throws -> String? {
    try await one("select portal.record(\(token.text))::text")
  }

  /// Notes an answer; false where the token or the choice is none.
  func note(_ answer: GivenAnswer, _ token: Token) async throws -> Bool {
    try await pool.withConnection { connection in
      try await connection.one(
        """
        select portal.answer(\(token.text), \(answer.choice), \(answer.note),
          \(JSONText(answer.details)))
        """, as: Bool.self)
    }
  }

  /// Counts an act of a client, and tells whether it is one of the first `most` in a quarter of an hour.
  func admits(_ client: String, _ act: String, most: Int32) async throws -> Bool {
    try await pool.withConnection { connection in
      try await connection.one("select portal.admits(\(client), \(act), \(most))", as: Bool.self)
    }
  }

  /// Fails unless the database answers and has the schema of this program.
  func check() async throws {
    try await pool.withConnection { connection in
      try await Migrator(connection).check()
    }
  }

  private func one(_ sql: SQL) async throws -> String? {
    try await pool.withConnection { connection in
      try await connection.one(sql, as: String?.self)
    }
  }
}
