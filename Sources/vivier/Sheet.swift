import ArgumentParser
import Exchange

/// One set of rows in three forms: a table for people, TSV when piped, JSON when asked.
struct Sheet {
  private let columns: [(name: String, alignment: Table.Alignment)]
  private var rows: [[JSON]] = []

  /// The columns that a table leaves out, as it would get too wide to read.
  private let programsOnly: Set<String>

  /// A sheet with these columns; the names are the keys of the JSON.
  init(_ columns: (String, Table.Alignment)..., programsOnly: Set<String> = []) {
    self.columns = columns.map { (name: $0.0, alignment: $0.1) }
    self.programsOnly = programsOnly
  }

  /// Adds a row with one value a column.
  mutating func add(_ values: JSON...) { rows.append(values) }

  /// How many rows there are.
  var count: Int { rows.count }

  /// The same sheet with its first rows only.
  func prefix(_ count: Int) -> Sheet {
    var sheet = self
    sheet.rows = Array(rows.prefix(count))
    return sheet
  }

  /// The rows as an array of objects.
  var json: JSON {
    .array(rows.map { row in .object(zip(columns, row).map { JSON.Member($0.name, $1) }) })
  }

  /// The rows for other programs, without a header.
  var tsv: String {
    var writer = TSVWriter()
    for row in rows { writer.write(row.map(Self.text)) }
    return String(decoding: writer.take(), as: UTF8.self)
  }

  /// The rows for spreadsheets, below their names.
  var csv: String {
    var writer = CSVWriter()
    writer.write(columns.map(\.name))
    for row in rows { writer.write(row.map(Self.text)) }
    return String(decoding: writer.take(), as: UTF8.self)
  }

  /// The rows for people.
  func table(width: Int) -> String {
    let shown = columns.indices.filter { !programsOnly.contains(columns[$0].name) }
    var table = Table(
      shown.map {
        (columns[$0].name.uppercased().replacing("_", with: " "), columns[$0].alignment)
      })
    for row in rows { table.add(shown.map { Self.text(row[$0]) }) }
    return table.text(width: width)
  }

  private static func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .null: ""
    case .bool(let flag): flag ? "yes" : "no"
    case .array(let values): values.map(text).joined(separator: ", ")
    default: value.compact
    }
  }
}

/// How a command writes its rows.
struct FormatOptions: ParsableArguments {
  @Flag(help: "Write JSON.") var json = false

  /// Writes a sheet to standard output.
  func write(_ sheet: Sheet, _ terminal: Terminal) {
    if json {
      output(JSON.text(sheet.json))
    } else {
      output(terminal.isInteractive ? sheet.table(width: terminal.width) : sheet.tsv)
    }
  }
}

extension JSON {
  /// A value as indented text with a line end.
  static func text(_ value: JSON) -> String {
    value.pretty + "\n"
  }
}
