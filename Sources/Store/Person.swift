package import Postgres

/// Somebody whose data the service holds: a candidate, or a contact of a company or a territory.
package struct Person: Hashable, Sendable {
  /// What somebody is to the service.
  package enum Kind: String, SQLValue, Sendable, CaseIterable {
    /// A young talent.
    case candidate
    /// Who receives the digests of a company, or speaks for a territory.
    case contact
  }

  /// What they are.
  package let kind: Kind
  /// Their public id.
  package let id: String

  /// Names a person.
  package init(_ kind: Kind, _ id: String) {
    self.kind = kind
    self.id = id
  }

  /// The person of that id, or the only candidate with that reference.
  package static func find(_ name: String, _ connection: Connection) async throws -> Person {
    let found = try await connection.rows(
      """
      select 'candidate', id from app.candidate where id = \(name) or reference = \(name)
      union all
      select 'contact', id from app.contact where id = \(name)
      """
    ).decode(as: (Kind, String).self).map { Person($0.0, $0.1) }
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw StoreError(
        .notFound, "\(found.count) candidates have the reference \"\(name)\"",
        hint: "use an id: " + found.prefix(5).map(\.id).joined(separator: ", "))
    }
    throw StoreError(
      .notFound, "there is no candidate or contact \"\(name)\"",
      hint: "run: vivier candidate list")
  }

  /// The address messages to the person go to; nil where none is known.
  package func email(_ connection: Connection) async throws -> String? {
    try await connection.rows(
      """
      select email from app.candidate_identity
      where \(kind) = 'candidate' and candidate = \(id)
      union all
      select email from app.contact where \(kind) = 'contact' and id = \(id)
      """
    ).decode(as: String?.self).first ?? nil
  }
}
