import Programme

/// The header of an import file, understood: which cell holds which column.
package struct ImportHeader: Sendable {
  /// The header cells as the file has them.
  package let titles: [String]
  /// What a person should know though the file is read, such as columns nobody understands.
  package let warnings: [String]
  private let places: [String: Place]

  /// Where a canonical column is.
  struct Place: Sendable {
    let index: Int
    let column: ImportColumn
  }

  /// Understands a header, canonical or French, whatever its case, accents and separators.
  package init(_ kind: ImportKind, _ titles: [String]) throws(ImportError) {
    var byName: [String: Int] = [:]
    for (index, column) in kind.columns.enumerated() {
      byName[fold(column.name)] = index
    }
    for (index, column) in kind.columns.enumerated() {
      for alias in column.aliases where byName[alias] == nil { byName[alias] = index }
    }
    var positions: [String: Int] = [:]
    var problems: [ImportIssue] = []
    var unknown: [String] = []
    for (index, title) in titles.enumerated() {
      let folded = fold(title)
      func issue(_ kind: ImportIssue.Kind, _ reason: String, _ hint: String) -> ImportIssue {
        ImportIssue(
          column: shortened(title), columnNumber: index + 1, kind: kind, reason: reason, hint: hint)
      }
      if let column = byName[folded] {
        let name = kind.columns[column].name
        if let other = positions[name] {
          problems.append(
            issue(
              .header, "column \(other + 1) already holds \(name)",
              "keep one of the two columns"))
        } else {
          positions[name] = index
        }
      } else if let what = kind.forbids(folded) {
        problems.append(
          issue(
            .forbidden, "a \(what) is never accepted",
            "remove the column from the file; nothing of it was read"))
      } else if !folded.isEmpty, !Rejects.titles.contains(where: { fold($0) == folded }) {
        unknown.append("“\(shortened(title))” (column \(index + 1))")
      }
    }
    let missing = kind.columns.filter { $0.isRequired && positions[$0.name] == nil }
    for column in missing {
      problems.append(
        ImportIssue(
          column: column.name, columnNumber: nil, kind: .header, reason: "the column is missing",
          hint: "the header needs "
            + kind.columns.filter(\.isRequired).map(\.name).joined(separator: ", ")))
    }
    guard problems.isEmpty else { throw ImportError.header(problems) }
    self.titles = titles
    var places: [String: Place] = [:]
    for column in kind.columns {
      if let index = positions[column.name] {
        places[column.name] = Place(index: index, column: column)
      }
    }
    self.places = places
    self.warnings =
      unknown.isEmpty
      ? [] : ["columns not understood, passed over: " + unknown.joined(separator: ", ")]
  }

  /// Where a column is; nil when the file has no such column.
  func place(of column: String) -> Place? { places[column] }
}

/// A text short enough and plain enough for a message.
func shortened(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars.prefix(40) {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator:
      result.unicodeScalars.append("\u{FFFD}")
    default: result.unicodeScalars.append(scalar)
    }
  }
  return text.unicodeScalars.count > 40 ? result + "…" : result
}
