/// Feeds a COPY, waiting whenever the server is slower than the program.
public struct CopyWriter: ~Copyable {
  /// Thrown to leave the body when the server has stopped listening; its own error follows.
  struct Stopped: Error {}

  private let connection: Connection
  private let exchange: Exchange
  private let isBinary: Bool
  /// What was written and not sent yet.
  @usableFromInline var buffer = FieldBuffer(capacity: 2 * Self.chunk)
  /// Whether the binary format was begun by a row.
  @usableFromInline var hasHeader = false
  private var hasBytes = false
  /// How many bytes libpq was given since it was last made to send all it has.
  private var unflushed = 0

  /// How much is sent at once; libpq slows down on pieces much greater than this.
  @inlinable static var chunk: Int { 32 * 1024 }
  /// How much libpq may have to hold while the server is slower.
  fileprivate static var most: Int { 8 * chunk }

  init(_ connection: Connection, _ exchange: Exchange, isBinary: Bool) {
    self.connection = connection
    self.exchange = exchange
    self.isBinary = isBinary
  }

  /// Sends bytes as they are, in the format the statement names.
  public mutating func write(_ bytes: [UInt8]) async throws {
    if bytes.isEmpty { return }
    hasBytes = true
    // Many small pieces go together, a large one as it is.
    if bytes.count < Self.chunk {
      buffer.append(bytes.span)
      if isFull { try await push() }
    } else {
      try await push()
      let connection = connection
      try await connection.feedCopy(bytes.count, &unflushed, exchange) {
        connection.session.putCopy(bytes.span.extracting($0))
      }
    }
  }

  /// Sends text as it is, in the format the statement names.
  public mutating func write(_ text: String) async throws {
    if !text.isEmpty { hasBytes = true }
    buffer.append(text.utf8.span)
    if isFull { try await push() }
  }

  /// Sends one row of a `format binary` COPY.
  ///
  /// The format does not name types, so each value must be exactly of its column's type: an `Int64`
  /// or `Int` for a `bigint`, an `Int32` for an `integer`, a `String` for `text`, an optional of
  /// these for a column that may be NULL.
  @inlinable @inline(__always)
  public mutating func row<each Value: SQLValue>(
    _ values: repeat each Value
  ) async throws {
    try put(repeat each values)
    if isFull { try await push() }
  }

  /// Buffers one row.
  @inlinable mutating func put<each Value: SQLValue>(
    _ values: repeat each Value
  ) throws(PostgresError) {
    var count = 0
    for _ in repeat (each Value).self { count += 1 }
    let start = try begin(columns: count)
    var column = 0
    repeat try append(each values, Self.advance(&column), start)
  }

  /// Buffers the beginning of a row and tells where it starts.
  @inlinable @inline(__always)
  mutating func begin(columns: Int) throws(PostgresError) -> Int {
    if !hasHeader { try begin() }
    let start = buffer.count
    buffer.append(integer: Int16(truncatingIfNeeded: columns))
    return start
  }

  /// Whether there is enough to send.
  @inlinable var isFull: Bool { buffer.count >= Self.chunk }

  @inlinable @inline(__always)
  static func advance(_ column: inout Int) -> Int {
    column &+= 1
    return column
  }

  /// Buffers one value of the row that began at `start`.
  @inlinable @inline(__always)
  mutating func append(
    _ value: some SQLValue, _ column: Int, _ start: Int
  ) throws(PostgresError) {
    do {
      try value.encode(field: &buffer)
    } catch {
      throw fault(error, column, start)
    }
  }

  /// Takes back the row that began at `start`, so that a body may go on with the next.
  @usableFromInline @inline(never)
  mutating func fault(_ error: SQLValueError, _ column: Int, _ start: Int) -> PostgresError {
    buffer.count = start
    return PostgresError(.encoding, "column \(column): \(error.reason)", at: exchange.site)
  }

  /// Begins the binary format.
  @usableFromInline mutating func begin() throws(PostgresError) {
    guard isBinary else {
      throw PostgresError(.misuse, "rows are written to `format binary` only", at: exchange.site)
    }
    hasHeader = true
    let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    buffer.append((signature + [UInt8](repeating: 0, count: 8)).span)
  }

  /// Sends what is buffered, and the end of the binary format unless the body wrote it itself.
  mutating func finish() async throws {
    // Without any row the server still wants the frame of the format.
    if isBinary, !hasHeader, !hasBytes { try begin() }
    if hasHeader { buffer.append(integer: -1 as Int16) }
    try await push()
  }

  /// Hands the buffer to libpq and waits until it is sent.
  @usableFromInline mutating func push() async throws {
    let connection = connection
    try await connection.feedCopy(buffer.count, &unflushed, exchange) { part in
      buffer.withBytes(part) { connection.session.putCopy($0) }
    }
    buffer.count = 0
  }
}

extension Connection {
  /// Hands so many bytes to libpq, part by part, and waits where the server is slower.
  fileprivate func feedCopy(
    _ count: Int, _ unflushed: inout Int, _ exchange: Exchange, _ put: (Range<Int>) -> Bool?
  ) async throws {
    if let deadline = exchange.deadline, ContinuousClock.now >= deadline { exchange.ask(.deadline) }
    // Once it was asked to cancel, the server drops what we send, and libpq tells only at the end.
    guard session.isOpen, exchange.asked == nil else { throw CopyWriter.Stopped() }
    var sent = 0
    while sent < count {
      let end = min(sent + 2 * CopyWriter.chunk, count)
      while true {
        guard let taken = put(sent..<end) else { throw CopyWriter.Stopped() }
        if taken { break }
        _ = try await ready(.write, exchange)
        _ = session.flush()
      }
      unflushed += end - sent
      sent = end
      // By itself libpq sends whole blocks and never waits, so that its buffer would grow for ever;
      // made to send all after each part, it would send a small rest each time.
      if unflushed >= CopyWriter.most {
        guard session.consume() else { throw CopyWriter.Stopped() }
        try await flush(exchange)
        unflushed = 0
      }
    }
  }
}
