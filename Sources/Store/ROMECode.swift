package import Postgres

/// A code of the ROME with its label, for people who write import files.
package struct ROMECode: Sendable {
  /// The code as an import file takes it.
  package let code: String
  /// The label.
  package let label: String
  /// What kind of skill it is; the domain of an occupation.
  package let kind: String
  /// Titles by which an occupation is also known.
  package let titles: [String]

  /// The skills of the current editions under their canonical keys.
  package static func skills(_ connection: Connection) async throws -> [ROMECode] {
    try loaded(
      await connection.rows("select skill, label, kind from ref.skill order by label, skill")
        .decode(as: (String, String, String).self)
        .map { ROMECode(code: $0.0, label: $0.1, kind: $0.2, titles: []) })
  }

  /// The occupations of the current edition of ROME 4 with the titles that lead to them.
  package static func occupations(_ connection: Connection) async throws -> [ROMECode] {
    let rows = try await connection.rows(
      """
      select o.code, o.label, o.domain_label,
        array(
          select t.label from ref.rome4_occupation_title t
          where t.edition = o.edition and t.occupation = o.code order by t.label)
      from ref.rome4_occupation o
      where o.edition = (select id from ref.current_edition where set_name = 'rome4')
      order by o.code
      """
    ).decode(as: (String, String, String, [String]).self)
    return try loaded(
      rows.map { ROMECode(code: $0.0, label: $0.1, kind: $0.2, titles: $0.3) })
  }

  /// What was read, or an error where nothing is loaded to read from.
  private static func loaded(_ codes: [ROMECode]) throws -> [ROMECode] {
    guard !codes.isEmpty else {
      throw StoreError(
        .configuration, "no edition of ROME is loaded", hint: "run: vivier reference load")
    }
    return codes
  }
}
