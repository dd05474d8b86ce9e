import Glibc
import Testing

@testable import Cluster

/// A folder for one test, with its cluster's processes and data gone when the test ends.
struct Scratch: Sendable {
  let folder: String

  /// The state folder of the test.
  func home(_ name: String = "home") throws -> Home { try Home(making: folder + "/" + name) }

  /// The cluster of the test's state folder, quicker than a user's by not waiting for the disk.
  func cluster(_ name: String = "home") throws -> Cluster {
    Cluster(home: try home(name), isDurable: false, hasKeeper: false) { _ in }
  }

  /// Lends a fresh folder; `mode` 0700 keeps other users out, 0755 lets them through.
  static func with(mode: UInt32 = 0o755, _ body: (Scratch) async throws -> Void) async throws {
    let scratch = Scratch(folder: try FileSystem.makeTemporaryFolder("/tmp/vivier-cluster"))
    try FileSystem.setMode(mode, of: scratch.folder)
    do {
      try await body(scratch)
    } catch {
      await scratch.remove()
      throw error
    }
    #expect(scratch.processes.isEmpty, "a process is left behind")
    await scratch.remove()
  }

  /// The processes that name the folder, or work in it.
  var processes: [String] {
    let named = (try? Child.run(["pgrep", "-f", folder]).output) ?? ""
    return named.split(separator: "\n").map(String.init).filter { $0 != "\(getpid())" }
  }

  private func remove() async {
    for name in FileSystem.names(in: folder) {
      guard FileSystem.exists("\(folder)/\(name)/\(Home.mark)"), let home = try? home(name)
      else { continue }
      try? await Cluster(home: home).destroy(force: true)
    }
    _ = try? Child.run(["rm", "-rf", folder])
  }
}

extension Cluster {
  /// What a statement answers, asked by another program than ours.
  func ask(_ statement: String, as role: String = "postgres") throws -> String {
    let place = try #require(try Place.existing(for: home))
    let binaries = try Binaries.find(major: nil, searchPath: "")
    let outcome = try Child.run([
      binaries.folder + "/psql", "-X", "-h", place.sockets, "-p", "5432", "-U", role, "-d",
      Cluster.database, "-Atc", statement,
    ])
    return outcome.output.split(separator: "\n").joined(separator: "\n")
  }

  /// The server's process.
  func server() async throws -> Int32? { try await status().pid }
}

/// Whether a condition comes true within ten seconds.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
  for _ in 0..<1000 {
    if try await condition() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return false
}
