import Exchange
import Foundation
import Glibc
import Postgres
import Store
import TestSupport
import Testing

/// The date of every night of these tests, with no clock in it.
private let date = ["--date", "2026-11-21"]

/// Runs the program on the database of the test, with a state folder of its own.
private func onDatabase<Value>(
  _ database: TestDatabase, _ body: (ServerProgram) async throws -> Value
) async throws -> Value {
  let folder = try TemporaryFolder()
  return try await body(
    ServerProgram(folder: folder.path, environment: ["DATABASE_URL": database.conninfo]))
}

/// Runs a night with its delivery, waiting a moment where a killed one's lock is still held.
private func night(
  _ program: ServerProgram, _ more: [String: String] = [:]
) async throws -> ServerProgram.Outcome {
  for _ in 0..<40 {
    let outcome = try await program.run(["nightly", "--deliver"] + date, more)
    if outcome.code != 75 { return outcome }
    try await Task.sleep(for: .milliseconds(50))
  }
  return try await program.run(["nightly", "--deliver"] + date, more)
}

private func fingerprint(_ program: ServerProgram) async throws -> String {
  let outcome = try await program.run(["run", "fingerprint", "2026-11-21"])
  #expect(outcome.code == 0, "\(outcome.errors)")
  return outcome.output
}

/// A night that nothing disturbed: what the others are compared with.
private func undisturbed(
  _ database: TestDatabase
) async throws -> (fingerprint: String, mails: [String: Data], duration: Duration) {
  try await database.takeDemo()
  return try await onDatabase(database) { program in
    let outcome = try await night(program)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let mails = program.mails
    try #require(mails.count > 40)
    return (try await fingerprint(program), mails, outcome.duration)
  }
}

@Suite(.database) struct `The program killed in the night` {
  @Test func `at random moments ends as if nothing had happened`() async throws {
    let seed =
      ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) }
      ?? UInt64.random(in: 0...9_999)
    print("SEED=\(seed)")
    var dice = Dice(seed: seed)
    let model = try await undisturbed(try TestDatabase.current)
    var kills = 0
    // How long a night takes, by those that ended before their kill.
    var span = model.duration
    for _ in 0..<30 where kills < 20 {
      let fractions = (0..<4).map { _ in Double.random(in: 0.1...0.8, using: &dice) }
      let before = span
      let (killed, after) = try await TestDatabase.withAnother { other in
        try await other.takeDemo()
        return try await onDatabase(other) { program in
          var killed = 0
          var span = before
          for fraction in fractions {
            let outcome = try await program.run(
              ["nightly", "--deliver"] + date, killedAfter: span * fraction)
            guard outcome.signal == SIGKILL else {
              if outcome.code == 0 { span = min(span, outcome.duration) }
              break
            }
            killed += 1
          }
          let last = try await night(program)
          #expect(last.code == 0, "SEED=\(seed): \(last.errors)")
          #expect(try await fingerprint(program) == model.fingerprint, "SEED=\(seed)")
          #expect(program.mails == model.mails, "SEED=\(seed)")
          return (killed, span)
        }
      }
      kills += killed
      span = after
    }
    #expect(kills >= 20)
  }

  @Test func `at each failpoint in turn ends as if nothing had happened`() async throws {
    let model = try await undisturbed(try TestDatabase.current)
    let steps = ["snapshot", "match", "allocate", "record", "compose", "report"]
    let points =
      ["claim:committed"] + steps.flatMap { ["\($0):done", "\($0):committed"] }
      + ["claimed", "sending", "committing", "handed over", "sent"]
    try await TestDatabase.withAnother { other in
      try await other.takeDemo()
      try await onDatabase(other) { program in
        for point in points {
          let outcome = try await night(program, ["VIVIER_FAILPOINT": point])
          #expect(outcome.signal == SIGKILL, "never came to \(point): \(outcome.errors)")
        }
        #expect(try await night(program).code == 0)
        #expect(try await fingerprint(program) == model.fingerprint)
        #expect(program.mails == model.mails)
      }
    }
  }

  @Test func `while another waits is no second night: that one exits 75 and names the first`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    try await onDatabase(database) { program in
      // The first night waits for the table of runs, holding the lock of the night.
      let holder = try await database.open(as: .superuser)
      try await holder.run("begin")
      try await holder.run("lock table match.run in access exclusive mode")
      async let first = program.run(["nightly"] + date)
      let watcher = try await database.open(as: .superuser)
      var isAtWork = false
      for _ in 0..<500 where !isAtWork {
        isAtWork = try await watcher.one(
          """
          select exists (select from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and a.application_name like 'vivier nightly%'
              and l.database = (select oid from pg_database where datname = current_database()))
          """, as: Bool.self)
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(isAtWork)
      let second = try await program.run(["nightly"] + date)
      #expect(second.code == 75)
      #expect(second.errors.contains(/vivier nightly, process \d+ on \S+/), "\(second.errors)")
      #expect(second.duration < .seconds(1), "\(second.duration)")
      try await holder.run("rollback")
      #expect(try await first.code == 0)
    }
  }
}

