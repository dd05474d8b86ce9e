import Glibc
import Postgres
import Testing

@testable import Cluster

@Suite(.serialized) struct `A private cluster` {
  @Test func `starts with the first command and stops with the last one`() async throws {
    try await Scratch.with { scratch in
      let first = try scratch.cluster()
      let second = try scratch.cluster()
      try await first.start()
      let pid = try #require(try await first.server())
      try await second.start()
      #expect(try await second.server() == pid)
      try await first.leave()
      #expect(try await second.server() == pid)
      #expect(try second.ask("select 1") == "1")
      try await second.leave()
      #expect(try await second.server() == nil)
    }
  }

  @Test func `is made with checksums, French order, UTF-8 and one database`() async throws {
    try await Scratch.with { scratch in
      let cluster = Cluster(home: try scratch.home())
      try await cluster.start()
      #expect(try cluster.ask("show data_checksums") == "on")
      #expect(try cluster.ask("show server_encoding") == "UTF8")
      #expect(try cluster.ask("show timezone") == "UTC")
      #expect(try cluster.ask("show fsync") == "on")
      #expect(try cluster.ask("show listen_addresses") == "")
      #expect(try cluster.ask("show jit") == "off")
      #expect(
        try cluster.ask("select daticulocale from pg_database where datname = 'vivier'") == "fr-FR")
      #expect(try cluster.ask("select min(w) from unnest(array['z', 'é', 'f']) w") == "é")
      try await cluster.leave()
    }
  }

  @Test func `lets its own user in under each role there is, and asks no password`() async throws {
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster()
      try await cluster.start()
      #expect(try cluster.ask("create role vivier_nightly login") == "CREATE ROLE")
      #expect(try cluster.ask("select current_user", as: "vivier_nightly") == "vivier_nightly")
      #expect(try cluster.ask("create role stranger login") == "CREATE ROLE")
      #expect(try cluster.ask("select 1", as: "stranger").contains("authentication failed"))
      try await cluster.leave()
    }
  }

  @Test func `keeps what was written`() async throws {
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster()
      try await cluster.start()
      #expect(try cluster.ask("create table t as select 42 as n") == "SELECT 1")
      try await cluster.leave()
      try await cluster.start()
      #expect(try cluster.ask("select n from t") == "42")
      try await cluster.leave()
    }
  }

  @Test(arguments: [
    "l'été à Noël", "quote\" comma, back\\slash", String(repeating: "long", count: 40),
  ])
  func `lives in a folder of any name`(name: String) async throws {
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster(name)
      try await cluster.start()
      #expect(try cluster.ask("select 1") == "1")
      try await cluster.leave()
    }
  }

  @Test func `lives below a folder nobody else may enter`() async throws {
    try await Scratch.with(mode: 0o700) { scratch in
      let home = try scratch.home()
      let cluster = try scratch.cluster()
      try await cluster.start()
      #expect(try cluster.ask("select 1") == "1")
      let data = try #require(try await cluster.status().data)
      #expect(data.hasPrefix(geteuid() == 0 ? "/var/lib/vivier/" : home.path))
      try await cluster.leave()
      try await cluster.destroy()
      #expect(
        !FileSystem.exists(FileSystem.parent(of: FileSystem.parent(of: data))) || geteuid() != 0)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root's homes have pointers"))
  func `refuses a copied home that points to the data of the first one`() async throws {
    try await Scratch.with(mode: 0o700) { scratch in
      let cluster = try scratch.cluster()
      try await cluster.start()
      try await cluster.leave()
      _ = try Child.run(["cp", "-a", scratch.folder + "/home", scratch.folder + "/copy"])
      let copy = try scratch.cluster("copy")
      let error = await #expect(throws: ClusterError.self) { try await copy.start() }
      #expect(error?.exitCode == 78)
      #expect(error?.hint != nil)
      unsafe unlink(scratch.folder + "/copy/pointer")
      try await copy.start()
      #expect(try copy.ask("select 1") == "1")
      try await copy.leave()
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root's homes have pointers"))
  func `begins empty in a home that was deleted and made again`() async throws {
    try await Scratch.with(mode: 0o700) { scratch in
      let first = try scratch.cluster()
      try await first.start()
      #expect(try first.ask("create table t ()") == "CREATE TABLE")
      let data = try #require(try await first.status().data)
      try await first.leave()
      _ = try Child.run(["rm", "-rf", scratch.folder + "/home"])
      let again = try scratch.cluster()
      try await again.start()
      #expect(try again.ask("select count(*) from pg_tables where tablename = 't'") == "0")
      try await again.leave()
      try await again.destroy()
      let far = FileSystem.parent(of: FileSystem.parent(of: data))
      #expect(FileSystem.names(in: far).allSatisfy { $0.hasPrefix("pg.old.") })
      _ = try Child.run(["rm", "-rf", far])
    }
  }

  @Test func `serves eight commands at once`() async throws {
    try await Scratch.with { scratch in
      let path = try scratch.home().path
      await withTaskGroup { group in
        for index in 0..<8 {
          group.addTask {
            await #expect(processExitsWith: .success) {
              [path = path as String, index = index as Int] in
              let cluster = Cluster(home: try Home(making: path))
              try await cluster.withServer(as: "postgres") { _ in
                try #require(try cluster.ask("select 7") == "7")
                try await Task.sleep(for: .milliseconds(index * 20))
                try #require(try cluster.ask("select 8") == "8")
              }
            }
          }
        }
      }
      #expect(try await scratch.cluster().server() == nil)
    }
  }

  @Test func `never stops under a command that has just come`() async throws {
    try await Scratch.with { scratch in
      try await withThrowingTaskGroup { group in
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<6 {
              let cluster = try scratch.cluster()
              try await cluster.start()
              #expect(try cluster.ask("select 1") == "1")
              try await cluster.leave()
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await scratch.cluster().server() == nil)
    }
  }

  @Test func `is not disturbed by the PG variables of whoever calls`() async throws {
    try await Scratch.with { scratch in
      let path = try scratch.home().path
      await #expect(processExitsWith: .success) { [path = path as String] in
        for name in [
          "PGPORT", "PGHOST", "PGDATA", "PGSERVICE", "PGOPTIONS", "PGUSER", "PGHOSTADDR",
        ] {
          unsafe setenv(name, "nonsense", 1)
        }
        let cluster = Cluster(home: try Home(making: path))
        try await cluster.start()
        try #require(try cluster.ask("select 1") == "1")
        try #require(unsafe getenv("PGSERVICE") == nil)
        try await cluster.leave()
      }
    }
  }

  @Test func `stops when an interrupted command leaves`() async throws {
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster()
      try await cluster.start()
      try await cluster.start()
      try cluster.leaveNow()
      #expect(try await cluster.server() == nil)
      try cluster.leaveNow()
    }
  }

  @Test func `lends options that a connection opens with`() async throws {
    try await Scratch.with { scratch in
      let names = try await scratch.cluster().withServer(as: "postgres") { options in
        try await Connection.open(options).rows("select current_database(), current_user")
          .decode(as: (String, String).self)
      }
      #expect(names.map(\.0) == ["vivier"] && names.map(\.1) == ["postgres"])
    }
  }

  @Test func `is left when the body of a command throws`() async throws {
    struct Failure: Error {}
    try await Scratch.with { scratch in
      let cluster = try scratch.cluster()
      await #expect(throws: Failure.self) {
        try await cluster.withServer(as: "postgres") { _ in throw Failure() }
      }
      #expect(try await cluster.server() == nil)
    }
  }

  // MARK: - Up, down, destroy

  @Test func `stays after up and stops at down, which waits for the commands in it`() async throws {
    try await Scratch.with { scratch in
      let first = try scratch.cluster()
      try await first.up()
      let status = try await first.status()
      #expect(status.pid != nil && status.isPinned && status.users.isEmpty)
      #expect(status.size > 1 << 20 && status.major ?? 0 >= 15)

      let command = try scratch.cluster()
      try await command.start()
      #expect(try await first.status().users == [getpid()])
      let error = await #expect(throws: ClusterError.self) { try await first.down() }
      #expect(error?.exitCode == 75)
      #expect(try await first.status().isPinned)
      try await command.leave()
      #expect(try await first.server() == status.pid)

      try await first.down()
      #expect(try await first.server() == nil)
      let pid = try #require(status.pid)
      #expect(await eventually { kill(pid, 0) != 0 })
      try await first.down()
    }
  }

  @Test func `goes down under a command when that is asked for`() async throws {
    try await Scratch.with { scratch in
      let command = try scratch.cluster()
      try await command.start()
      try await scratch.cluster().down(.immediate, force: true)
      #expect(try await command.server() == nil)
      try await command.leave()
    }
  }

  @Test func `is destroyed without a trace but the home`() async throws {
    try await Scratch.with { scratch in
      let home = try scratch.home()
      let cluster = try scratch.cluster()
      try await cluster.up()
      try FileSystem.write("mine", to: home.file("notes"), mode: 0o600)
      try await cluster.destroy()
      #expect(
        FileSystem.names(in: home.path).sorted() == ["notes", "starter", "users", Home.mark])
      #expect(try await cluster.status().data == nil)
    }
  }
}
