/// One thing that is wrong with a row or a header.
package struct ImportIssue: Hashable, Sendable, CustomStringConvertible {
  /// The kinds of mistakes.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The bytes, quotes or number of cells are wrong.
    case structure
    /// A needed cell is empty.
    case missing
    /// A cell does not have the form of its column.
    case format
    /// A code has the right form and a wrong check digit.
    case checkDigit
    /// A number, date or text is too small, too large or too long.
    case range
    /// Two cells contradict each other.
    case contradiction
    /// A code that the reference data does not know.
    case unknown
    /// A column is missing or comes twice.
    case header
    /// A column the service never takes in.
    case forbidden
  }

  /// The header of the column as the file has it, or the canonical name.
  package let column: String
  /// The cell, counted from 1; nil when the file has no such column.
  package let columnNumber: Int?
  /// What kind of mistake it is.
  package let kind: Kind
  /// What is wrong, in English; never the name or address of a person.
  package let reason: String
  /// What to do about it.
  package let hint: String?

  /// States what is wrong and where.
  package init(
    column: String, columnNumber: Int?, kind: Kind, reason: String, hint: String? = nil
  ) {
    self.column = column
    self.columnNumber = columnNumber
    self.kind = kind
    self.reason = reason
    self.hint = hint
  }

  /// Column, reason and hint.
  package var description: String {
    "\(column): \(reason)" + (hint.map { " (\($0))" } ?? "")
  }
}

/// Why nothing of an import file can be taken in.
package enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is not in an encoding that can be read.
  case encoding(String)
  /// The file holds no header.
  case empty
  /// The header is damaged, incomplete or asks for what is never accepted.
  case header([ImportIssue])

  /// What is wrong, one line for each problem.
  package var description: String {
    switch self {
    case .encoding(let reason): reason
    case .empty: "the file is empty: the first line must be a header"
    case .header(let issues):
      issues.map { issue in
        let place = issue.columnNumber.map { "line 1, column \($0)" } ?? "line 1"
        return "\(place): \(issue)"
      }.joined(separator: "\n")
    }
  }
}
