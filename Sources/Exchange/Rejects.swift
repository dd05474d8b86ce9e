import Programme

/// Writes refused rows as a CSV file that can be corrected and imported again.
///
/// The columns are those of the file, followed by the line, column and reason of the refusal, which
/// an import passes over.
package struct Rejects: Sendable {
  /// The columns added to those of the file.
  package static let titles = ["reject_line", "reject_column", "reject_reason"]

  private var writer: CSVWriter
  /// The cells of the file that are copied: all but those an earlier refusal added.
  private let copied: [Int]

  /// Begins the file with its header.
  package init(header: ImportHeader, separator: UInt8) {
    let added = Set(Self.titles.map { fold($0) })
    writer = CSVWriter(separator: separator)
    copied = header.titles.indices.filter { !added.contains(fold(header.titles[$0])) }
    writer.write(copied.map { header.titles[$0] } + Self.titles)
  }

  /// Adds a refused row.
  package mutating func write(_ row: RejectedRow) {
    let cells = copied.map { $0 < row.cells.count ? row.cells[$0] : "" }
    // A cell may carry the guard of an earlier rejects file; it is put on again, not doubled.
    writer.write(
      cells.map(unguarded) + [
        String(row.line), row.issues.map(\.column).joined(separator: " | "),
        row.issues.map(\.description).joined(separator: " | "),
      ])
  }

  /// Hands out what was written since the last call.
  package mutating func take() -> [UInt8] { writer.take() }
}
