/// Feeds a COPY, waiting whenever the server is slower than the program.
public struct CopyWriter: ~Copyable {
  /// Thrown to leave the body when the server has stopped listening; its own error follows.
  struct Stopped: Error {}

  private let connection: Connection
  private let exchange: Exchange
  private let isBinary: Bool
  /// What was written and not sent yet.
  @usableFromInline var buffer: [UInt8] = []
  /// Whether the binary format was begun by a row.
  @usableFromInline var hasHeader = false
  private var hasBytes = false

  /// How much is sent at once; libpq slows down on pieces much greater than this.
  @inlinable static var chunk: Int { 32 * 1024 }

  init(_ connection: Connection, _ exchange: Exchange, isBinary: Bool) {
    self.connection = connection
    self.exchange = exchange
    self.isBinary = isBinary
    buffer.reserveCapacity(2 * Self.chunk)
  }

  /// Sends bytes as they are, in the format the statement names.
  public mutating func write(_ bytes: [UInt8]) async throws {
    if bytes.isEmpty { return }
    hasBytes = true
    // Many small pieces go together, a large one as it is.
    if bytes.count < Self.chunk {
      buffer += bytes
      if buffer.count >= Self.chunk { try await push() }
    } else {
      if !buffer.isEmpty { try await push() }
      try await send(bytes)
    }
  }

  /// Sends text as it is, in the format the statement names.
  public mutating func write(_ text: String) async throws {
    if !text.isEmpty { hasBytes = true }
    buffer += text.utf8
    if buffer.count >= Self.chunk { try await push() }
  }

  /// Sends one row of a `format binary` COPY.
  ///
  /// The format does not name types, so each value must be exactly of its column's type: an `Int64`
  /// or `Int` for a `bigint`, an `Int32` for an `integer`, a `String` for `text`, an optional of
  /// these for a column that may be NULL.
  @inlinable public mutating func row<each Value: SQLValue>(
    _ values: repeat each Value
  ) async throws {
    if !hasHeader { try begin() }
    var count: Int16 = 0
    for _ in repeat (each Value).self { count += 1 }
    let start = buffer.count
    buffer.append(integer: count)
    var column = 0
    repeat try append(each values, &column, start)
    if buffer.count >= Self.chunk { try await push() }
  }

  @inlinable @inline(__always)
  mutating func append(
    _ value: some SQLValue, _ column: inout Int, _ start: Int
  ) throws(PostgresError) {
    column &+= 1
    do {
      try buffer.append(field: value)
    } catch {
      throw fault(error, column, start)
    }
  }

  /// Takes back the row that began at `start`, so that a body may go on with the next.
  @usableFromInline @inline(never)
  mutating func fault(_ error: SQLValueError, _ column: Int, _ start: Int) -> PostgresError {
    buffer.removeLast(buffer.count - start)
    return PostgresError(.encoding, "column \(column): \(error.reason)", at: exchange.site)
  }

  /// Begins the binary format.
  @usableFromInline mutating func begin() throws(PostgresError) {
    guard isBinary else {
      throw PostgresError(.misuse, "rows are written to `format binary` only", at: exchange.site)
    }
    hasHeader = true
    buffer += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    buffer += [UInt8](repeating: 0, count: 8)
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
    try await send(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Hands bytes to libpq, piece by piece, and waits until they are sent.
  private func send(_ bytes: [UInt8]) async throws {
    if let deadline = exchange.deadline, ContinuousClock.now >= deadline { exchange.ask(.deadline) }
    // Once it was asked to cancel, the server drops what we send, and libpq tells only at the end.
    guard connection.session.isOpen, exchange.asked == nil else { throw Stopped() }
    var sent = 0
    while sent < bytes.count {
      let end = min(sent + 2 * Self.chunk, bytes.count)
      while true {
        guard let taken = connection.session.putCopy(bytes, sent..<end) else { throw Stopped() }
        if taken { break }
        _ = try await connection.ready(.write, exchange)
        _ = connection.session.flush()
      }
      sent = end
      guard connection.session.consume() else { throw Stopped() }
      try await connection.flush(exchange)
    }
  }
}
