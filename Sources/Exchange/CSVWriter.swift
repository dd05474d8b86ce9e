/// Writes CSV that any spreadsheet opens and that this program reads back.
///
/// Cells follow RFC 4180, lines end with LF. A cell a spreadsheet would take for a formula gets an
/// apostrophe in front, which reading an import file takes away again.
package struct CSVWriter: Sendable {
  private let separator: UInt8
  /// The bytes written and not yet taken.
  private var bytes: [UInt8] = []

  /// Makes a writer for one separator: `,` `;` or tab.
  package init(separator: UInt8 = UInt8(ascii: ",")) { self.separator = separator }

  /// Writes one record.
  package mutating func write(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(separator) }
      let text = guarded(cell)
      let quote = UInt8(ascii: "\"")
      // A lone empty cell would read as a blank line.
      let needsQuotes =
        text.utf8.count != cell.utf8.count || (text.isEmpty && cells.count == 1)
        || text.utf8.first == 0x20 || text.utf8.last == 0x20
        || text.utf8.contains {
          $0 == separator || $0 == quote || $0 == 0x0A || $0 == 0x0D || $0 == 0x09
        }
      guard needsQuotes else {
        bytes.append(contentsOf: text.utf8)
        continue
      }
      bytes.append(quote)
      for byte in text.utf8 {
        if byte == quote { bytes.append(quote) }
        bytes.append(byte)
      }
      bytes.append(quote)
    }
    bytes.append(0x0A)
  }

  /// Hands out what was written since the last call.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }
}

/// Whether a spreadsheet would run a cell as a formula; spaces in front do not stop it.
private func isFormula(_ text: some StringProtocol) -> Bool {
  guard let first = text.unicodeScalars.first(where: { $0 != " " && $0 != "\u{A0}" }) else {
    return false
  }
  switch first {
  case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": return true
  default: return false
  }
}

/// A cell no spreadsheet runs.
func guarded(_ text: String) -> String {
  // What already looks guarded gets one more apostrophe, so that reading gives it back unchanged.
  let isGuarded = text.hasPrefix("'") && isFormula(text.drop { $0 == "'" })
  return isGuarded || isFormula(text) ? "'" + text : text
}

/// The cell before `guarded(_:)`.
func unguarded(_ text: String) -> String {
  guard text.utf8.first == UInt8(ascii: "'"), isFormula(text.drop { $0 == "'" }) else {
    return text
  }
  return String(text.dropFirst())
}
