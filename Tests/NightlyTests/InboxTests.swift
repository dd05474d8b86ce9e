import Exchange
import Foundation
import Glibc
import Nightly
import Postgres
import Programme
import Store
import TestSupport
import Testing

@Suite(.database) struct `The inbox` {
  private let folder: URL
  private let database: TestDatabase

  init() throws {
    database = try TestDatabase.current
    folder = FileManager.default.temporaryDirectory.appending(path: "inbox-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func put(_ name: String, _ rows: [World.Row]) throws {
    try Data(World.csv(rows)).write(to: folder.appending(path: name))
  }

  /// Every file below the folder, by path.
  private var files: [String] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      let path = folder.appending(path: name).path
      return unsafe !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        || !isFolder.boolValue
    }.sorted()
  }

  private func take(
    isDryRun: Bool = false,
    checkpoint: @escaping (String, Bool) async throws -> Void = { _, _ in }
  ) async throws -> [Inbox.Taken] {
    try await Inbox(
      folder.path, on: World.today, isDryRun: isDryRun, checkpoint: checkpoint
    ).take(try await database.open())
  }

  private func positions() async throws -> Int64 {
    try await database.open().one("select count(*) from app.position", as: Int64.self)
  }

  private func report(_ taken: Inbox.Taken) -> ImportReport? {
    guard case .imported(_, let report) = taken.outcome else { return nil }
    return report
  }

  private func isRefused(_ taken: Inbox.Taken) -> Bool {
    guard case .refused = taken.outcome else { return false }
    return true
  }

  @Test func `takes companies before their positions, and keeps rejects beside what is done`()
    async throws
  {
    try put("entreprises.csv", [World.company(1)])
    try put("Postes 2026-11.csv", [World.position("A", of: 1), World.position("B", of: 3)])
    try put("talents.csv", [World.candidate("Q")])
    let taken = try await take()
    #expect(taken.map(\.name) == ["entreprises.csv", "Postes 2026-11.csv", "talents.csv"])
    #expect(taken.compactMap(report).map(\.new) == [1, 1, 1])
    #expect(
      files == [
        "done/2026-11-21/Postes 2026-11.csv", "done/2026-11-21/Postes 2026-11.rejects.csv",
        "done/2026-11-21/entreprises.csv", "done/2026-11-21/talents.csv",
      ])
    let rejects = try String(
      contentsOf: folder.appending(path: "done/2026-11-21/Postes 2026-11.rejects.csv"),
      encoding: .utf8)
    #expect(rejects.contains("no establishment has this SIRET"))
    #expect(try await take().isEmpty)
    // A new file under an old name is a new file, kept beside the old one.
    try put("entreprises.csv", [World.company(1), World.company(2)])
    #expect(try await take().compactMap(report).map { [$0.new, $0.unchanged] } == [[1, 1]])
    #expect(files.contains("done/2026-11-21/entreprises-2.csv"))
  }

  private struct Killed: Error {}

  @Test(arguments: [false, true])
  func `killed around the commit of a file ends as if nothing had happened`(
    isCommitted: Bool
  ) async throws {
    try put("entreprises.csv", [World.company(1)])
    try put("postes.csv", [World.position("A", of: 1), World.position("B", of: 3)])
    await #expect(throws: Killed.self) {
      _ = try await take { name, committed in
        if name == "postes.csv", committed == isCommitted { throw Killed() }
      }
    }
    #expect(try await positions() == (isCommitted ? 1 : 0))
    #expect(files.contains("postes.csv"))
    let taken = try await take()
    #expect(taken.map(\.name) == ["postes.csv"])
    if isCommitted {
      guard case .moved = taken[0].outcome else {
        Issue.record("imported twice: \(taken)")
        return
      }
    }
    #expect(try await positions() == 1)
    #expect(
      files == [
        "done/2026-11-21/entreprises.csv", "done/2026-11-21/postes.csv",
        "done/2026-11-21/postes.rejects.csv",
      ])
    #expect(
      try await database.open().one("select count(*) from app.inbox_file", as: Int64.self) == 2)
  }

  @Test func `leaves what is half written, and refuses links, pipes, folders and strange names`()
    async throws
  {
    try put("entreprises.csv.part", [World.company(1)])
    try put(".entreprises.csv", [World.company(1)])
    let secret = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(World.csv([World.company(1)])).write(to: secret)
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "entreprises-lien.csv"), withDestinationURL: secret)
    #expect(unsafe mkfifo(folder.appending(path: "postes-tube.csv").path, 0o600) == 0)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "talents.csv"), withIntermediateDirectories: true)
    try put("liste.csv", [World.company(1)])
    try put("..postes", [])
    let taken = try await take()
    #expect(
      taken.map(\.name) == [
        "entreprises-lien.csv", "postes-tube.csv", "talents.csv", "liste.csv",
      ])
    #expect(taken.allSatisfy(isRefused))
    #expect(try await database.open().one("select count(*) from app.company", as: Int64.self) == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "done").path))
    try FileManager.default.removeItem(at: secret)
  }

  @Test func `refuses a file of a million columns, and one without its header, and goes on`()
    async throws
  {
    try Data(Array(repeating: UInt8(ascii: ","), count: 1_000_000) + [0x0A])
      .write(to: folder.appending(path: "entreprises-1.csv"))
    try Data("nom,ville\nA,Nice\n".utf8).write(to: folder.appending(path: "entreprises-2.csv"))
    try Data().write(to: folder.appending(path: "entreprises-3.csv"))
    try put("entreprises-4.csv", [World.company(1)])
    let taken = try await take()
    #expect(taken.map(isRefused) == [true, true, true, false])
    #expect(files.contains("entreprises-1.csv") && !files.contains("entreprises-4.csv"))
  }

  @Test func `in a dry run is checked, and nothing is written or moved`() async throws {
    try put("entreprises.csv", [World.company(1)])
    #expect(try await take(isDryRun: true).compactMap(report).map(\.new) == [1])
    #expect(files == ["entreprises.csv"])
    #expect(try await database.open().one("select count(*) from app.company", as: Int64.self) == 0)
  }

  @Test func `that is not there says what to correct`() async throws {
    try FileManager.default.removeItem(at: folder)
    let error = await #expect(throws: StoreError.self) { _ = try await take() }
    #expect(error?.kind == .configuration && error?.hint?.contains("VIVIER_INBOX") == true)
  }
}
