import Glibc
import Testing

@testable import Cluster

@Suite(.serialized) struct `A cluster after an accident` {
  /// From before initdb, through it and the server's start, to a server that answers.
  @Test(arguments: [1, 100, 300, 700, 1500])
  func `goes on when its first starter was killed`(milliseconds: Int) async throws {
    try await Scratch.with { scratch in
      let path = try scratch.home().path
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, ms = milliseconds as Int] in
        let home = try Home(making: path)
        _ = Aside.start {
          usleep(UInt32(ms) * 1000)
          kill(getpid(), SIGKILL)
        }
        try await Cluster(home: home).start()
        try await Task.sleep(for: .seconds(60))
      }
      let cluster = try scratch.cluster()
      try await cluster.start()
      #expect(try cluster.ask("select current_database()") == "vivier")
      let place = try #require(try Place.existing(for: cluster.home))
      #expect(!FileSystem.names(in: place.folder).contains { $0.hasPrefix("data.new.") })
      try await cluster.leave()
    }
  }

  @Test(arguments: [20, 60, 120])
  func `goes on when a later starter was killed`(milliseconds: Int) async throws {
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster()
      try await cluster.start()
      #expect(try cluster.ask("create table t as select 42 as n") == "SELECT 1")
      try await cluster.leave()
      let path = cluster.home.path
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, ms = milliseconds as Int] in
        let home = try Home(making: path)
        _ = Aside.start {
          usleep(UInt32(ms) * 1000)
          kill(getpid(), SIGKILL)
        }
        try await Cluster(home: home).start()
        try await Task.sleep(for: .seconds(60))
      }
      try await cluster.start()
      #expect(try cluster.ask("select n from t") == "42")
      try await cluster.leave()
    }
  }

  @Test func `starts again when its postmaster was killed`() async throws {
    try await Scratch.with { scratch in
      let cluster = Cluster(home: try scratch.home())
      try await cluster.up()
      #expect(try cluster.ask("create table t as select 42 as n") == "SELECT 1")
      kill(try #require(try await cluster.server()), SIGKILL)
      try await cluster.start()
      #expect(try cluster.ask("select n from t") == "42")
      try await cluster.leave()
      try await cluster.down()
    }
  }

  @Test(arguments: ["", "1\n"])
  func `starts beside a postmaster.pid that means nothing`(text: String) async throws {
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster()
      try await cluster.start()
      try await cluster.leave()
      let data = try #require(try await cluster.status().data)
      try FileSystem.write(text, to: data + "/postmaster.pid", mode: 0o600)
      let account = try Account.forServer()
      if account.isOther {
        try FileSystem.setOwner(account.uid, account.gid, of: data + "/postmaster.pid")
      }
      try await cluster.start()
      #expect(try cluster.ask("select 1") == "1")
      try await cluster.leave()
    }
  }

  @Test func `tells the last lines of its log when the server does not start`() async throws {
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster()
      try await cluster.start()
      try await cluster.leave()
      let place = try #require(try Place.existing(for: cluster.home))
      try FileSystem.write("work_mem = lots\n", to: place.folder + "/local.conf", mode: 0o644)
      let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
      #expect(error?.exitCode == 69)
      #expect(error?.hint?.contains("work_mem") == true)
      #expect(try await cluster.status().users.isEmpty)
    }
  }

  @Test func `refuses data of a version that is not installed`() async throws {
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster()
      try await cluster.start()
      try await cluster.leave()
      let data = try #require(try await cluster.status().data)
      try FileSystem.write("9\n", to: data + "/PG_VERSION", mode: 0o644)
      let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
      #expect(error?.exitCode == 78)
    }
  }

  @Test func `names the package when there is no server program`() throws {
    let error = #expect(throws: ClusterError.self) {
      try Binaries.find(
        major: nil, root: "/nowhere", searchPath: "/nowhere", configuration: "nothing")
    }
    #expect(error?.exitCode == 69)
    #expect(error?.hint == Binaries.aptLine)
  }

  @Test func `of a test run goes when the run leaves it`() async throws {
    let cluster = try await Cluster.throwaway()
    #expect(try cluster.ask("show fsync") == "off")
    try await cluster.leave()
    #expect(!FileSystem.exists(cluster.home.path))
  }

  @Test(arguments: [SIGKILL, SIGTERM, 0])
  func `of a test run goes with the run, however it ends`(signal: Int32) async throws {
    try await Scratch.with { scratch in
      let parent = scratch.folder
      await #expect(
        processExitsWith: signal == 0 ? .success : .signal(signal)
      ) { [parent = parent as String, signal = signal as Int32] in
        let cluster = try await Cluster.throwaway(in: parent)
        try #require(try cluster.ask("select 1") == "1")
        guard signal != 0 else { return }
        kill(getpid(), signal)
        try await Task.sleep(for: .seconds(60))
      }
      #expect(await eventually { FileSystem.names(in: parent).isEmpty })
      #expect(await eventually { scratch.processes.isEmpty })
    }
  }
}
