/// Reads CSV from chunks of bytes, in memory bounded by the longest record allowed.
///
/// Separator (`,` `;` or tab) is found in the first line. A byte order mark, CRLF, blank lines and
/// RFC 4180 quotes with line breaks inside are understood. An unsound record is handed out with its
/// problem, and reading goes on: at the next line of the file when its quotes or its number of cells
/// are wrong, since an open quote may have swallowed sound lines.
///
/// ```swift
/// var reader = CSVReader()
/// while let chunk = nextChunk() {
///   reader.append(chunk)
///   while let record = try reader.next() { use(record) }
/// }
/// reader.finish()
/// while let record = try reader.next() { use(record) }
/// ```
package struct CSVReader: Sendable {
  /// The largest sizes accepted.
  package struct Limits: Sendable {
    /// Bytes of one cell.
    package var cell = 65_536
    /// Bytes of one record.
    package var record = 1_048_576
    /// Cells of one record.
    package var columns = 256

    /// The limits of the import files.
    package init() {}
  }

  private enum State { case cellStart, bare, quoted, quoteInQuoted }

  private let limits: Limits
  private var buffer: [UInt8] = []
  private var isFinished = false
  private var isStarted = false
  /// The record being scanned begins here; the buffer keeps nothing older.
  private var start = 0
  private var scan = 0
  private var cell = 0
  private var column = 1
  private var state = State.cellStart
  private var line = 1
  /// Line breaks scanned since `start`.
  private var breaks = 0
  /// What broke the record, while the end of its first line is awaited.
  private var broken: CSVProblem?
  /// Inside a record over the limit, whose rest is thrown away.
  private var isSkipping = false

  /// The byte between cells, known once the first record is handed out.
  package private(set) var separator = UInt8(ascii: ",")
  /// The number of cells of the first record; later ones must agree.
  package private(set) var columns: Int?

  /// Makes a reader that has seen nothing.
  package init(limits: Limits = Limits()) { self.limits = limits }

  /// All records of a text held in memory.
  package static func records(_ bytes: [UInt8]) throws(CSVError) -> [CSVRecord] {
    var reader = CSVReader()
    reader.append(bytes)
    reader.finish()
    var records: [CSVRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  /// Adds the next bytes of the file.
  package mutating func append(_ bytes: some Collection<UInt8>) {
    if start > 0 {
      buffer.removeSubrange(..<start)
      scan -= start
      cell -= start
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// Says that no more bytes will come.
  package mutating func finish() { isFinished = true }

  /// The next record; nil when more bytes are needed, or at the end once `finish()` was called.
  package mutating func next() throws(CSVError) -> CSVRecord? {
    if !isStarted {
      guard try begin() else { return nil }
    }
    while true {
      if isSkipping {
        guard skipLine() else { return nil }
      }
      if let broken { return breakOff(broken) }
      guard let end = scanRecord() else { return nil }
      switch end {
      case .complete(let next):
        if let record = take(upTo: next) { return record }
      case .broken(let kind):
        broken = CSVProblem(kind: kind, line: line, column: column)
      }
    }
  }

  // MARK: The first bytes

  /// Finds the encoding and the separator; false when the first line is not there yet.
  private mutating func begin() throws(CSVError) -> Bool {
    let lineEnd = buffer.firstIndex(of: 0x0A)
    guard lineEnd != nil || isFinished || buffer.count > limits.record else { return false }
    let head = buffer.prefix(4)
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
      || (head.count == 4 && (head[0] == 0) != (head[1] == 0) && (head[2] == 0) != (head[3] == 0))
    {
      throw .utf16
    }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in buffer[start..<(lineEnd ?? buffer.count)] {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    for candidate in [UInt8(ascii: ";"), 0x09]
    where counts[candidate, default: 0] > counts[separator, default: 0] {
      separator = candidate
    }
    scan = start
    cell = start
    isStarted = true
    return true
  }

  // MARK: Finding the end of a record

  private enum End {
    /// The record is whole; the next one begins there.
    case complete(next: Int)
    case broken(CSVProblem.Kind)
  }

  /// Scans on from where the last chunk ended; nil when the record's end is not there yet.
  private mutating func scanRecord() -> End? {
    let bytes = buffer
    let separator = separator
    var index = scan
    var state = state
    while index < bytes.count {
      let byte = bytes[index]
      switch state {
      case .cellStart, .bare:
        if byte == separator {
          state = .cellStart
          cell = index + 1
          column += 1
        } else if byte == 0x0A {
          breaks += 1
          self.state = .cellStart
          scan = index + 1
          return .complete(next: index + 1)
        } else if state == .cellStart && byte == UInt8(ascii: "\"") {
          state = .quoted
        } else {
          state = .bare
        }
      case .quoted:
        if byte == UInt8(ascii: "\"") {
          state = .quoteInQuoted
        } else if byte == 0x0A {
          breaks += 1
        }
      case .quoteInQuoted:
        if byte == UInt8(ascii: "\"") {
          state = .quoted
        } else if byte == separator {
          state = .cellStart
          cell = index + 1
          column += 1
        } else if byte == 0x0A {
          breaks += 1
          self.state = .cellStart
          scan = index + 1
          return .complete(next: index + 1)
        } else if byte != 0x0D {
          return .broken(.textAfterQuote)
        }
      }
      index += 1
      if index - cell > limits.cell {
        return .broken(state == .quoted ? .openQuote : .cellTooLong(limit: limits.cell))
      }
      if index - start > limits.record {
        return .broken(state == .quoted ? .openQuote : .recordTooLong(limit: limits.record))
      }
    }
    scan = index
    self.state = state
    guard isFinished, start < bytes.count else { return nil }
    if state == .quoted { return .broken(.openQuote) }
    return .complete(next: bytes.count)
  }

  /// Hands out the record that ends before `next`; nil for a blank line or a record to break off.
  private mutating func take(upTo next: Int) -> CSVRecord? {
    let range = lineContent(from: start, upTo: next)
    if range.isEmpty {
      line += breaks
      restart(at: next)
      return nil
    }
    let parsed = parse(range)
    var problem = parsed.problem
    if problem == nil, let columns, parsed.cells.count != columns {
      // Spreadsheets add empty cells at the end of some lines; they say nothing.
      let extra = parsed.cells.dropFirst(columns)
      if extra.isEmpty || extra.contains(where: { !$0.isEmpty }) {
        problem = CSVProblem(
          kind: .columnCount(expected: columns, found: parsed.cells.count), line: line,
          column: min(columns, parsed.cells.count))
      }
    }
    if let problem, breaks > 1, problem.kind != .encoding, problem.kind != .nul {
      broken = problem
      return nil
    }
    var cells = parsed.cells
    if let columns, problem == nil, cells.count > columns {
      cells.removeLast(cells.count - columns)
    }
    let record = CSVRecord(line: line, cells: cells, raw: Array(buffer[range]), problem: problem)
    if columns == nil { columns = cells.count }
    line += breaks
    restart(at: next)
    return record
  }

  /// Gives up the record at the end of its first line, to go on with the line after; nil while that
  /// end is not there yet.
  private mutating func breakOff(_ problem: CSVProblem) -> CSVRecord? {
    // Without a line break so far there is none before where scanning stopped.
    let lineEnd = buffer[(breaks > 0 ? start : scan)...].firstIndex(of: 0x0A)
    let length = (lineEnd ?? buffer.count) - start
    if length > limits.record {
      // The rest of this line may still be gigabytes away: drop what is here and skip the rest.
      broken = nil
      isSkipping = true
      return CSVRecord(line: line, cells: [], raw: [], problem: problem)
    }
    guard lineEnd != nil || isFinished else {
      scan = buffer.count
      return nil
    }
    let next = lineEnd.map { $0 + 1 } ?? buffer.count
    let range = lineContent(from: start, upTo: next)
    let record = CSVRecord(
      line: line, cells: length > limits.cell ? [] : parse(range).cells,
      raw: Array(buffer[range]), problem: problem)
    if columns == nil { columns = record.cells.count }
    line += 1
    restart(at: next)
    return record
  }

  /// Drops bytes up to the next line; false when its beginning is not there yet.
  private mutating func skipLine() -> Bool {
    guard let lineEnd = buffer[start...].firstIndex(of: 0x0A) else {
      restart(at: buffer.count)
      return false
    }
    isSkipping = false
    line += 1
    restart(at: lineEnd + 1)
    return true
  }

  private mutating func restart(at index: Int) {
    start = index
    scan = index
    cell = index
    column = 1
    breaks = 0
    state = .cellStart
    broken = nil
  }

  /// The bytes of a line or record without LF or CRLF.
  private func lineContent(from start: Int, upTo next: Int) -> Range<Int> {
    var end = next
    if end > start && buffer[end - 1] == 0x0A { end -= 1 }
    if end > start && buffer[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  // MARK: Cutting a record into cells

  /// The cells between two line ends; a quote left open takes the rest.
  private func parse(_ range: Range<Int>) -> (cells: [String], problem: CSVProblem?) {
    var cells: [String] = []
    cells.reserveCapacity(columns ?? 16)
    var problem: CSVProblem?
    var index = range.lowerBound
    while true {
      var cellEnd = index
      var text: String?
      var slice: ArraySlice<UInt8>
      if index < range.upperBound && buffer[index] == UInt8(ascii: "\"") {
        var unquoted: [UInt8] = []
        var from = index + 1
        cellEnd = from
        while cellEnd < range.upperBound {
          if buffer[cellEnd] == UInt8(ascii: "\"") {
            unquoted += buffer[from..<cellEnd]
            from = cellEnd + 1
            guard from < range.upperBound && buffer[from] == UInt8(ascii: "\"") else { break }
            cellEnd += 1  // The second of two quotes stays in the text.
          }
          cellEnd += 1
        }
        if cellEnd >= range.upperBound && from < range.upperBound {
          unquoted += buffer[from..<range.upperBound]
        }
        cellEnd = min(cellEnd + 1, range.upperBound)
        // Only an unsound record has anything here.
        while cellEnd < range.upperBound && buffer[cellEnd] != separator {
          unquoted.append(buffer[cellEnd])
          cellEnd += 1
        }
        slice = unquoted[...]
      } else {
        while cellEnd < range.upperBound && buffer[cellEnd] != separator { cellEnd += 1 }
        slice = buffer[index..<cellEnd]
      }
      text = String(validating: slice, as: UTF8.self)
      if text == nil && problem == nil {
        problem = CSVProblem(kind: .encoding, line: line, column: cells.count + 1)
      }
      if slice.contains(0) {
        if problem == nil {
          problem = CSVProblem(kind: .nul, line: line, column: cells.count + 1)
        }
        slice = slice.filter { $0 != 0 }[...]
        text = String(validating: slice, as: UTF8.self)
      }
      cells.append(text ?? windows1252(slice))
      guard cellEnd < range.upperBound else { break }
      index = cellEnd + 1
      if cells.count >= limits.columns {
        problem = CSVProblem(
          kind: .tooManyColumns(limit: limits.columns), line: line, column: cells.count + 1)
        break
      }
    }
    return (cells, problem)
  }
}

/// Bytes read as Windows-1252, so that a person can recognise and correct a refused cell.
private func windows1252(_ bytes: ArraySlice<UInt8>) -> String {
  let upper: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
  let units = bytes.map { (0x80...0x9F).contains($0) ? upper[Int($0) - 0x80] : UInt16($0) }
  return String(decoding: units, as: UTF16.self)
}
