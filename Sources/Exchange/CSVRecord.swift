/// One record of a CSV file, sound or not.
package struct CSVRecord: Sendable {
  /// The line the record begins on, counted from 1.
  package let line: Int
  /// The cells, unquoted.
  ///
  /// Of an unsound record: what could be saved, for people to correct.
  package let cells: [String]
  /// The bytes as they stood in the file, without the line end; empty for a record over the limit.
  package let raw: [UInt8]
  /// What makes the record unusable, if anything.
  package let problem: CSVProblem?
}

/// Why a record of a CSV file cannot be used.
package struct CSVProblem: Hashable, Sendable, CustomStringConvertible {
  /// The kinds of damage.
  package enum Kind: Hashable, Sendable {
    /// Bytes that are not UTF-8.
    case encoding
    /// A NUL character.
    case nul
    /// A quote that is not closed before the end of the file or the limit of a cell.
    case openQuote
    /// Text between a closing quote and the next separator.
    case textAfterQuote
    /// A cell over the limit, in bytes.
    case cellTooLong(limit: Int)
    /// A record over the limit, in bytes.
    case recordTooLong(limit: Int)
    /// More cells than any file needs.
    case tooManyColumns(limit: Int)
    /// Another number of cells than the header has.
    case columnCount(expected: Int, found: Int)
  }

  /// What is wrong.
  package let kind: Kind
  /// The line of the record, counted from 1.
  package let line: Int
  /// The cell, counted from 1.
  package let column: Int

  /// States what is wrong and where.
  package init(kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
  }

  /// What is wrong, in words and without any of the file's text.
  package var reason: String {
    switch kind {
    case .encoding: "not UTF-8: looks like Windows-1252, save as UTF-8"
    case .nul: "holds a NUL character"
    case .openQuote: "quote never closed"
    case .textAfterQuote:
      "text after a closing quote; a quote inside a quoted cell is written twice"
    case .cellTooLong(let limit): "cell longer than \(limit) bytes"
    case .recordTooLong(let limit): "record longer than \(limit) bytes"
    case .tooManyColumns(let limit): "more than \(limit) columns"
    case .columnCount(let expected, let found):
      "\(found) cells where the header has \(expected)"
    }
  }

  /// Line, column and reason.
  package var description: String { "line \(line), column \(column): \(reason)" }
}

/// Why a whole CSV file cannot be read.
package enum CSVError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is UTF-16, as "Unicode text" exports of spreadsheets are.
  case utf16

  /// What is wrong and what to do.
  package var description: String {
    switch self {
    case .utf16: "not UTF-8: this is UTF-16, save as UTF-8"
    }
  }
}
