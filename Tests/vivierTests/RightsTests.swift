import Exchange
import Foundation
import Glibc
import TestSupport
import Testing

private let date = ["--date", "2026-11-21"]
private let canaries = ["Zwitschertraut", "Piepmatzfrau", "gelbfeder"]

/// A program on a home of its own with a night delivered and another one that waits, about a candidate
/// whose every word of their own is a canary.
private func flown(_ folder: borrowing TemporaryFolder) async throws -> ServerProgram {
  // The server of root runs under another account, which must get through.
  _ = unsafe chmod(folder.path, 0o755)
  let program = ServerProgram(folder: folder.path)
  let bird = World.candidate(
    "KANARI-77",
    [
      "given_name": "Zwitschertraut", "family_name": "Piepmatzfrau",
      "email": "gelbfeder@voliere.example",
    ])
  #expect(try await program.run(["reference", "load"]).code == 0)
  func take(_ kind: String, _ rows: [World.Row]) async throws {
    let file = folder.path + "/\(kind).csv"
    try Data(World.csv(rows)).write(to: URL(filePath: file))
    let outcome = try await program.run(["import", kind, file])
    #expect(outcome.code == 0, "\(outcome.errors)")
    try FileManager.default.removeItem(atPath: file)
  }
  try await take("companies", [World.company(1)])
  try await take("positions", [World.position("A", of: 1)])
  try await take("candidates", [bird, World.candidate("Q2")])
  #expect(try await program.run(["nightly", "--deliver"] + date).code == 0)
  try await take("positions", [World.position("B", of: 1)])
  #expect(try await program.run(["nightly", "--date", "2026-11-22"]).code == 0)
  return program
}

/// The files below a folder whose bytes spell a canary; what the server keeps in its own format is
/// looked at as its dump.
private func betrayers(below folder: String) -> [String] {
  let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
  return names.filter { name in
    guard !name.contains("/data/"),
      let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)")
    else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    return canaries.contains { text.contains($0) }
  }
}

@Suite struct `The rights of a person` {
  @Test func `hold from the first look to a backup that is restored after the erasure`()
    async throws
  {
    let folder = try TemporaryFolder()
    let program = try await flown(folder)
    let shown = try await program.run(["person", "show", "KANARI-77", "--by", "M. Roche"])
    #expect(
      shown.code == 0 && shown.output.contains("gelbfeder@voliere.example"), "\(shown.errors)")
    #expect(shown.output.contains("droit d'accès (RGPD, article 15)"))
    let exported = try await program.run(["person", "export", "KANARI-77"])
    let copy = try JSON(reading: Array(exported.output.utf8))
    #expect(copy["resume"]?["basics"]?["name"]?.text == "Zwitschertraut Piepmatzfrau")
    #expect(copy["vivier"]?["tables"]?["mail.told"]?.elements?.isEmpty == false)
    #expect(copy["vivier"]?["log"]?.elements?.count == 1)

    let corrected = try await program.run(
      ["person", "correct", "KANARI-77", "--set", "min_pay=27500", "--set", "level_held=7"])
    #expect(corrected.code == 0, "\(corrected.errors)")
    #expect(try await program.run(["person", "show", "KANARI-77"]).output.contains("27500"))
    for wrong in ["level_held=99", "reference=OTHER", "photo=x"] {
      let refused = try await program.run(["person", "correct", "KANARI-77", "--set", wrong])
      #expect(refused.code == 65, "\(wrong): \(refused.errors)")
    }

    let dump = folder.path + "/before.dump"
    #expect(try await program.run(["backup", dump]).code == 0)
    #expect(!betrayers(below: program.home).isEmpty)
    let unasked = try await program.run(["person", "erase", "KANARI-77"])
    #expect(unasked.code == 65, "nobody answers here, and nobody said yes")
    let erased = try await program.run(
      ["person", "erase", "KANARI-77", "--yes", "--receipt", folder.path + "/receipt.txt"])
    #expect(erased.code == 0, "\(erased.errors)")
    #expect(try await program.run(["person", "show", "KANARI-77"]).code == 65)

    for step in ["erased", "restored"] {
      if step == "restored" {
        #expect(try await program.run(["restore", dump, "--verify"]).code == 0)
        let restored = try await program.run(["restore", dump, "--yes", "--json"])
        #expect(restored.code == 0, "\(restored.errors)")
        let answer = try JSON(reading: Array(restored.output.utf8))
        #expect(answer["erasures_replayed"] == 1)
        // What waited then may have gone out since: it is held, and what was about the person is gone.
        let held = try #require(answer["messages_held"])
        #expect(held != 0)
        let delivered = try await program.run(["deliver", "--json"])
        #expect(try JSON(reading: Array(delivered.output.utf8))["sent"] == 0)
        let released = try await program.run(["deliver", "--release", "--json"])
        #expect(released.code == 0, "\(released.errors)")
      }
      #expect(try await program.run(["person", "show", "KANARI-77"]).code == 65)
      #expect(try await program.run(["nightly", "--deliver", "--date", "2026-11-23"]).code == 0)
      let text = folder.path + "/\(step).sql"
      let listing = try await program.run(["db", "psql", "-c", "select 1"])
      #expect(listing.code == 0)
      let again = try await program.run(["backup", folder.path + "/\(step).dump"])
      #expect(again.code == 0, "\(again.errors)")
      #expect(
        try await Self.convert(folder.path + "/\(step).dump", to: text) == 0, "pg_restore reads it")
      let sql = try String(contentsOfFile: text, encoding: .utf8)
      #expect(sql.contains("Secret"), "the other candidate is still there")
      for canary in canaries { #expect(!sql.contains(canary), "\(step): \(canary)") }
      #expect(betrayers(below: program.home).isEmpty, "\(step): \(betrayers(below: program.home))")
      let verified = try await program.run(["audit", "verify"])
      #expect(verified.code == 0, "\(verified.errors)")
    }
    let receipt = try String(contentsOfFile: folder.path + "/receipt.txt", encoding: .utf8)
    #expect(receipt.contains("droit à l'effacement"))
    for canary in canaries { #expect(!receipt.contains(canary)) }
    #expect(try await program.run(["db", "destroy", "--yes"]).code == 0)
  }

  /// A dump as text.
  private static func convert(_ dump: String, to text: String) async throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["pg_restore", "-f", text, dump]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test func `a damaged backup, and a log whose tail was cut, are refused`() async throws {
    let folder = try TemporaryFolder()
    let program = try await flown(folder)
    let dump = folder.path + "/a.dump"
    #expect(try await program.run(["backup", dump]).code == 0)
    #expect(try await program.run(["audit", "verify"]).code == 0)
    var bytes = try Data(contentsOf: URL(filePath: dump))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: dump))
    let damaged = try await program.run(["restore", dump, "--verify"])
    #expect(damaged.code == 65 && damaged.errors.contains("manifest"), "\(damaged.errors)")

    let cut = """
      alter table audit.log disable trigger user; delete from audit.log where id > 1;
      update audit.head set id = 1, hash = (select hash from audit.log);
      """
    #expect(try await program.run(["db", "psql", "-q", "-c", cut]).code == 0)
    let verified = try await program.run(["audit", "verify"])
    #expect(verified.code == 65 && verified.errors.contains("gone"), "\(verified.errors)")
    #expect(try await program.run(["db", "destroy", "--yes"]).code == 0)
  }
}
