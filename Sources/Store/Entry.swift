package import Exchange
package import Postgres

/// One row entered by hand: read, checked and merged as the only line of an import file would be.
package struct Entry: Sendable {
  /// What it is.
  package let kind: ImportKind
  /// What is told, by canonical column; a column that is not there is empty.
  package private(set) var cells: [String: String]

  /// What an entry did.
  package struct Entered: Sendable {
    /// The id of the row.
    package let id: String
    /// Whether it was new, changed or stood so already.
    package let outcome: Outcome
    /// What an import says of it.
    package let report: ImportReport
  }

  /// What became of the row.
  package enum Outcome: String, Sendable {
    case new
    case updated
    case unchanged
  }

  /// An entry of some kind.
  package init(_ kind: ImportKind, _ cells: [String: String] = [:]) {
    self.kind = kind
    self.cells = cells
  }

  /// The value of a column; nil or empty when it is not told.
  package subscript(column: String) -> String? {
    get { cells[column] }
    set { cells[column] = newValue }
  }

  /// The row as a file of one line.
  private var file: [UInt8] {
    let columns = kind.columns.map(\.name)
    var writer = CSVWriter()
    writer.write(columns)
    writer.write(columns.map { cells[$0] ?? "" })
    return writer.take()
  }

  /// Everything that is wrong with the row, without looking at the database again.
  package func issues(_ checks: ImportChecks) throws -> [ImportIssue] {
    switch kind {
    case .companies: try issues(StagedCompanies(checks))
    case .positions: try issues(StagedPositions(checks))
    case .candidates: try issues(StagedCandidates(checks))
    case .trainings: try issues(StagedTrainings(checks))
    // Found when the row is taken in; by hand contacts go through ContactEdit.
    case .contacts: []
    }
  }

  private func issues<Staged: StagedRows>(_ staged: Staged) throws -> [ImportIssue] {
    var staged = staged
    var reader = ImportReader<Staged.Row>()
    reader.append(file)
    reader.finish()
    switch try reader.next() {
    case .row(let row, let line, _): return staged.add(row, line: Int32(line))
    case .rejected(let row): return row.issues
    case nil: return []
    }
  }

  /// Takes the row in.
  ///
  /// Fails, and changes nothing, with everything that is wrong with it.
  package func enter(
    _ checks: ImportChecks, isDryRun: Bool = false, _ connection: Connection
  ) async throws -> Entered {
    var rest: [UInt8]? = file
    let report = try await Importer(connection, checks: checks, isDryRun: isDryRun).run(kind) {
      defer { rest = nil }
      return rest
    }
    if let row = report.rejected.first { throw EntryRefusal(issues: row.issues) }
    guard let id = report.firstID else {
      throw StoreError(.data, "nothing was told", hint: "fill at least the columns that are needed")
    }
    return Entered(
      id: id,
      outcome: report.new > 0 ? .new : report.updated > 0 ? .updated : .unchanged, report: report)
  }

  /// A row as it stands, to be changed and entered again; found by its id, or by the reference its
  /// owner gave it.
  ///
  /// Entering it unchanged changes nothing.
  package static func standing(
    _ kind: ImportKind, _ name: String, _ connection: Connection
  ) async throws -> (id: String, entry: Entry) {
    let noun = kind.noun
    let rows = try await connection.rows(try query("entry-\(noun)", name)).decode(
      as: (String, String).self)
    let found = try Directory.only(rows, name: name, kind: noun, id: \.0)
    var entry = Entry(kind)
    if case .object(let members) = try JSON(reading: Array(found.1.utf8)) {
      for member in members { entry[member.key] = member.value.text }
    }
    return (found.0, entry)
  }
}

/// Why a row that was entered by hand is not taken in.
package struct EntryRefusal: Error, Sendable {
  /// At least one.
  package let issues: [ImportIssue]
}

extension ImportKind {
  /// One of them, as commands call it.
  package var noun: String {
    switch self {
    case .companies: "company"
    case .positions: "position"
    case .candidates: "candidate"
    case .trainings: "training"
    case .contacts: "contact"
    }
  }
}
