import Postgres
import TestSupport
import Testing

@testable import Store

@Suite(.database) struct `A suggestion` {
  @Test func `of an occupation says by which title and which part of the text`() async throws {
    let connection = try await TestDatabase.current.open()
    let found = try await CodeSuggestion.occupations(
      for: "PME de la chimie, cherche agent comptable responsable de service", count: 3, connection)
    #expect(found.first?.code == "M1206")
    #expect(found.first?.foundBy == "Agent / Agente comptable responsable de service")
    #expect(found.first?.part == "cherche agent comptable responsable de service")
    #expect(found.count == 3)
    #expect(found.map(\.nearness) == found.map(\.nearness).sorted(by: >))
  }

  @Test func `of skills finds labels part by part, then the core of the occupation named`()
    async throws
  {
    let connection = try await TestDatabase.current.open()
    let labels = try await ROMECode.skills(connection).prefix(200).filter { $0.label.count > 20 }
    let wanted = [labels[0], labels[labels.count / 2]]
    let found = try await CodeSuggestion.skills(
      for: wanted.map { $0.label.replacing(",", with: " ") }.joined(separator: "; "), count: 20,
      connection)
    #expect(
      Set(found.filter { $0.nearness > 900_000 }.map(\.code)).isSuperset(of: wanted.map(\.code)))

    let core = try await CodeSuggestion.skills(
      for: "agent d'ordonnancement en industrie", count: 50, connection
    ).filter { $0.occupation != nil }
    #expect(!core.isEmpty)
    #expect(Set(core.map(\.occupation)) == ["H1403"])
    #expect(core.allSatisfy { $0.nearness <= 500_000 })
  }

  @Test func `is not made for what nobody knows`() async throws {
    let connection = try await TestDatabase.current.open()
    #expect(try await CodeSuggestion.occupations(for: "xyzzy", count: 3, connection).isEmpty)
    #expect(try await CodeSuggestion.skills(for: "de la", count: 3, connection).isEmpty)
  }
}
