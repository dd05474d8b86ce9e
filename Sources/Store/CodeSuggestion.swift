import Nearness
package import Postgres

/// A code of the ROME that a free text speaks of, with the reason.
package struct CodeSuggestion: Hashable, Sendable {
  /// The code as an import file takes it, and its label.
  package let code, label: String
  /// What kind of skill it is; the domain of an occupation.
  package let kind: String
  /// How near the text is, in millionths.
  package let nearness: Int
  /// The title or label that was found.
  package let foundBy: String
  /// The part of the text that led there.
  package let part: String
  /// The occupation whose core skill it is, where that is the reason.
  package let occupation: String?

  /// The occupations a text speaks of, nearest first.
  package static func occupations(
    for text: String, count: Int, _ connection: Connection
  ) async throws -> [CodeSuggestion] {
    let occupations = try await ROMECode.occupations(connection)
    return suggester(occupations).suggestions(for: text, count: count).map {
      CodeSuggestion(occupations[$0.subject], $0)
    }
  }

  /// The skills a text speaks of by name, and the core skills of the occupation it names; nearest
  /// first, a core skill at half the nearness of its occupation.
  package static func skills(
    for text: String, count: Int, _ connection: Connection
  ) async throws -> [CodeSuggestion] {
    let skills = try await ROMECode.skills(connection)
    var found = suggester(skills).suggestions(for: text, count: count).map {
      CodeSuggestion(skills[$0.subject], $0)
    }
    let occupations = try await ROMECode.occupations(connection)
    if let named = suggester(occupations).suggestions(for: text, count: 1, floor: 500_000).first {
      let occupation = occupations[named.subject]
      let core = try await connection.rows(
        """
        select k.skill from ref.occupation_skill k
        join ref.rome4_occupation o on o.parent = k.occupation
        where o.code = \(occupation.code) and k.is_base
          and o.edition = (select id from ref.current_edition where set_name = 'rome4')
        """
      ).decode(as: (String).self)
      let known = Set(found.map(\.code))
      let keys = Set(core).subtracting(known)
      for skill in skills where keys.contains(skill.code) {
        found.append(
          CodeSuggestion(skill, named, nearness: named.nearness / 2, occupation: occupation.code))
      }
    }
    found.sort { $0.nearness != $1.nearness ? $0.nearness > $1.nearness : $0.label < $1.label }
    return Array(found.prefix(count))
  }

  /// Finds codes by label and titles.
  static func suggester(_ codes: [ROMECode]) -> TitleSuggester {
    TitleSuggester(
      codes.enumerated().flatMap { subject, code in
        ([code.label] + code.titles).map { (text: $0, subject: subject) }
      })
  }

  private init(
    _ code: ROMECode, _ suggestion: TitleSuggester.Suggestion, nearness: Int? = nil,
    occupation: String? = nil
  ) {
    self.code = code.code
    label = code.label
    kind = code.kind
    self.nearness = nearness ?? suggestion.nearness
    foundBy = suggestion.title
    part = suggestion.part
    self.occupation = occupation
  }
}
