import Nearness
import Postgres

/// The titles of the current edition of ROME, which tell the occupation of a position without code.
struct OccupationTitles: Sendable {
  private let codes: [String]
  private let suggester: TitleSuggester

  /// Reads the current edition.
  static func read(_ connection: Connection) async throws -> OccupationTitles {
    let occupations = try await ROMECode.occupations(connection)
    return OccupationTitles(
      codes: occupations.map(\.code), suggester: CodeSuggestion.suggester(occupations))
  }

  /// The occupation a title names; nil where that cannot be said unasked.
  func occupation(ofTitle title: String) -> String? {
    suggester.verdict(on: title).map { codes[$0.subject] }
  }
}
