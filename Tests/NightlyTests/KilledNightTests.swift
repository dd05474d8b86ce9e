import Foundation
import Postgres
import Programme
import Store
import TestSupport
import Testing

@testable import Nightly

@Suite(.database) struct `A night that is killed` {
  private enum Point: Sendable, CustomStringConvertible {
    case step(Step, isCommitted: Bool)
    case arrow(String, message: Int)

    var description: String {
      switch self {
      case .step(let step, let isCommitted): "\(step.word) \(isCommitted ? "committed" : "done")"
      case .arrow(let arrow, let message): "\(arrow) of message \(message)"
      }
    }

    static let all: [Point] =
      [.step(.claim, isCommitted: true)]
      + Step.allCases.dropFirst().flatMap {
        [.step($0, isCommitted: false), .step($0, isCommitted: true)]
      }
      + ["claimed", "sending", "committing", "handed over", "sent"].flatMap {
        [.arrow($0, message: 1), .arrow($0, message: 3)]
      }
  }

  private actor Count {
    private(set) var value = 0
    func next() -> Int {
      value += 1
      return value
    }
  }

  @Test func `anywhere ends as an undisturbed one, in another database too`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    let undisturbed = try Nights(database)
    try await undisturbed.run()
    try await undisturbed.deliver()
    let fingerprint = try await undisturbed.fingerprint()
    let files = undisturbed.files
    try #require(files.count > 6)

    for point in Point.all {
      try await TestDatabase.withAnother { other in
        try await other.takeWorld()
        let nights = try Nights(other)
        let hits = Count()
        await #expect(throws: Killed.self, "never came to: \(point)") {
          try await nights.run { step, isCommitted in
            if case .step(step, isCommitted) = point { throw Killed() }
          }
          try await nights.deliver { arrow in
            guard case .arrow(arrow, let message) = point else { return }
            if await hits.next() == message { throw Killed() }
          }
        }
        try await nights.run()
        try await nights.deliver()
        #expect(try await nights.fingerprint() == fingerprint, "\(point)")
        #expect(nights.files == files, "\(point)")
      }
    }
  }

  @Test(arguments: [Step.snapshot, .record, .compose])
  func `by the end of its server process goes on from the last commit`(step: Step) async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    let nights = try Nights(database)
    await #expect(throws: PostgresError.self) {
      try await nights.run { now, isCommitted in
        guard now == step, !isCommitted else { return }
        let superuser = try await database.open(as: .superuser)
        try await superuser.run(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'night of a test' and datname = current_database()
          """)
      }
    }
    let report = try await nights.run()
    #expect(report.runs.map(\.wasInterrupted) == [true])
    try await nights.deliver()
    let fingerprint = try await nights.fingerprint()
    try await TestDatabase.withAnother { other in
      try await other.takeWorld()
      let undisturbed = try Nights(other)
      try await undisturbed.run()
      try await undisturbed.deliver()
      #expect(try await undisturbed.fingerprint() == fingerprint)
    }
  }

  @Test func `and begun again for another territory finishes what it had begun`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    let nights = try Nights(database)
    await #expect(throws: Killed.self) {
      try await nights.run(territories: ["ti-9305"]) { step, _ in
        if step == .allocate { throw Killed() }
      }
    }
    let report = try await nights.run(territories: ["ti-2402"])
    #expect(report.runs.map(\.territories) == [["ti-9305"], ["ti-2402"]])
    #expect(report.runs.map(\.wasInterrupted) == [true, false])
  }
}

@Suite(.database) struct `Two nights at once` {
  @Test func `are one: the second is told at once who is at work`() async throws {
    let database = try TestDatabase.current
    var options = database.options()
    options.applicationName = "vivier nightly, process 7 on atelier"
    let lock = try await RunLock(.nightly, on: try await Connection.open(options))
    let start = ContinuousClock.now
    let error = await #expect(throws: StoreError.self) {
      _ = try await RunLock(.nightly, on: try await database.open()).release()
    }
    #expect(ContinuousClock.now - start < .seconds(1))
    #expect(error?.kind == .busy)
    #expect(error?.what.contains("vivier nightly, process 7 on atelier") == true)
    // A delivery is another matter.
    try await RunLock(.delivery, on: try await database.open()).release()
    lock.release()
  }
}
