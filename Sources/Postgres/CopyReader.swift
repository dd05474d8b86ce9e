/// Takes binary COPY apart into rows.
@usableFromInline struct CopyReader {
  private var hasHeader = false
  private var count = 0
  @usableFromInline var columns = 0
  @usableFromInline var offset = 0
  private let site: Site

  @usableFromInline init(_ site: Site) { self.site = site }

  /// Refuses a COPY of another format.
  @usableFromInline func check(isBinary: Bool) throws(PostgresError) {
    if !isBinary {
      throw PostgresError(.misuse, "rows are read from `format binary` only", at: site)
    }
  }

  /// Reads the beginning of a message; false at the end of the data.
  @usableFromInline mutating func enter(_ message: Span<UInt8>) throws(PostgresError) -> Bool {
    offset = 0
    if !hasHeader {
      hasHeader = true
      // Signature, flags, and the length of an extension nobody uses yet.
      guard message.count >= 19 else { throw cutShort() }
      offset = 19 + Int(message.integer(at: 15, as: UInt32.self))
    }
    guard message.count >= offset + 2 else { throw cutShort() }
    columns = Int(message.integer(at: offset, as: Int16.self))
    offset += 2
    count += 1
    return columns >= 0
  }

  /// Refuses a row that was entered and has not as many columns as are asked for.
  @inlinable func checkCount<each Column: SQLValue>(
    of: (repeat each Column).Type
  ) throws(PostgresError) {
    var expected = 0
    for _ in repeat (each Column).self { expected += 1 }
    guard columns == expected else { throw misfit(expected) }
  }

  /// Reads the next value of a message that was entered.
  @inlinable @inline(__always)
  mutating func next<Value: SQLValue>(
    _: Value.Type, _ message: Span<UInt8>, _ column: inout Int
  ) throws(PostgresError) -> Value {
    defer { column &+= 1 }
    do {
      return try message.field(at: &offset, of: Value.sqlType)
    } catch {
      throw fault(error, Value.self, column: column)
    }
  }

  // The errors, apart from the loop that may throw them.

  @usableFromInline @inline(never)
  func misfit(_ expected: Int) -> PostgresError {
    PostgresError(.decoding, "\(columns) columns where \(expected) are asked for", at: site)
  }

  @usableFromInline @inline(never)
  func fault(_ error: SQLValueError, _ value: Any.Type, column: Int) -> PostgresError {
    PostgresError(
      .decoding, "\(value), column \(column + 1) of row \(count): \(error.reason)", at: site)
  }

  private func cutShort() -> PostgresError {
    PostgresError(.decoding, "binary COPY is cut short", at: site)
  }
}
