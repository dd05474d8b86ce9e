package import Exchange
package import Postgres
import Programme

/// A company or CFA that leaves, or comes back: what it owns goes and returns with it.
package struct OwnerChange: Sendable {
  /// What it owns: positions of a company, trainings of a CFA.
  package let kind: ImportKind
  /// What it is called: company or cfa.
  package let noun: String

  /// A company, by SIREN, with its positions.
  package static let company = OwnerChange(kind: .positions, noun: "company")
  /// A CFA, by SIRET, with its trainings.
  package static let cfa = OwnerChange(kind: .trainings, noun: "cfa")

  /// Begins the reason of each change, by which a return finds what left with its owner.
  private var mark: String { "the \(noun) left" }

  private var owners: SQL { kind == .positions ? "app.company" : "app.provider" }
  private var key: SQL { kind == .positions ? "siren" : "siret" }
  private var owned: SQL { kind == .positions ? "app.position" : "app.training" }
  private var owner: SQL { kind == .positions ? "siren" : "provider" }

  /// Closes everything open of an owner, or opens again what left with it; gives id and new state of each.
  ///
  /// What the owner closed by itself stays closed. Fails when there is no such owner.
  package func change(
    _ change: StateChange, _ code: String, because reason: String?, by author: Author,
    _ connection: Connection
  ) async throws -> [(id: String, state: String)] {
    let isThere = try await connection.one(
      "select exists (select from \(owners) where \(key) = \(code))", as: Bool.self)
    guard isThere else {
      throw StoreError(
        .notFound, "there is no \(noun) \(code)", hint: "run: vivier \(noun) list --search WORD")
    }
    let ids = try await connection.rows(
      """
      select o.id from \(owned) o
      where o.\(owner) = \(code) and case when \(change == .reopen) then o.state = 'closed' and starts_with((
          select s.reason from app.state_change s
          where s.kind = \(kind.noun) and s.subject = o.id order by s.id desc limit 1), \(mark))
        else o.state in ('open', 'held', 'expired') end
      order by o.id
      """
    ).decode(as: String.self)
    let told = reason.map { ": \($0)" } ?? ""
    let why = change == .reopen ? "the \(noun) came back\(told)" : mark + told
    var changed: [(id: String, state: String)] = []
    for id in ids {
      changed.append(try await change.change(kind, id, because: why, by: author, connection))
    }
    return changed
  }
}
