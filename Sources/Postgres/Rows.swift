/// The rows a statement gave; immutable, so free to cross tasks.
public struct Rows: Sendable {
  @usableFromInline let result: RawResult
  @usableFromInline let site: Site

  init(result: RawResult, site: Site) {
    self.result = result
    self.site = site
  }

  /// How many rows there are.
  @inlinable public var count: Int { result.rowCount }

  /// Whether there is none.
  public var isEmpty: Bool { count == 0 }

  /// The names of the columns, in order.
  public var columns: [String] { (0..<result.columnCount).map { result.name(column: $0) } }

  /// The types of the columns, in order.
  public var types: [SQLType] { result.types }

  /// Reads every row as a tuple, column by column from the left: `decode(as: (Int64, String?).self)`.
  ///
  /// Fails when the number of columns differs, or a value is not of the type asked for.
  @inlinable public func decode<each Column: SQLValue>(
    as: (repeat each Column).Type = (repeat each Column).self
  ) throws(PostgresError) -> [(repeat each Column)] {
    try result.checkCount(of: (repeat each Column).self, at: site)
    let types = result.types
    var rows: [(repeat each Column)] = []
    rows.reserveCapacity(count)
    for row in 0..<count {
      if row % Self.stride == 0 { makeRoomForSmallBlocks() }
      rows.append(try result.tuple(row: row, types: types, at: site))
    }
    return rows
  }

  /// Reads every row of a result with one column.
  @inlinable public func decode<Value: SQLValue>(as: Value.Type) throws(PostgresError) -> [Value] {
    try result.checkCount(of: Value.self, at: site)
    return try column(at: 0)
  }

  /// Reads one column of every row.
  @inlinable public func column<Value: SQLValue>(
    _ name: String, as: Value.Type = Value.self
  ) throws(PostgresError) -> [Value] {
    try column(at: index(of: name))
  }

  /// Reads one column of every row; the leftmost is 0.
  @inlinable public func column<Value: SQLValue>(
    at index: Int, as: Value.Type = Value.self
  ) throws(PostgresError) -> [Value] {
    try check(index)
    let type = result.type(of: index)
    var values: [Value] = []
    values.reserveCapacity(count)
    for row in 0..<count {
      if row % Self.stride == 0 { makeRoomForSmallBlocks() }
      values.append(try result.value(row: row, column: index, of: type, at: site))
    }
    return values
  }

  /// How many rows are read between two looks at the heap.
  @inlinable static var stride: Int { 512 }

  @usableFromInline func index(of name: String) throws(PostgresError) -> Int {
    guard let index = columns.firstIndex(of: name) else {
      throw PostgresError(.decoding, "there is no such column", column: name, at: site)
    }
    return index
  }

  @usableFromInline func check(_ index: Int) throws(PostgresError) {
    guard (0..<result.columnCount).contains(index) else {
      throw PostgresError(.decoding, "there is no column \(index)", at: site)
    }
  }
}

extension RawResult {
  /// Refuses a tuple that has not as many parts as there are columns.
  @inlinable func checkCount<each Column: SQLValue>(
    of: (repeat each Column).Type, at site: Site
  ) throws(PostgresError) {
    var expected = 0
    for _ in repeat (each Column).self { expected += 1 }
    guard expected == columnCount else { throw misfit(expected, at: site) }
  }

  /// Reads one row, which has as many columns, of these types, as the tuple has parts.
  @inlinable @inline(__always)
  func tuple<each Column: SQLValue>(
    row: Int, types: [SQLType], at site: Site
  ) throws(PostgresError) -> (repeat each Column) {
    var column = 0
    return (repeat try next((each Column).self, row, &column, types, site))
  }

  /// Reads one row that stands alone.
  @inlinable func tuple<each Column: SQLValue>(
    row: Int, at site: Site
  ) throws(PostgresError) -> (repeat each Column) {
    try checkCount(of: (repeat each Column).self, at: site)
    return try tuple(row: row, types: types, at: site)
  }

  @inlinable @inline(__always)
  func next<Value: SQLValue>(
    _: Value.Type, _ row: Int, _ column: inout Int, _ types: [SQLType], _ site: Site
  ) throws(PostgresError) -> Value {
    defer { column &+= 1 }
    return try value(row: row, column: column, of: types[column], at: site)
  }

  /// Reads one value and says where it stood if it cannot.
  @inlinable @inline(__always)
  func value<Value: SQLValue>(
    row: Int, column: Int, of type: SQLType, at site: Site
  ) throws(PostgresError) -> Value {
    do {
      return try decode(row: row, column: column, of: type, as: Value.self)
    } catch {
      throw fault(error, Value.self, row: row, column: column, at: site)
    }
  }

  /// Reads one value of a row that is not read as a whole.
  func value<Value: SQLValue>(
    row: Int, column: Int, at site: Site
  ) throws(PostgresError) -> Value {
    try value(row: row, column: column, of: type(of: column), at: site)
  }

  // The errors, apart from the loops that may throw them.

  @usableFromInline @inline(never)
  func misfit(_ expected: Int, at site: Site) -> PostgresError {
    PostgresError(.decoding, "\(columnCount) columns where \(expected) are asked for", at: site)
  }

  @usableFromInline @inline(never)
  func fault(
    _ error: SQLValueError, _ value: Any.Type, row: Int, column: Int, at site: Site
  ) -> PostgresError {
    PostgresError(
      .decoding,
      "\(value) from \(type(of: column)), column \(column + 1) of row \(row + 1): \(error.reason)",
      column: name(column: column), at: site)
  }
}
