/// Rows for people: aligned columns that fit the terminal, or tab-separated values when piped.
struct Table {
  /// How a column stands.
  enum Alignment {
    case left
    case right
  }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  /// A table with these columns.
  init(_ columns: [(title: String, alignment: Alignment)]) {
    self.columns = columns
  }

  /// Adds a row with one cell a column.
  mutating func add(_ cells: [String]) {
    rows.append(cells)
  }

  /// Aligned text with a header for a person; the last column is cut to fit the width.
  func text(width: Int, indent: String = "") -> String {
    let widths = columns.indices.map { column in
      rows.map { displayWidth($0[column]) }.reduce(displayWidth(columns[column].title), max)
    }
    let before = widths.dropLast().reduce(indent.count) { $0 + $1 + 2 }
    let last = max(12, min(widths.last ?? 0, width - before))
    var lines = [line(columns.map(\.title), widths: widths, last: last, indent: indent)]
    lines += rows.map { line($0, widths: widths, last: last, indent: indent) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ cells: [String], widths: [Int], last: Int, indent: String) -> String {
    var text = indent
    for (index, cell) in cells.enumerated() {
      let isLast = index == cells.count - 1
      let shown = isLast ? cut(cell, to: last) : cell
      let padding = String(repeating: " ", count: max(0, (isLast ? last : widths[index]) - displayWidth(shown)))
      text += columns[index].alignment == .right ? padding + shown : shown + (isLast ? "" : padding)
      text += isLast ? "" : "  "
    }
    return text
  }

  private func cut(_ text: String, to width: Int) -> String {
    guard displayWidth(text) > width else { return text }
    return text.prefix(width - 1) + "…"
  }

  private func displayWidth(_ text: String) -> Int {
    // French and codes only: a character is a column, but for escape sequences, which never enter.
    text.count
  }
}
