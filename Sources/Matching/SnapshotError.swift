/// Why rows or bytes do not make a snapshot.
package enum SnapshotError: Error, Equatable, Sendable {
  /// Two rows of a table carry the same key.
  case repeated(table: String, id: String)
  /// A number no formula is defined for.
  case outOfRange(table: String, id: String, field: String, value: Int, allowed: ClosedRange<Int>)
  /// A text that is no valid code of its kind.
  case malformed(table: String, id: String, field: String, hint: String)
  /// The tie key is not sixteen bytes long.
  case keyLength(Int)
  /// Bytes of another version of the format.
  case version(Int)
  /// Bytes that were cut or changed.
  case damaged(at: Int, hint: String)
}

extension SnapshotError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .repeated(let table, let id):
      "\(table) \(id) comes twice; keys are unique"
    case .outOfRange(let table, let id, let field, let value, let allowed):
      "\(table) \(id): \(field) is \(value), allowed are \(allowed.lowerBound) to \(allowed.upperBound)"
    case .malformed(let table, let id, let field, let hint):
      "\(table) \(id): \(field) is not valid; \(hint)"
    case .keyLength(let count):
      "the tie key has \(count) bytes; it needs 16"
    case .version(let version):
      "the snapshot has format version \(version); this program reads \(Snapshot.formatVersion)"
    case .damaged(let offset, let hint):
      "the snapshot is damaged at byte \(offset): \(hint)"
    }
  }
}
