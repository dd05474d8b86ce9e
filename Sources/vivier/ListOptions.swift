import ArgumentParser
import Exchange
import Store

/// What every list understands: a search, a limit, and the form of its rows.
struct ListOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only rows with all these words; accents and case do not matter.", valueName: "words"))
  var search: String?
  @Option(help: "How many rows (default: 50 on a terminal, else all).") var limit: Int?
  @OptionGroup var format: FormatOptions

  /// How many rows a person sees at once.
  private static let screenful = 50

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  /// The search that was asked for.
  var wanted: Search { Search(search) }

  /// Writes the rows, and on standard error how many were left out.
  func write(_ sheet: Sheet, of things: String, _ terminal: Terminal) {
    let isForPerson = terminal.isInteractive && !format.json
    let most = limit ?? (isForPerson ? Self.screenful : sheet.count)
    format.write(sheet.prefix(most), terminal)
    if sheet.count > most {
      note("\(most) of \(sheet.count) \(things); --limit \(sheet.count) shows all")
    } else if sheet.count == 0 {
      note(search.map { "no \(things) with \"\($0)\"" } ?? "no \(things)")
    }
  }
}