@Suite(.database) struct `The program's answers` {
  @Test func `are the same bytes twice, and with one thread or two`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    try await onDatabase(database) { program in
      let match = ["match", "--json", "--limit", "20"] + date
      let once = try await program.run(match)
      #expect(once.code == 0 && once.output.count > 10_000)
      for more in [[], ["--threads", "1"], ["--threads", "2"]] {
        #expect(try await program.run(match + more).output == once.output)
      }
    }
  }

  @Test func `carry every number of a score, so that it can be computed again`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    try await onDatabase(database) { program in
      let listed = try await program.run(["match", "--json", "--limit", "3"] + date)
      let positions = try #require(
        try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
      var pairs: [(position: String, candidate: String, score: Int)] = []
      for position in positions {
        for list in ["matches", "near"] {
          for match in (position[list] as? [[String: Any]] ?? []) {
            pairs.append(
              (
                try #require(position["position"] as? String),
                try #require(match["candidate"] as? String), try millionths(match["score"])
              ))
          }
        }
      }
      try #require(pairs.count > 60)
      for pair in stride(from: 0, to: pairs.count, by: pairs.count / 30).map({ pairs[$0] }) {
        let outcome = try await program.run(
          ["explain", pair.position, pair.candidate, "--json"] + date)
        let page = try #require(
          try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let score = try millionths(page["score"])
        #expect(score == pair.score)
        let sides = try #require(page["sides"] as? [[String: Any]])
        let values = try sides.map { try recomputed($0) }
        #expect(values.count == 2)
        let product = values[0] * values[1]
        #expect(score * score <= product && (score + 1) * (score + 1) > product)
      }
    }
  }

  /// The value of a side from its components, as METHOD has it, compared with what is told.
  private func recomputed(_ side: [String: Any]) throws -> Int {
    let components = try #require(side["components"] as? [[String: Any]])
    let value = try millionths(side["value"])
    let asked = components.filter { $0["asked"] as? Bool == true }
    let sum = try components.reduce(0) { try $0 + millionths($1["contribution"]) }
    #expect(sum == value)
    guard !asked.isEmpty else { return value }
    let weights = try asked.map { try millionths($0["weight"]) }
    let total = weights.reduce(0, +)
    let heaviest = weights.firstIndex(of: weights.max() ?? 0)
    let floors = try zip(asked, weights).map { try millionths($0["value"]) * $1 / total }
    var contributions = floors
    if let heaviest { contributions[heaviest] += value - floors.reduce(0, +) }
    #expect(try contributions == asked.map { try millionths($0["contribution"]) })
    #expect((0..<asked.count).contains(value - floors.reduce(0, +)))
    return value
  }

  private func millionths(_ number: Any?) throws -> Int {
    let number = try #require(number as? NSNumber)
    return Int((number.doubleValue * 1_000_000).rounded())
  }

  @Test func `end with the exit code of what went wrong`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await onDatabase(database) { program in
      let broken = program.folder + "/broken.csv"
      let rows = [World.company(2), World.company(3, ["commune": "99999"])]
      try Data(World.csv(rows)).write(to: URL(filePath: broken))
      let nowhere = ["DATABASE_URL": "host=/nonexistent dbname=vivier user=postgres"]
      for (arguments, more, code, word) in [
        (["nightly", "--nonsense"], [:], 64, "nonsense"),
        (["match", "--limit", "0"], [:], 64, "limit"),
        (["import", "companies", broken], [:], 65, "line 3"),
        (["import", "companies", "/nonexistent.csv"], [:], 65, "/nonexistent.csv"),
        (["explain", "P-000000000000", "C-000000000000"], [:], 65, "P-000000000000"),
        (["run", "list"], nowhere, 69, "reached"),
        (["nightly"] + date, [:], 78, "no position and no candidate in "),
      ] as [([String], [String: String], Int32, String)] {
        let outcome = try await program.run(arguments, more)
        #expect(outcome.code == code, "\(arguments): \(outcome.errors)")
        #expect(outcome.errors.contains(word), "\(arguments): \(outcome.errors)")
      }
      // What was good in the broken file went in, the rest came back.
      #expect(FileManager.default.fileExists(atPath: program.folder + "/broken.rejects.csv"))
      let superuser = try await database.open(as: .superuser)
      #expect(
        try await superuser.one("select count(*) from app.establishment", as: Int64.self) == 2)
      for (change, word) in [
        (
          "delete from app.migration where number = (select max(number) from app.migration)",
          "older"
        ),
        (
          """
          insert into app.migration (number, name, checksum)
          values (98, 'later', ''), (99, 'later', '')
          """, "lacks"
        ),
      ] {
        try await superuser.script(change)
        let outcome = try await program.run(["run", "list"])
        #expect(outcome.code == 78 && outcome.errors.contains(word), "\(outcome.errors)")
      }
    }
  }
}

