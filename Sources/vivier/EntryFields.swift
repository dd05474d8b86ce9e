import ArgumentParser
import Exchange
import Programme
import Store

/// The columns of a row as flags: `--pay-min 34000`, under any name an import understands.
struct EntryFields: ParsableArguments {
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The columns as flags, such as --title TEXT.", valueName: "--column value"))
  var words: [String] = []

  /// The values by canonical column.
  func cells(of kind: ImportKind) throws -> [String: String] {
    var cells: [String: String] = [:]
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        throw ValidationError("Unexpected argument '\(word)': columns are told as --column value.")
      }
      let halves = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let column = try Self.column(String(halves[0]), of: kind)
      guard let value = halves.count > 1 ? String(halves[1]) : rest.popFirst() else {
        throw ValidationError("--\(halves[0]) needs a value.")
      }
      guard cells.updateValue(value, forKey: column) == nil else {
        throw ValidationError("--\(halves[0]) tells \(column) a second time.")
      }
    }
    return cells
  }

  /// The column behind a name: its own, or another an import file may have.
  private static func column(_ name: String, of kind: ImportKind) throws -> String {
    let folded = fold(name)
    let columns = kind.columns
    if let column = columns.first(where: { fold($0.name) == folded })
      ?? columns.first(where: { $0.aliases.contains(folded) })
    {
      return column.name
    }
    if let what = kind.forbids(folded) {
      throw ValidationError("A \(what) is never accepted.")
    }
    throw ValidationError(
      "Unknown option '--\(name)'. The columns of a \(kind.noun) are "
        + columns.map { "--" + flag($0.name) }.joined(separator: ", ") + ".")
  }

  /// A column as a flag without its dashes.
  static func flag(_ column: String) -> String { column.replacing("_", with: "-") }

  /// The columns for a help text, one a line.
  static func help(_ kind: ImportKind) -> String {
    let entries = ImportGuide(kind).entries
    let width = entries.map(\.column.name.count).max() ?? 0
    return entries.map { entry in
      let name = flag(entry.column.name)
      let text = (entry.column.isRequired ? "(needed) " : "") + entry.english
      return "  --\(name)" + String(repeating: " ", count: width - name.count + 2) + text
    }.joined(separator: "\n")
  }
}
