import Exchange
import Foundation
import TestSupport
import Testing

@Suite struct `Measuring` {
  @Test func `tells what the matching cost and that it is exact, and starts no server`()
    async throws
  {
    let folder = try TemporaryFolder()
    let program = ServerProgram(folder: folder.path)
    let outcome = try await program.run([
      "bench", "--size", "T", "--seed", "5", "--threads", "2", "--json", "--export",
      folder.path + "/market",
    ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let told = try JSON(reading: Array(outcome.output.utf8))
    #expect(told["size"] == .string("T") && told["seed"] == .integer(5))
    #expect(told["candidates"] == .integer(2_000) && told["positions"] == .integer(200))
    #expect(told["exact"] == .bool(true) && told["checked_positions"] == .integer(200))
    for key in [
      "world_s", "build_s", "match_wall_s", "match_cpu_s", "near_wall_s", "cpu_ms_per_position",
      "peak_rss_mb", "near_peak_rss_mb", "scored_share",
    ] {
      #expect((told[key]?.asMillionths ?? 0) > 0, "\(key)")
    }
    #expect(told["components_active"] == .integer(7) && told["near_pairs"] != nil)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/market")
    #expect(Set(["README", "schema.json", "method.json", "list_score.i32"]).isSubset(of: files))
    #expect(!FileManager.default.fileExists(atPath: program.home))
  }

  @Test func `does not say exact where nothing was compared`() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await ServerProgram(folder: folder.path).run([
      "bench", "--size", "T", "--no-check", "--json",
    ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try JSON(reading: Array(outcome.output.utf8))["exact"] == .null)
  }

  @Test func `refuses what is no world, and where nothing can be written`() async throws {
    let folder = try TemporaryFolder()
    let program = ServerProgram(folder: folder.path)
    for (arguments, code) in [
      ([], 64), (["--size", "XL"], 64), (["--size", "S", "--world", "."], 64),
      (["--size", "T", "--threads", "0"], 64), (["--world", folder.path], 65),
      (["--size", "T", "--export", "/proc/no"], 73),
    ] {
      let outcome = try await program.run(["bench"] + arguments)
      #expect(outcome.code == Int32(code), "\(arguments): \(outcome.errors)")
    }
  }
}
