import Programme

/// The keys read so far, by table: what later tables may refer to.
package struct ReferenceKeys: Sendable {
  fileprivate var keys: [String: Set<String>] = [:]

  /// Holds no key.
  package init() {}

  /// The number of rows read of a table.
  package func count(of table: ReferenceTable) -> Int { keys[table.id]?.count ?? 0 }

  /// Whether a table has a row of this key, its parts in the order of the key.
  package func contains(_ key: [String], in table: String) -> Bool {
    keys[table]?.contains(ReferenceKeys.joined(key)) ?? false
  }

  /// The parts of a key as one text; no cell holds the separator, since control characters are refused.
  fileprivate static func joined(_ parts: [String]) -> String {
    parts.count == 1 ? parts[0] : parts.joined(separator: "\u{1F}")
  }
}

/// Where and why a file of reference data is broken; nothing of it may be loaded.
package struct ReferenceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, below the folder of all reference data.
  package let path: String
  /// The line, counted from 1.
  package let line: Int
  /// The column's name; nil when the whole line is meant.
  package let column: String?
  /// What is wrong.
  package let reason: String

  /// File, line, column and reason.
  package var description: String {
    "\(path): line \(line)" + (column.map { ", column \($0)" } ?? "") + ": " + reason
  }
}

/// Reads one file of reference data from chunks of bytes and checks each cell, the key and every
/// reference; the first mistake ends it.
package struct ReferenceReader: Sendable {
  /// The table the file must be.
  package let table: ReferenceTable
  /// The keys of the tables read before, and of this one as far as it was read.
  package private(set) var keys: ReferenceKeys
  private var reader = CSVReader()
  private var isFinished = false
  private var hasHeader = false
  private var lastLine = 1
  private var own: Set<String> = []
  private let keyColumns: [Int]
  private let references: [(columns: [Int], table: String)]
  /// References of the table to itself whose row has not been seen yet, with the line that names it.
  private var awaited: [String: Int] = [:]

  /// Begins a file; `keys` holds what the tables it refers to were found to contain.
  package init(_ table: ReferenceTable, keys: ReferenceKeys) {
    self.table = table
    self.keys = keys
    keyColumns = table.columns.indices.filter { table.key.contains(table.columns[$0].name) }
    references = table.references
  }

  /// Adds the next bytes of the file.
  package mutating func append(_ bytes: some Collection<UInt8>) { reader.append(bytes) }

  /// Says that no more bytes will come.
  package mutating func finish() {
    isFinished = true
    reader.finish()
  }

  /// The next row, its cells in the order of the columns and nil where they are empty.
  ///
  /// Nil when more bytes are needed, or at the end once `finish()` was called.
  package mutating func next() throws(ReferenceError) -> [String?]? {
    while true {
      let record: CSVRecord?
      do {
        record = try reader.next()
      } catch {
        throw broken(1, nil, error.description)
      }
      guard let record else {
        if isFinished { try close() }
        return nil
      }
      lastLine = record.line
      if let problem = record.problem {
        let index = problem.column - 1
        throw broken(
          record.line, table.columns.indices.contains(index) ? index : nil, problem.reason)
      }
      if hasHeader { return try check(record) }
      guard record.cells == table.columns.map(\.name) else {
        throw broken(
          1, nil, "the header must be " + table.columns.map(\.name).joined(separator: ","))
      }
      hasHeader = true
    }
  }

  private mutating func check(_ record: CSVRecord) throws(ReferenceError) -> [String?] {
    var row: [String?] = []
    row.reserveCapacity(record.cells.count)
    for (index, cell) in record.cells.enumerated() {
      let column = table.columns[index]
      guard !cell.isEmpty else {
        guard column.isOptional else { throw broken(record.line, index, "the cell is empty") }
        row.append(nil)
        continue
      }
      if let expected = mistake(cell, column.kind) {
        throw broken(record.line, index, "expected " + expected)
      }
      row.append(cell)
    }
    let key = ReferenceKeys.joined(keyColumns.map { record.cells[$0] })
    guard own.insert(key).inserted else {
      throw broken(record.line, keyColumns.first, "an earlier line has the same key")
    }
    if !awaited.isEmpty { awaited[key] = nil }
    for (columns, target) in references where !columns.contains(where: { row[$0] == nil }) {
      let named = ReferenceKeys.joined(columns.map { record.cells[$0] })
      if target == table.id {
        if !own.contains(named), awaited[named] == nil { awaited[named] = record.line }
      } else if keys.keys[target]?.contains(named) != true {
        throw broken(record.line, columns.last, "no such row in \(target)")
      }
    }
    return row
  }

  /// Checks what only the whole file can tell, and makes its keys known to later tables.
  private mutating func close() throws(ReferenceError) {
    guard hasHeader else { throw broken(1, nil, "the file is empty") }
    if let line = awaited.values.min() {
      let column = references.first { $0.table == table.id }?.columns.last
      throw broken(line, column, "no such row in this file")
    }
    keys.keys[table.id] = own
  }

  private func broken(_ line: Int, _ column: Int?, _ reason: String) -> ReferenceError {
    ReferenceError(
      path: table.path, line: line, column: column.map { table.columns[$0].name }, reason: reason)
  }
}

/// What a cell should have been; nil when it is right.
private func mistake(_ cell: String, _ kind: ReferenceTable.Kind) -> String? {
  switch kind {
  case .text:
    let isPlain = cell.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    return isPlain && trimmed(cell).utf8.count == cell.utf8.count
      ? nil : "one line of text without spaces around it"
  case .integer(let range):
    guard let number = Int(cell), range.contains(number), String(number) == cell else {
      return "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
    return nil
  case .decimal(let range):
    let isPlain = cell.utf8.allSatisfy { $0 == 0x2D || $0 == 0x2E || ($0 >= 0x30 && $0 <= 0x39) }
    guard isPlain, let number = Double(cell), range.contains(number) else {
      return "a number from \(range.lowerBound) to \(range.upperBound), with a decimal point"
    }
    return nil
  case .date:
    guard let day = try? Day(cell), day.description == cell else { return "a date, 2026-11-21" }
    return nil
  case .flag: return cell == "0" || cell == "1" ? nil : "0 or 1"
  case .choice(let words):
    return words.contains(cell) ? nil : "one of " + words.joined(separator: ", ")
  case .code(let code): return mistake(cell, code)
  case .codes(let code):
    for item in cell.split(separator: "|", omittingEmptySubsequences: false) {
      if let expected = mistake(String(item), code) { return expected + ", separated by |" }
    }
    return nil
  }
}

private func mistake(_ cell: String, _ code: ReferenceTable.Code) -> String? {
  switch code {
  case .siren: mistake(cell, SIREN.self)
  case .siret: mistake(cell, SIRET.self)
  case .uai: mistake(cell, UAI.self)
  case .certification: mistake(cell, CertificationCode.self)
  case .occupation: mistake(cell, OccupationCode.self)
  case .commune: mistake(cell, CommuneCode.self)
  case .postalCode: mistake(cell, PostalCode.self)
  case .department: mistake(cell, DepartmentCode.self)
  case .region: mistake(cell, RegionCode.self)
  case .territory: mistake(cell, TerritoryID.self)
  case .skill:
    (try? SkillCode(cell))?.code == cell ? nil : "an OGR number, or sf- and 10 hex digits"
  }
}

private func mistake<Code: Identifier>(_ cell: String, _: Code.Type) -> String? {
  do {
    return try Code(cell).text == cell ? nil : "the \(Code.name) in its canonical spelling"
  } catch {
    return error.expected
  }
}
