import Programme

/// Reads the cells of one row into values and collects everything that is wrong with them.
package struct RowReader {
  private let header: ImportHeader
  private let cells: [String]
  /// What was found wrong so far.
  package private(set) var issues: [ImportIssue] = []

  /// Takes the cells of a record that has as many as the header.
  init(header: ImportHeader, cells: [String]) {
    self.header = header
    self.cells = cells
  }

  /// How a cell's text becomes a value.
  typealias Parser<Value> = (String) throws(InvalidIdentifier) -> Value

  /// The value of a cell; nil when it is empty or wrong, and then the issue is noted.
  mutating func value<Value>(_ column: String, _ parse: Parser<Value>) -> Value? {
    guard let text = cell(column) else { return nil }
    do {
      return try parse(text)
    } catch {
      note(column, error)
      return nil
    }
  }

  /// The values of a cell that holds a list separated by `|`, each once; empty when it is empty.
  mutating func list<Value: Hashable>(
    _ column: String, limit: Int = 100, _ parse: Parser<Value>
  ) -> [Value] {
    guard let text = cell(column) else { return [] }
    let items = split(text, at: "|").filter { !$0.isEmpty }
    guard items.count <= limit else {
      note(column, .range, "\(items.count) items in a list", hint: "at most \(limit)")
      return []
    }
    var values: [Value] = []
    for (index, item) in items.enumerated() {
      do {
        let value = try parse(item)
        if !values.contains(value) { values.append(value) }
      } catch {
        note(column, error, item: items.count > 1 ? index + 1 : nil)
      }
    }
    return values
  }

  /// A text of one line.
  mutating func text(_ column: String, limit: Int = 200) -> String? {
    value(column) { (text) throws(InvalidIdentifier) in try line(text, limit: limit) }
  }

  /// A number without decimals.
  mutating func integer(_ column: String, in range: ClosedRange<Int>) -> Int? {
    value(column) { (text) throws(InvalidIdentifier) in try number(text, in: range) }
  }

  /// A date between 1950 and 2100.
  mutating func day(_ column: String) -> Day? { value(column, plausibleDay) }

  /// Whether the row says nothing at all, as lines below a table often do.
  var isBlank: Bool { cells.allSatisfy { trimmed($0).isEmpty } }

  /// Notes that cells contradict each other.
  mutating func note(_ column: String, contradiction reason: String, hint: String? = nil) {
    note(column, .contradiction, reason, hint: hint)
  }

  /// The text of a cell without spaces around it; nil when it is empty or not in the file.
  private mutating func cell(_ column: String) -> String? {
    guard let place = header.place(of: column) else { return nil }
    let text = place.index < cells.count ? trimmed(unguarded(cells[place.index])) : ""
    if text.isEmpty {
      if place.column.isRequired {
        note(column, .missing, "the cell is empty", hint: "each row needs a \(column)")
      }
      return nil
    }
    return text
  }

  private mutating func note(_ column: String, _ error: InvalidIdentifier, item: Int? = nil) {
    let kind: ImportIssue.Kind =
      switch error.problem {
      case .empty: .missing
      case .format, .lookalike, .exponent: .format
      case .checkDigit: .checkDigit
      case .range: .range
      }
    note(column, kind, (item.map { "item \($0): " } ?? "") + error.what, hint: error.hint)
  }

  private mutating func note(
    _ column: String, _ kind: ImportIssue.Kind, _ reason: String, hint: String? = nil
  ) {
    let index = header.place(of: column)?.index
    issues.append(
      ImportIssue(
        column: index.map { shortened(header.titles[$0]) } ?? column,
        columnNumber: index.map { $0 + 1 }, kind: kind, reason: reason, hint: hint))
  }
}

/// A text without spaces, tabs, line breaks and no-break spaces around it.
func trimmed(_ text: String) -> String {
  let bytes = text.utf8
  guard let first = bytes.first, let last = bytes.last else { return text }
  // Most cells begin and end with a letter or digit.
  if first > 0x20, first < 0x80, last > 0x20, last < 0x80 { return text }
  func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
  let scalars = text.unicodeScalars
  guard let start = scalars.firstIndex(where: { !isSpace($0) }),
    let end = scalars.lastIndex(where: { !isSpace($0) })
  else { return "" }
  return String(scalars[start...end])
}

/// The parts of a text between ASCII signs, without spaces around them.
///
/// Cutting bytes is several times faster than cutting characters, and gives the same parts.
func split(_ text: String, at sign: Unicode.Scalar) -> [String] {
  let bytes = text.utf8
  let sign = UInt8(truncatingIfNeeded: sign.value)
  var parts: [String] = []
  var start = bytes.startIndex
  while true {
    let end = bytes[start...].firstIndex(of: sign) ?? bytes.endIndex
    parts.append(trimmed(String(text[start..<end])))
    guard end < bytes.endIndex else { return parts }
    start = bytes.index(after: end)
  }
}
