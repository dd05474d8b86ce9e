package import Postgres

/// Who did something and when, as logs keep it.
package struct Author: Sendable {
  /// Who, as an operator is known: a login or a role, never a candidate.
  package let name: String
  /// When, by the clock of the caller.
  package let at: Timestamp

  /// Names an author.
  package init(name: String, at: Timestamp) {
    self.name = name
    self.at = at
  }
}
