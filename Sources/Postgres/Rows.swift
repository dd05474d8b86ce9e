/// The rows a statement gave; immutable, so free to cross tasks.
public struct Rows: Sendable {
  let result: RawResult
  let site: Site

  /// How many rows there are.
  public var count: Int { result.rowCount }

  /// Whether there is none.
  public var isEmpty: Bool { count == 0 }

  /// The names of the columns, in order.
  public var columns: [String] { (0..<result.columnCount).map { result.name(column: $0) } }

  /// The types of the columns, in order.
  public var types: [SQLType] { result.types }

  /// Reads every row as a tuple, column by column from the left: `decode(as: (Int64, String?).self)`.
  ///
  /// Fails when the number of columns differs, or a value is not of the type asked for.
  public func decode<each Column: SQLValue>(
    as: (repeat each Column).Type = (repeat each Column).self
  ) throws(PostgresError) -> [(repeat each Column)] {
    try result.checkCount(of: (repeat each Column).self, at: site)
    var rows: [(repeat each Column)] = []
    rows.reserveCapacity(count)
    for row in 0..<count {
      rows.append(try result.tuple(row: row, at: site))
    }
    return rows
  }

  /// Reads every row of a result with one column.
  public func decode<Value: SQLValue>(as: Value.Type) throws(PostgresError) -> [Value] {
    try result.checkCount(of: Value.self, at: site)
    return try column(at: 0)
  }

  /// Reads one column of every row.
  public func column<Value: SQLValue>(
    _ name: String, as: Value.Type = Value.self
  ) throws(PostgresError) -> [Value] {
    guard let index = columns.firstIndex(of: name) else {
      throw PostgresError(.decoding, "there is no such column", column: name, at: site)
    }
    return try column(at: index)
  }

  /// Reads one column of every row; the leftmost is 0.
  public func column<Value: SQLValue>(
    at index: Int, as: Value.Type = Value.self
  ) throws(PostgresError) -> [Value] {
    guard (0..<result.columnCount).contains(index) else {
      throw PostgresError(.decoding, "there is no column \(index)", at: site)
    }
    var values: [Value] = []
    values.reserveCapacity(count)
    for row in 0..<count {
      values.append(try result.value(row: row, column: index, at: site))
    }
    return values
  }
}

extension RawResult {
  /// Refuses a tuple that has not as many parts as there are columns.
  func checkCount<each Column: SQLValue>(
    of: (repeat each Column).Type, at site: Site
  ) throws(PostgresError) {
    var expected = 0
    for _ in repeat (each Column).self { expected += 1 }
    guard expected == columnCount else {
      throw PostgresError(
        .decoding, "\(columnCount) columns where \(expected) are asked for", at: site)
    }
  }

  /// Reads one row, which must have as many columns as the tuple has parts.
  func tuple<each Column: SQLValue>(
    row: Int, at site: Site
  ) throws(PostgresError) -> (repeat each Column) {
    try checkCount(of: (repeat each Column).self, at: site)
    var column = 0
    return (repeat try next((each Column).self, row: row, column: &column, at: site))
  }

  private func next<Value: SQLValue>(
    _: Value.Type, row: Int, column: inout Int, at site: Site
  ) throws(PostgresError) -> Value {
    defer { column += 1 }
    return try value(row: row, column: column, at: site)
  }

  /// Reads one value and says where it stood if it cannot.
  func value<Value: SQLValue>(
    row: Int, column: Int, at site: Site
  ) throws(PostgresError) -> Value {
    do {
      return try decode(row: row, column: column, as: Value.self)
    } catch {
      throw PostgresError(
        .decoding,
        "\(Value.self) from \(types[column]), column \(column + 1) of row \(row + 1): "
          + error.reason,
        column: name(column: column), at: site)
    }
  }
}
