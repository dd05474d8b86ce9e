import Exchange
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Store

/// A copy of the small reference files that a test may damage.
private final class ReferenceCopy {
  private let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/reference"
    try FileManager.default.copyItem(atPath: TestSeeds.reference, toPath: path)
  }

  /// Replaces the first occurrence of a text in a file.
  func replace(_ old: String, with new: String, in file: String) throws {
    var text = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
    let place = try #require(text.range(of: old))
    text.replaceSubrange(place, with: new)
    try Data(text.utf8).write(to: URL(filePath: path + "/" + file))
  }
}

@Suite(.database) struct `Loading reference data` {
  private func counts(_ connection: Connection) async throws -> [String] {
    try await connection.rows(
      """
      select set_name || ' ' || label || ' ' || row_count || ' ' || is_current from ref.edition
      order by set_name, id
      """
    ).decode(as: String.self)
  }

  @Test func `twice is a no-op that says so`() async throws {
    let connection = try await TestDatabase.current.open(as: .migrate)
    let before = try await counts(connection)
    let outcomes = try await ReferenceLoader(TestSeeds.reference, connection).load()
    #expect(outcomes.map(\.set).sorted() == before.map { String($0.prefix { $0 != " " }) })
    #expect(outcomes.allSatisfy { $0.kind == .unchanged })
    #expect(try await counts(connection) == before)
  }

  @Test(arguments: [
    ("communes/commune.csv", ",43.78476,", ",north,", "latitude"),
    ("rome3/occupation_skill.csv", "H1403,121044,base", "H1403,121044,vital", "level"),
    ("territories/territory_commune.csv", "ti-9305,06033", "ti-9399,06033", "territory"),
    ("rncp/certification.csv", "code,title", "code,name", "title"),
  ])
  func `of a broken file loads nothing and names file, line and column`(
    file: String, old: String, new: String, column: String
  ) async throws {
    let copy = try ReferenceCopy()
    let text = try String(contentsOfFile: copy.path + "/" + file, encoding: .utf8)
    let damaged = try #require(text.split(separator: "\n").firstIndex { $0.contains(old) }) + 1
    try copy.replace(old, with: new, in: file)
    let connection = try await TestDatabase.current.open(as: .migrate)
    let before = try await counts(connection)
    do {
      _ = try await ReferenceLoader(copy.path, connection).load()
      Issue.record("loaded a broken \(file)")
    } catch let error as ReferenceError {
      let told = "\(error)"
      #expect(told.contains(file) && told.contains("line \(damaged)"), "\(told)")
      #expect(told.contains(column), "\(told)")
    }
    #expect(try await counts(connection) == before)
  }

  @Test func `of a new edition stands beside the old one until it is switched`() async throws {
    let copy = try ReferenceCopy()
    try copy.replace("rome4,460,2025-09-18", with: "rome4,461,2026-03-01", in: "editions.csv")
    try copy.replace(
      "H1403,Gestionnaire de flux de production", with: "H1403,Gestionnaire de flux",
      in: "rome4/occupation.csv")
    let connection = try await TestDatabase.current.open(as: .migrate)
    let label: SQL = """
      select o.label from ref.rome4_occupation o join ref.current_edition e on e.id = o.edition
      where o.code = 'H1403'
      """
    let outcomes = try await ReferenceLoader(copy.path, connection).load(staged: true)
    #expect(outcomes.filter { $0.kind == .loaded }.map(\.edition) == ["461"])
    #expect(
      try await connection.one(label, as: String.self) == "Gestionnaire de flux de production")
    try await ReferenceLoader.makeCurrent("rome4", label: "461", connection)
    #expect(try await connection.one(label, as: String.self) == "Gestionnaire de flux")
    try await ReferenceLoader.makeCurrent("rome4", label: "460", connection)
    #expect(
      try await connection.one(label, as: String.self) == "Gestionnaire de flux de production")
    await #expect(throws: StoreError.self) {
      try await ReferenceLoader.makeCurrent("rome4", label: "462", connection)
    }
    #expect(
      try await connection.one(label, as: String.self) == "Gestionnaire de flux de production")
  }
}
