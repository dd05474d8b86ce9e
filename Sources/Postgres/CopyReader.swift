/// Takes binary COPY apart into rows.
@usableFromInline struct CopyReader {
  /// What the columns are asked for as.
  @usableFromInline let types: [SQLType]
  private let site: Site
  private var hasHeader = false
  private var count = 0
  /// Where the next value of the message starts, and its column.
  @usableFromInline var offset = 0
  @usableFromInline var column = 0

  @usableFromInline init(_ types: [SQLType], at site: Site) {
    self.types = types
    self.site = site
  }

  /// Refuses a COPY of another format.
  @usableFromInline func check(isBinary: Bool) throws(PostgresError) {
    if !isBinary {
      throw PostgresError(.misuse, "rows are read from `format binary` only", at: site)
    }
  }

  /// Reads the beginning of a message, which must have as many columns as are asked for; false at the
  /// end of the data.
  @usableFromInline mutating func enter(_ message: Span<UInt8>) throws(PostgresError) -> Bool {
    offset = 0
    column = 0
    if !hasHeader {
      hasHeader = true
      // Signature, flags, and the length of an extension nobody uses yet.
      guard message.count >= 19 else { throw cutShort() }
      offset = 19 + Int(message.integer(at: 15, as: UInt32.self))
    }
    guard message.count >= offset + 2 else { throw cutShort() }
    let columns = Int(message.integer(at: offset, as: Int16.self))
    offset += 2
    count += 1
    if columns < 0 { return false }
    guard columns == types.count else {
      throw PostgresError(
        .decoding, "\(columns) columns where \(types.count) are asked for", at: site)
    }
    return true
  }

  /// Reads the next value of a message that was entered.
  @inlinable @inline(__always)
  mutating func next<Value: SQLValue>(
    _: Value.Type, _ message: Span<UInt8>
  ) throws(PostgresError) -> Value {
    defer { column &+= 1 }
    do {
      return try message.field(at: &offset, of: types[column])
    } catch {
      throw fault(error, Value.self)
    }
  }

  /// The error of the value that could not be read, apart from the loop that may throw it.
  @usableFromInline @inline(never)
  func fault(_ error: SQLValueError, _ value: Any.Type) -> PostgresError {
    PostgresError(
      .decoding, "\(value), column \(column + 1) of row \(count): \(error.reason)", at: site)
  }

  private func cutShort() -> PostgresError {
    PostgresError(.decoding, "binary COPY is cut short", at: site)
  }
}
