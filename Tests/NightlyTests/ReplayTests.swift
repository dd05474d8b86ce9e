import Exchange
import Foundation
import Matching
import Postgres
import Programme
import Store
import TestSupport
import Testing

@testable import Nightly

private func days(_ number: Int32) -> Day { Day(number: World.today.number + number) }

/// The shipped method with other numbers, from a day on.
private func method(_ version: String, since: Day, _ changes: [(String, String)]) throws
  -> StoredMethod
{
  let path = TestSeeds.root + "/Seeds/method/\(Method.current.version).csv"
  var text = String(decoding: try FileReader.bytes(of: path), as: UTF8.self)
  for (old, new) in [
    ("version,\(Method.current.version),", "version,\(version),"),
    ("since,2026-11-01,", "since,\(since),"),
  ] + changes {
    try #require(text.contains(old))
    text = text.replacing(old, with: new)
  }
  return try StoredMethod(Array(text.utf8), called: "\(version).csv")
}

@Suite(.database) struct `A past night` {
  private func replays(_ database: TestDatabase, on day: Day = World.today) async throws -> [Replay]
  {
    let connection = try await database.open()
    var replays: [Replay] = []
    for run in try await Run.all(on: day, connection) {
      replays.append(try await Replay(of: run, threads: 2, connection))
    }
    return replays
  }

  @Test func `comes out byte for byte after rows, reference data and method have changed`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let nights = try Nights(database)
    try await nights.run()
    try await database.take(
      .companies, [World.company(1), World.company(2, ["commune": "28085"])])
    try await database.take(.positions, [World.position("A", of: 1)])
    try await database.take(.candidates, (1...4).map { World.candidate("Q\($0)") })
    let superuser = try await database.open(as: .superuser)
    try await superuser.script(
      """
      update app.candidate set occupations = '{}', minimum_pay = 90000;
      update app.position set minimum_level = 8;
      delete from app.candidate_skill;
      select match.refresh_profile(array(select id from app.candidate));
      delete from ref.occupation_near;
      update ref.skill_near set credit = 1;
      """)
    let other = try method("other", since: World.today, [("weight.pay,15", "weight.pay,100")])
    #expect(try await other.load(database.open(as: .migrate)))
    let replay = try #require(try await replays(database).first)
    #expect(replay.isEqual, "\(replay.comparison)")
    #expect(replay.comparison.rows > 100 && replay.blanked.isEmpty)
    #expect(replay.run.method == Method.current.version)
  }

  @Test func `of several runs counts what had gone before each, and no more`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let nights = try Nights(database)
    let connection = try await database.open()
    let territories = try await connection.rows(
      """
      select k.territory from app.position p
      join ref.territory_commune k on k.commune = p.commune
      where k.vintage = (select max(vintage) from ref.territory)
      group by k.territory order by count(*) desc, k.territory limit 2
      """
    ).decode(as: String.self)
    for territory in territories { try await nights.run(territories: [territory]) }
    try await nights.run()
    let replays = try await replays(database)
    #expect(replays.count == 3)
    for replay in replays { #expect(replay.isEqual, "\(replay.run.id): \(replay.comparison)") }
  }

  @Test func `that was tampered with shows the first pair that differs`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    try await Nights(database).run()
    let superuser = try await database.open(as: .superuser)
    for (change, word) in [
      (
        "update match.listing set score = score - 1 where ctid = (select min(ctid) from match.listing)",
        "\"score\""
      ),
      ("delete from match.listing where ctid = (select min(ctid) from match.listing)", "\"slot\""),
    ] {
      try await superuser.script("begin; create table copy as select * from match.listing; commit")
      try await superuser.script(change)
      let replay = try #require(try await replays(database).first)
      #expect(!replay.isEqual && replay.comparison.differing == 1)
      #expect(replay.comparison.replayed?.contains(word) == true)
      #expect(replay.comparison.stored != replay.comparison.replayed)
      try await superuser.script(
        """
        truncate match.listing; insert into match.listing select * from copy; drop table copy
        """)
    }
    #expect(try await replays(database).allSatisfy(\.isEqual))
  }

  @Test func `whose input is gone says so`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    try await Nights(database).run()
    try await database.open(as: .superuser).run("delete from match.run_snapshot")
    let error = await #expect(throws: StoreError.self) { try await replays(database) }
    #expect(error?.kind == .notFound && error?.what.contains("not kept") == true)
  }

  @Test func `names who was erased since, and comes out as it was for everybody else`() async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let nights = try Nights(database)
    try await nights.run()
    try await nights.run(on: days(1))
    let fingerprint = try await nights.fingerprint()
    let connection = try await database.open()
    // Whoever stands in most lists moves most others when they are gone.
    let erased = try await connection.rows(
      """
      select candidate from match.listing where run = (select min(id) from match.run)
      group by candidate order by count(slot) desc, count(*) desc, candidate limit 4
      """
    ).decode(as: String.self).sorted()
    var runs: [[Int64]] = []
    for candidate in erased {
      runs.append(try await Run.blank(candidates: [candidate], connection))
    }
    #expect(runs.allSatisfy { $0.count == 2 })
    #expect(try await Run.blank(candidates: ["C-000000000000"], connection).isEmpty)
    for run in try await Run.latest(2, connection) {
      let bytes = try #require(try await run.snapshot(connection))
      let snapshot = try Snapshot(decoding: bytes)
      for (row, id) in snapshot.candidateIDs.enumerated() where erased.contains(id) {
        let left = snapshot.candidate(at: row)
        #expect(
          left
            == Candidate(
              id: id, isOpen: false, hasConsent: false, exposures: left.exposures,
              identity: left.identity))
      }
      let replay = try await Replay(of: run, connection)
      #expect(replay.isEqual, "\(replay.comparison)")
      #expect(replay.blanked == erased)
    }
    #expect(try await nights.fingerprint() == fingerprint, "what was decided is not touched")
  }

  @Test func `whose input no program can read loses it to an erasure`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    try await Nights(database).run()
    try await database.open(as: .superuser).run(
      "update match.run_snapshot set bytes = overlay(bytes placing '\\x00'::bytea from 8)")
    let connection = try await database.open()
    #expect(try await Run.blank(candidates: ["C-000000000000"], connection).isEmpty)
    #expect(
      try await connection.one("select count(*) from match.run_snapshot", as: Int64.self) == 0)
  }
}

