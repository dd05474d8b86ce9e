package import Exchange
package import Postgres
import Programme

/// What an import did with a file.
package struct ImportReport: Sendable {
  /// Rows that were not there before, that changed, and that stand as they were.
  package var new = 0
  package var updated = 0
  package var unchanged = 0
  /// Refused rows, with everything that is wrong with each.
  package var rejected: [(line: Int, issues: [ImportIssue])] = []
  /// The refused rows as a file to correct and import again; empty when there is none.
  package var rejects: [UInt8] = []
  /// What the header says that is passed over.
  package var warnings: [String] = []
  /// Candidates that stay out of everything because no consent to matching is recorded.
  package var withoutConsent = 0
  /// Communes given by a code that was merged into another.
  package var mergedCommunes = 0
  /// Positions without occupation whose title told one; marked as inferred where they changed.
  package var inferredOccupations = 0
  /// Candidates that were erased and have not agreed since: passed over, and nothing of them kept.
  package var erased = 0
  /// Positions that ask a required language without a reason tied to the job; it counts as wished.
  package var wishedLanguages = 0
  /// New and changed positions that nobody sees before a person decides about what was flagged.
  package var held = 0
  /// The id of the first row that was taken in, whether it changed or not.
  package var firstID: String?
}

/// Imports one file in one transaction: the good rows go in, the bad ones come back with reasons.
package struct Importer {
  private let connection: Connection
  private let checks: ImportChecks
  private let isDryRun: Bool
  private let progress: (Int) -> Void

  /// An importer with what rows are checked against.
  ///
  /// - `isDryRun`: everything happens, and is then rolled back.
  /// - `progress`: is told now and then how many rows were read.
  package init(
    _ connection: Connection, checks: ImportChecks, isDryRun: Bool = false,
    progress: @escaping (Int) -> Void = { _ in }
  ) {
    self.connection = connection
    self.checks = checks
    self.isDryRun = isDryRun
    self.progress = progress
  }

  /// Imports a file of companies, positions, candidates, trainings or contacts.
  ///
  /// Fails without taking in anything when the file cannot be read or its header is refused.
  package func run(_ kind: ImportKind, file: String) async throws -> ImportReport {
    let reader = try FileReader(file)
    return try await run(kind) { () throws in try reader.next() }
  }

  /// Imports a file from its chunks, which are asked for until there is none.
  package func run(
    _ kind: ImportKind, next: () throws -> [UInt8]?
  ) async throws -> ImportReport {
    switch kind {
    case .companies: try await run(StagedCompanies(checks), next)
    case .positions: try await run(StagedPositions(checks), next)
    case .candidates: try await run(StagedCandidates(checks), next)
    case .trainings: try await run(StagedTrainings(checks), next)
    case .contacts:
      try await run(
        StagedContacts(try await ScopeDirectory.read(checks.gazetteer, connection)), next)
    }
  }

  private struct RolledBack: Error { let report: ImportReport }

  private func run<Staged: StagedRows>(
    _ staged: Staged, _ next: () throws -> [UInt8]?
  ) async throws -> ImportReport {
    do {
      return try await connection.withTransaction { connection in
        let report = try await take(in: staged, from: next, connection)
        if isDryRun { throw RolledBack(report: report) }
        return report
      }
    } catch let dryRun as RolledBack {
      return dryRun.report
    }
  }

  /// How many rows are handed to the server at once.
  private static var batch: Int { 5_000 }

  private func take<Staged: StagedRows>(
    in initial: Staged, from next: () throws -> [UInt8]?, _ connection: Connection
  ) async throws -> ImportReport {
    var staged = initial
    var reader = ImportReader<Staged.Row>()
    var report = ImportReport()
    var rejects: Rejects?
    var lineOfKey: [String: Int] = [:]
    var pending = 0
    var read = 0

    // Two imports at once would refuse each other's rows half-way; the second one waits.
    try await connection.run("select pg_advisory_xact_lock(7956003944987259762)")
    try await connection.run("select set_config('vivier.day', \(checks.day.description), true)")
    try await connection.script(Staged.tables)
    var isFinished = false
    while !isFinished {
      if let chunk = try next() {
        reader.append(chunk)
      } else {
        reader.finish()
        isFinished = true
      }
      while let item = try reader.next() {
        if rejects == nil, let header = reader.header {
          rejects = Rejects(header: header, separator: reader.separator)
          report.warnings = header.warnings
        }
        read += 1
        if read.isMultiple(of: 1_000) { progress(read) }
        switch item {
        case .rejected(let row): note(row, &report, &rejects)
        case .row(let row, let line, let cells):
          var issues: [ImportIssue] = []
          if let earlier = lineOfKey[row.key] {
            issues = [
              ImportIssue(
                column: Staged.keyColumn, columnNumber: nil, kind: .contradiction,
                reason: "line \(earlier) has the same key", hint: "keep one of the two lines")
            ]
          } else {
            issues = staged.add(row, line: Int32(line))
          }
          guard issues.isEmpty else {
            note(RejectedRow(line: line, cells: cells, issues: issues), &report, &rejects)
            continue
          }
          lineOfKey[row.key] = line
          pending += 1
          if pending == Self.batch {
            try await staged.flush(connection)
            pending = 0
          }
        }
      }
    }
    try await staged.flush(connection)
    try await connection.script(try script("Import/\(Staged.Row.kind.rawValue)"))
    let outcomes = try await connection.rows(
      "select outcome, count(*) from merging group by outcome"
    )
    .decode(as: (String, Int64).self)
    for (outcome, count) in outcomes {
      switch outcome {
      case "new": report.new = Int(count)
      case "updated": report.updated = Int(count)
      default: report.unchanged = Int(count)
      }
    }
    report.erased =
      lineOfKey.count - report.new - report.updated - report.unchanged
    report.firstID = try await connection.oneOrNone(
      "select id from merging order by line limit 1", as: String.self)
    report.withoutConsent = try await Staged.countWithoutConsent(on: checks.day, connection)
    report.mergedCommunes = staged.mergedCommunes
    report.inferredOccupations = staged.inferredOccupations
    report.wishedLanguages = staged.wishedLanguages
    report.held = try await Staged.held(connection)
    if !report.rejected.isEmpty { report.rejects = rejects?.take() ?? [] }
    return report
  }

  private func note(_ row: RejectedRow, _ report: inout ImportReport, _ rejects: inout Rejects?) {
    report.rejected.append((line: row.line, issues: row.issues))
    rejects?.write(row)
  }
}

