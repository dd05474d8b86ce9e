import Glibc
import Testing

@testable import Cluster

@Suite struct `A state folder` {
  static let environment = ["VIVIER_HOME": "/v", "XDG_STATE_HOME": "/x"]

  @Test func `is where the argument says, before all else`() throws {
    let path = try Home.path(
      argument: "here", environment: Self.environment, uid: 1000, userHome: "/home/u")
    #expect(path == "here")
  }

  @Test(arguments: [
    (["VIVIER_HOME": "/v", "XDG_STATE_HOME": "/x"], UInt32(1000), "/v"),
    (["XDG_STATE_HOME": "/x"], 1000, "/x/vivier"),
    (["VIVIER_HOME": "", "XDG_STATE_HOME": "relative"], 1000, "/home/u/.local/state/vivier"),
    ([:], 1000, "/home/u/.local/state/vivier"),
    ([:], 0, "/var/lib/vivier"),
    (["XDG_STATE_HOME": "/x"], 0, "/x/vivier"),
  ])
  func `is found in the environment, else after the XDG rules`(
    environment: [String: String], uid: UInt32, path: String
  ) throws {
    let found = try Home.path(
      argument: nil, environment: environment, uid: uid, userHome: "/home/u")
    #expect(found == path)
  }

  @Test func `is nowhere for a user without a home`() {
    let error = #expect(throws: ClusterError.self) {
      try Home.path(argument: nil, environment: [:], uid: 1000, userHome: nil)
    }
    #expect(error?.exitCode == 78)
  }

  @Test func `is made for its user alone, with what is missing above it`() async throws {
    try await Scratch.with { scratch in
      let home = try Home(making: scratch.folder + "/a/./b/")
      #expect(home.path.hasSuffix("/a/b"))
      #expect(FileSystem.kind(of: home.path) == .folder(owner: geteuid(), mode: 0o700))
      #expect(try Home(making: home.path) == home)
    }
  }

  @Test func `is narrowed when others could look in`() async throws {
    try await Scratch.with { scratch in
      let home = try scratch.home()
      try FileSystem.setMode(0o755, of: home.path)
      _ = try scratch.home()
      #expect(FileSystem.kind(of: home.path) == .folder(owner: geteuid(), mode: 0o700))
    }
  }

  @Test(arguments: ["", "/"])
  func `is not a symbolic link`(ending: String) async throws {
    try await Scratch.with { scratch in
      let home = try scratch.home()
      let link = scratch.folder + "/link"
      try #require(unsafe symlink(home.path, link) == 0)
      let error = #expect(throws: ClusterError.self) { try Home(making: link + ending) }
      #expect(error?.exitCode == 73)
    }
  }

  @Test func `is neither a file nor a folder full of other things`() async throws {
    try await Scratch.with { scratch in
      try FileSystem.write("", to: scratch.folder + "/file", mode: 0o600)
      for path in [scratch.folder, scratch.folder + "/file"] {
        let error = #expect(throws: ClusterError.self) { try Home(making: path) }
        #expect(error?.exitCode == 73)
      }
      #expect(FileSystem.kind(of: scratch.folder) == .folder(owner: geteuid(), mode: 0o755))
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a folder away"))
  func `is not another user's`() async throws {
    try await Scratch.with { scratch in
      let home = try scratch.home()
      try FileSystem.setOwner(65_534, 65_534, of: home.path)
      let error = #expect(throws: ClusterError.self) { try scratch.home() }
      #expect(error?.exitCode == 77)
      try FileSystem.setOwner(0, 0, of: home.path)
    }
  }
}