@Suite(.database) struct `A night and its method` {
  @Test func `are of the same day, also when taken up again`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    let migrate = try await database.open(as: .migrate)
    #expect(try await method("first", since: days(-9), []).load(migrate))
    let nights = try Nights(database)
    await #expect(throws: Killed.self) {
      try await nights.run { step, isCommitted in
        if step == .claim, isCommitted { throw Killed() }
      }
    }
    let second = try method(
      "second", since: World.today, [("pay.floor,700000", "pay.floor,600000")])
    #expect(try await second.load(migrate))
    try await nights.run()
    try await nights.run(on: days(1))
    let connection = try await database.open()
    var used: [String] = []
    for run in try await Run.latest(2, connection) {
      used.append(run.method)
      let method = try Snapshot(decoding: try #require(try await run.snapshot(connection))).method
      #expect(method.version == run.method)
      #expect(method.payFloor == (run.method == "first" ? 700_000 : 600_000))
    }
    #expect(used == ["second", "first"])
  }

  @Test func `tell of each position without a match what would help it most`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let report = try await Nights(database).run()
    let summary = try #require(report.runs.first)
    let connection = try await database.open()
    let run = try #require(try await Run.latest(1, connection).first)
    let matcher = Matcher(
      try Snapshot(decoding: try #require(try await run.snapshot(connection))))
    let starving = try await matcher.lists().filter { $0.matches.isEmpty }.map(\.position)
    #expect(summary.starving.map(\.position).sorted() == starving)
    #expect(summary.starving.contains { $0.gain > 0 })
    for entry in summary.starving {
      let best = try matcher.whatIf(position: entry.position, limit: 0).best
      #expect(entry.gain == best?.morePassing ?? 0)
      #expect(entry.relaxation == best?.relaxation)
    }
    #expect(try await Starving.read(of: run, connection) == summary.starving)
  }
}
