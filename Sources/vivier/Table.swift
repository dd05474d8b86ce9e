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

  /// Aligned text with a header for a person; where it is too wide, the widest texts are cut.
  func text(width: Int, indent: String = "") -> String {
    let widths = widths(within: width - indent.count)
    var lines = [line(columns.map(\.title), widths: widths, indent: indent)]
    lines += rows.map { line($0, widths: widths, indent: indent) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Narrower than this no text becomes: ids and dates stay whole, so that they can be copied.
  private static let narrowest = 14

  private func widths(within limit: Int) -> [Int] {
    var widths = columns.indices.map { column in
      rows.map { displayWidth($0[column]) }.reduce(displayWidth(columns[column].title), max)
    }
    var excess = widths.reduce(2 * (widths.count - 1), +) - limit
    while excess > 0 {
      let texts = widths.indices.filter { columns[$0].alignment == .left }
      guard let widest = texts.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > Self.narrowest
      else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func line(_ cells: [String], widths: [Int], indent: String) -> String {
    var text = indent
    for (index, cell) in cells.enumerated() {
      let isLast = index == cells.count - 1
      let shown = cut(cell, to: widths[index])
      let padding = String(repeating: " ", count: widths[index] - displayWidth(shown))
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
