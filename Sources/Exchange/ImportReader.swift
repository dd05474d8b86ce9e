import Programme

/// A row of an import file: understood, or refused with its reasons.
package enum ImportItem<Row: ImportRow>: Sendable {
  case row(Row, line: Int, cells: [String])
  case rejected(RejectedRow)
}

/// A row that is not taken in, with everything that is wrong with it.
package struct RejectedRow: Sendable {
  /// The line it begins on, counted from 1.
  package let line: Int
  /// Its cells, as far as they could be read.
  package let cells: [String]
  /// Its bytes as they stood in the file.
  package let raw: [UInt8]
  /// At least one.
  package let issues: [ImportIssue]

  /// A row that was understood and is refused all the same, for what only the reader's owner knows.
  package init(line: Int, cells: [String], raw: [UInt8] = [], issues: [ImportIssue]) {
    self.line = line
    self.cells = cells
    self.raw = raw
    self.issues = issues
  }
}

/// Reads an import file from chunks of bytes, row by row, in bounded memory.
///
/// A bad row is handed out with its reasons and costs no other; a bad header refuses the file.
package struct ImportReader<Row: ImportRow>: Sendable {
  private var reader = CSVReader()
  private var isFinished = false
  /// The header, once the first line was read.
  package private(set) var header: ImportHeader?

  /// Makes a reader that has seen nothing.
  package init() {}

  /// The byte between cells.
  package var separator: UInt8 { reader.separator }

  /// Adds the next bytes of the file.
  package mutating func append(_ bytes: some Collection<UInt8>) { reader.append(bytes) }

  /// Says that no more bytes will come.
  package mutating func finish() {
    isFinished = true
    reader.finish()
  }

  /// The next row; nil when more bytes are needed, or at the end once `finish()` was called.
  package mutating func next() throws(ImportError) -> ImportItem<Row>? {
    while true {
      let record: CSVRecord?
      do {
        record = try reader.next()
      } catch {
        throw .encoding(error.description)
      }
      guard let record else {
        if isFinished && header == nil { throw .empty }
        return nil
      }
      guard let header else {
        header = try read(header: record)
        continue
      }
      if let problem = record.problem {
        return .rejected(reject(record, [issue(problem, header)]))
      }
      var cells = RowReader(header: header, cells: record.cells)
      if cells.isBlank { continue }
      if let row = Row(&cells), cells.issues.isEmpty {
        return .row(row, line: record.line, cells: record.cells)
      }
      return .rejected(reject(record, cells.issues))
    }
  }

  private func read(header record: CSVRecord) throws(ImportError) -> ImportHeader {
    if let problem = record.problem {
      throw problem.kind == .encoding
        ? .encoding(problem.description)
        : .header([
          ImportIssue(
            column: "header", columnNumber: problem.column, kind: .structure,
            reason: problem.reason)
        ])
    }
    return try ImportHeader(Row.kind, record.cells)
  }

  private func issue(_ problem: CSVProblem, _ header: ImportHeader) -> ImportIssue {
    let index = problem.column - 1
    return ImportIssue(
      column: header.titles.indices.contains(index)
        ? shortened(header.titles[index]) : "column \(problem.column)",
      columnNumber: problem.column, kind: .structure, reason: problem.reason)
  }

  private func reject(_ record: CSVRecord, _ issues: [ImportIssue]) -> RejectedRow {
    RejectedRow(line: record.line, cells: record.cells, raw: record.raw, issues: issues)
  }
}