/// Rows of one kind on their way to the server: resolved against the reference data, then staged.
protocol StagedRows {
  associatedtype Row: ImportRow
  /// The statements that make the temporary tables.
  static var tables: String { get }
  /// The column that a doubled key is reported at.
  static var keyColumn: String { get }
  /// How many of the merged rows are without a consent to matching on a day.
  static func countWithoutConsent(on day: Day, _ connection: Connection) async throws -> Int
  /// How many communes were given by a merged code.
  var mergedCommunes: Int { get }
  /// How many occupations were inferred from titles.
  var inferredOccupations: Int { get }
  /// How many rows ask a language that counts as wished for want of a reason.
  var wishedLanguages: Int { get }
  /// How many of the merged rows are held until a person decides.
  static func held(_ connection: Connection) async throws -> Int
  /// Resolves a row; what does not resolve is returned, and nothing of the row is kept then.
  mutating func add(_ row: Row, line: Int32) -> [ImportIssue]
  /// Hands over what was added since the last time.
  mutating func flush(_ connection: Connection) async throws
}

extension StagedRows {
  var mergedCommunes: Int { 0 }
  static func countWithoutConsent(on day: Day, _ connection: Connection) async throws -> Int { 0 }
  var inferredOccupations: Int { 0 }
  var wishedLanguages: Int { 0 }
  static func held(_ connection: Connection) async throws -> Int { 0 }
}