@Suite struct `The program on a home of its own` {
  @Test(arguments: [["--help"], ["match", "--help"], ["help", "db", "destroy"]])
  func `helps without touching anything`(arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    let program = ServerProgram(folder: folder.path)
    let outcome = try await program.run(arguments)
    #expect(outcome.code == 0 && outcome.output.contains("USAGE: vivier"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: program.home))
  }

  @Test func `starts, works, is killed, goes on and leaves no process behind`() async throws {
    let folder = try TemporaryFolder()
    // The server of root runs under another account, which must get through.
    _ = unsafe chmod(folder.path, 0o755)
    let program = ServerProgram(folder: folder.path)
    let empty = try await program.run(["nightly"] + date)
    #expect(empty.code == 78 && empty.errors.contains(program.home), "\(empty.errors)")
    for command in [["reference", "load"], ["demo", "load"]] {
      let outcome = try await program.run(command)
      #expect(outcome.code == 0, "\(command): \(outcome.errors)")
      #expect(program.processes.isEmpty)
    }
    for delay in [400, 900, 1_500] {
      _ = try await program.run(
        ["nightly", "--deliver"] + date, killedAfter: .milliseconds(delay))
    }
    let last = try await night(program)
    #expect(last.code == 0, "\(last.errors)")
    #expect(program.mails.count > 40)
    let again = try await program.run(["nightly", "--deliver"] + date)
    #expect(again.code == 0 && again.errors.contains("done already"), "\(again.errors)")
    #expect(try await fingerprint(program).wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
    // Who comes during a night shares its server, and outlives it or not.
    async let tomorrow = program.run(["nightly", "--date", "2026-11-22"])
    async let lists = program.run(["match", "--json"] + date)
    #expect(try await tomorrow.code == 0)
    #expect(try await lists.code == 0)
    #expect(program.processes.isEmpty, "\(program.processes)")
    #expect(try await program.run(["db", "destroy", "--yes"]).code == 0)
    #expect(program.processes.isEmpty)
  }
}

/// SplitMix64: the same seed gives the same moments.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
