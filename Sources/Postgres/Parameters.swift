/// The values bound to a statement, encoded one behind the other.
struct Parameters: Sendable {
  /// One value: its type and where its bytes stand.
  struct Value: Sendable {
    let type: SQLType
    var start: Int
    /// Nil for NULL.
    let length: Int?
  }

  private(set) var values: [Value] = []
  /// Each value is followed by NUL, which those sent as text need.
  private(set) var bytes: [UInt8] = []

  var count: Int { values.count }
  var isEmpty: Bool { values.isEmpty }

  /// The declared types, which with the text tell one statement from another.
  var types: [SQLType] { values.map(\.type) }

  /// Adds a value; one that cannot be sent leaves a NULL in its place.
  mutating func bind<Bound: SQLValue>(_ value: Bound) throws(SQLValueError) {
    let start = bytes.count
    guard !value.isNull else {
      values.append(Value(type: Bound.sqlType, start: start, length: nil))
      return
    }
    do {
      try value.encode(into: &bytes)
      values.append(Value(type: Bound.sqlType, start: start, length: bytes.count - start))
      bytes.append(0)
    } catch {
      values.append(Value(type: Bound.sqlType, start: start, length: nil))
      throw error
    }
  }

  /// Adds the values of another piece.
  mutating func append(_ other: Parameters) {
    let offset = bytes.count
    bytes += other.bytes
    values += other.values.map {
      Value(type: $0.type, start: $0.start + offset, length: $0.length)
    }
  }

  /// Forgets the values but not the memory they took.
  mutating func removeAll() {
    values.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }
}
