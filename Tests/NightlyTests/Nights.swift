import Exchange
import Foundation
import Glibc
import Logging
import Mail
import Nightly
import Postgres
import Programme
import Store
import TestSupport
import Vault

/// What stands for a kill: nothing of ours catches it.
struct Killed: Error {}

/// The nights and deliveries of one test, each on connections of its own like those of a process.
struct Nights: ~Copyable {
  let database: TestDatabase
  private let folder: TemporaryFolder
  /// What stands outside the database and is no mail: keys and the journal of erasures.
  private let vault: TemporaryFolder

  init(_ database: TestDatabase) throws {
    let folder = try TemporaryFolder()
    let vault = try TemporaryFolder()
    _ = unsafe mkdir(vault.path + "/keys", 0o700)
    self.database = database
    self.folder = folder
    self.vault = vault
  }

  /// What erases, with the copies in the folder of the test.
  var erasure: Erasure {
    let path = folder.path
    return Erasure(
      audit: AuditLog(keys: KeyFolder(vault.path + "/keys")),
      journal: ErasureJournal(vault.path + "/erasures")
    ) { copies in
      for copy in copies {
        try FolderCopies.remove(messageID: copy.messageID, in: "\(path)/\(copy.date)")
      }
    }
  }

  /// Every byte the test left outside the database.
  var everythingOutside: [Data] {
    [folder.path, vault.path].flatMap { root in
      (FileManager.default.enumerator(atPath: root)?.allObjects ?? []).compactMap {
        FileManager.default.contents(atPath: "\(root)/\($0)")
      }
    }
  }

  /// The clock of the machine: nothing that is compared may depend on it.
  private static let clock = NightClock(
    now: { Timestamp(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
    uptime: { Int64(ProcessInfo.processInfo.systemUptime * 1_000) })

  private static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private static func open(_ database: TestDatabase) async throws -> sending Connection {
    var options = database.options()
    options.applicationName = "night of a test"
    return try await Connection.open(options)
  }

  /// The lock, which a killed holder's server gives back within a moment.
  private static func lock(
    _ kind: RunLock.Kind, _ database: TestDatabase
  ) async throws -> RunLock {
    let deadline = ContinuousClock.now + .seconds(2)
    while true {
      do {
        return try await RunLock(kind, on: open(database))
      } catch let error as StoreError where error.kind == .busy {
        if ContinuousClock.now > deadline { throw error }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  /// A night, as `vivier nightly` runs it.
  @discardableResult
  func run(
    on day: Day = World.today, territories: [String] = [], isDryRun: Bool = false,
    links: LinkMaker? = nil, engine: Night.Engine = Night.Engine(),
    checkpoint: @escaping Night.Checkpoint = { _, _ in }
  ) async throws -> Night.Report {
    let lock = try await Self.lock(.nightly, database)
    var request = Night.Request()
    request.date = day
    request.territories = territories
    request.isDryRun = isDryRun
    request.links = links
    let night = Night(
      try await Self.open(database), reader: try await Self.open(database), clock: Self.clock,
      log: Self.log, database: database.name, erasure: erasure, engine: engine,
      checkpoint: checkpoint)
    let report = try await night.run(request)
    lock.release()
    return report
  }

  /// A delivery into the folder of the test, as `vivier deliver` runs it.
  @discardableResult
  func deliver(
    workers: Int = 1, links: LinkMaker? = nil, keepsFrequency: Bool = false,
    at instant: Timestamp? = nil,
    checkpoint: @escaping @Sendable (String) async throws -> Void = { _ in },
    through transport: (any Transport)? = nil
  ) async throws -> Delivery.Report {
    let lock = try await Self.lock(.delivery, database)
    let path = folder.path
    let database = database
    let delivery = Delivery(
      connect: { try await Self.open(database) },
      sender: Delivery.Sender(
        from: try Address(name: "Vivier", spec: "vivier@vivier.example"),
        replyTo: try Address(spec: "projet@vivier.example")),
      links: links,
      clock: instant.map { instant in NightClock(now: { instant }, uptime: { 0 }) } ?? Self.clock,
      log: Self.log, checkpoint: checkpoint
    ) { day in transport ?? FolderTransport(directory: "\(path)/\(day)", writesPages: true) }
    let report = try await delivery.run(
      isRepeatable: true, keepsFrequency: keepsFrequency, workers: workers)
    lock.release()
    return report
  }

  /// The fingerprint of a date.
  func fingerprint(on day: Day = World.today) async throws -> String {
    try await Run.fingerprint(of: day, database.open()).digest
  }

  /// Every file the deliveries left, by path below the folder.
  var files: [String: Data] {
    var files: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: folder.path)
    while let name = names?.nextObject() as? String {
      files[name] = FileManager.default.contents(atPath: folder.path + "/" + name)
    }
    return files
  }

  /// The messages among the files, by path.
  var messages: [String: String] {
    files.filter { $0.key.hasSuffix(".eml") }.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  /// How many messages are in a state.
  func count(_ state: String) async throws -> Int {
    Int(
      try await database.open().one(
        "select count(*) from mail.outbox where state = \(state)", as: Int64.self))
  }
}

extension TestDatabase {
  /// Two companies, three positions in two territories, four candidates who agreed to everything.
  func takeWorld() async throws {
    try await take(.companies, [World.company(1), World.company(2, ["commune": "28085"])])
    try await take(
      .positions,
      [
        World.position("A", of: 1), World.position("B", of: 1, ["commune": "28085"]),
        World.position("C", of: 2, ["commune": "28085"]),
      ])
    let areas = "territory:ti-9305|territory:ti-2402"
    try await take(
      .candidates,
      (1...4).map {
        World.candidate("Q\($0)", ["areas": areas, "min_pay": "\(28_000 + $0 * 500)"])
      })
  }
}
