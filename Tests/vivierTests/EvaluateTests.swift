import Foundation
import TestSupport
import Testing

@Suite struct `Evaluating` {
  let sets = TestSeeds.root + "/Tests/EvaluationTests/Sets"

  @Test func `writes a run, tells what is off, and starts no server`() async throws {
    let folder = try TemporaryFolder()
    let program = ServerProgram(folder: folder.path)
    let run = folder.path + "/diplomas.run"
    let outcome = try await program.run([
      "evaluate", sets + "/diplome_rome", "--out", run, "--top", "12", "--seeds",
      sets + "/diplome_rome",
    ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("diplomas read: 1200"))
    #expect(outcome.output.contains("off: crosswalk"))
    let lines = try String(contentsOfFile: run, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 80 * 12)
    #expect(!FileManager.default.fileExists(atPath: program.home))
  }

  @Test func `leaves out what is forbidden and says how much`() async throws {
    let folder = try TemporaryFolder()
    let program = ServerProgram(folder: folder.path)
    let file = folder.path + "/forbidden.txt"
    let links = try String(
      contentsOfFile: sets + "/diplome_rome/reference/rncp/certification_occupation.csv",
      encoding: .utf8)
    try links.write(toFile: file, atomically: true, encoding: .utf8)
    let outcome = try await program.run([
      "evaluate", sets + "/diplome_rome", "--out", folder.path + "/run", "--seeds",
      sets + "/diplome_rome", "--forbid", file,
    ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("diplomas read: 0"))
    #expect(outcome.errors.contains("words alone"))
  }

  @Test func `refuses what is no set, and where nothing can be written`() async throws {
    let folder = try TemporaryFolder()
    let program = ServerProgram(folder: folder.path)
    let out = ["--out", folder.path + "/run"]
    for (arguments, code) in [
      (["evaluate", folder.path] + out, 65), (["evaluate", "--market", folder.path] + out, 65),
      (["evaluate"] + out, 64), (["evaluate", "a", "--market", "b"] + out, 64),
      (["evaluate", sets + "/melo_fra_q_fr_c_fr", "--out", folder.path + "/no/run"], 73),
    ] {
      let outcome = try await program.run(arguments)
      #expect(outcome.code == Int32(code), "\(arguments): \(outcome.errors)")
    }
  }
}
