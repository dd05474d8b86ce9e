extension Connection {
  /// Runs a `copy … from stdin` fed by `body`, and tells how many rows arrived.
  ///
  /// An error of `body` aborts the COPY and is thrown on unchanged; everything else is a
  /// ``PostgresError``. A row the server refuses is told when `body` has returned, because libpq
  /// does not listen before. Inside `body` the connection is busy.
  @discardableResult
  public func copyIn(
    _ sql: SQL, within limit: Duration? = nil, file: String = #fileID, line: Int = #line,
    _ body: (inout CopyWriter) async throws -> Void
  ) async throws -> Int {
    let exchange = try begin(
      within: limit, text: sql.text, at: Site(file: file, line: line))
    return try await during(exchange) {
      try await send(sql, exchange)
      let isBinary = try await startCopy(.copyIn, exchange)
      var refusal: (any Error)?
      do {
        var writer = CopyWriter(self, exchange, isBinary: isBinary)
        try await body(&writer)
        try await writer.finish()
      } catch {
        refusal = error
      }
      guard session.isOpen else { throw refusal ?? lost(exchange) }
      // Where the server has refused already, this fails, and collecting finds what it said.
      while session.endCopy(abort: refusal == nil ? nil : "the program gave up") == false {
        _ = try await ready(.write, exchange)
        _ = session.flush()
      }
      try await flush(exchange)
      let rows: Int
      do throws(PostgresError) {
        rows = try await collect(exchange)?.affectedRows ?? 0
      } catch {
        // What the body threw is the reason, unless it only stopped because the server had.
        if let refusal, !(refusal is CopyWriter.Stopped) { throw refusal }
        throw error
      }
      if let refusal { throw refusal }
      return rows
    }
  }

  /// Runs a `copy … to stdout` and hands over each message as it arrives: a row of text or CSV, or
  /// the bytes of the binary format.
  ///
  /// An error of `body` cancels the COPY on the server and is thrown on unchanged; everything else
  /// is a ``PostgresError``.
  public func copyOut(
    _ sql: SQL, within limit: Duration? = nil, file: String = #fileID, line: Int = #line,
    _ body: (Span<UInt8>) throws -> Void
  ) async throws {
    try await copyOut(
      sql, within: limit, at: Site(file: file, line: line), check: { _ in }, body)
  }

  /// Runs a `copy … to stdout (format binary)` and hands over each row as a tuple.
  ///
  /// The format does not name types, so the columns must be exactly of the types asked for: a
  /// `bigint` for an `Int64` or `Int`, an `integer` for an `Int32`, text for a `String`.
  public func copyOut<each Column: SQLValue>(
    _ sql: SQL, as: (repeat each Column).Type, within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line, _ body: (repeat each Column) throws -> Void
  ) async throws {
    let site = Site(file: file, line: line)
    var reader = CopyReader(site)
    try await copyOut(
      sql, within: limit, at: site,
      check: { isBinary in
        if !isBinary {
          throw PostgresError(.misuse, "rows are read from `format binary` only", at: site)
        }
      },
      { message in
        if try reader.enter(message) {
          try reader.hand(message, to: body)
        }
      })
  }

  private func copyOut(
    _ sql: SQL, within limit: Duration?, at site: Site, check: (Bool) throws -> Void,
    _ body: (Span<UInt8>) throws -> Void
  ) async throws {
    let exchange = try begin(within: limit, text: sql.text, at: site)
    try await during(exchange) {
      try await send(sql, exchange)
      let isBinary = try await startCopy(.copyOut, exchange)
      do {
        try check(isBinary)
        reading: while true {
          switch try session.getCopy(body) {
          case .message: break
          case .wait:
            _ = try await ready(.read, exchange)
            if !session.consume() { break reading }
          case .end, .failed: break reading
          }
        }
      } catch {
        guard session.isOpen else { throw error }
        exchange.ask(.abandoned)
        try await discardCopy(exchange)
        _ = try? await collect(exchange)
        throw error
      }
      _ = try await collect(exchange)
    }
  }

  /// Reads up to the server's consent to a COPY; true when it is binary.
  private func startCopy(
    _ direction: RawResult.Status, _ exchange: Exchange
  ) async throws(PostgresError) -> Bool {
    var failure: RawResult?
    var other = false
    while let result = try await nextResult(exchange) {
      switch result.status {
      case direction: return result.copiesBinary
      case .copyIn, .copyOut:
        other = true
        try await refuseCopy(result, exchange)
      case .failed, .skipped, .synchronized, .other: failure = failure ?? result
      case .command, .rows, .row, .empty: other = true
      }
    }
    if !other { try check(failure, exchange) }
    throw PostgresError(
      .misuse, "the statement is no COPY in this direction", at: exchange.site)
  }
}

/// Feeds a COPY, waiting whenever the server is slower than the program.
public struct CopyWriter: ~Copyable {
  /// Thrown to leave the body when the server has stopped listening; its own error follows.
  struct Stopped: Error {}

  private let connection: Connection
  private let exchange: Exchange
  private let isBinary: Bool
  private var buffer: [UInt8] = []
  private var hasHeader = false
  private var hasBytes = false

  /// libpq slows down on pieces much greater than this.
  private static let chunk = 32 * 1024

  init(_ connection: Connection, _ exchange: Exchange, isBinary: Bool) {
    self.connection = connection
    self.exchange = exchange
    self.isBinary = isBinary
    buffer.reserveCapacity(2 * Self.chunk)
  }

  /// Sends bytes as they are, in the format the statement names.
  public mutating func write(_ bytes: [UInt8]) async throws {
    if !bytes.isEmpty { hasBytes = true }
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.chunk)
      rest = rest.dropFirst(part.count)
      buffer += part
      if buffer.count >= Self.chunk { try await push() }
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
  public mutating func row<each Value: SQLValue>(_ values: repeat each Value) async throws {
    guard isBinary else {
      throw PostgresError(.misuse, "rows are written to `format binary` only", at: exchange.site)
    }
    if !hasHeader { begin() }
    var count: Int16 = 0
    for _ in repeat (each Value).self { count += 1 }
    buffer.append(integer: count)
    var column = 0
    repeat try append(each values, &column)
    if buffer.count >= Self.chunk { try await push() }
  }

  private mutating func append(
    _ value: some SQLValue, _ column: inout Int
  ) throws(PostgresError) {
    column += 1
    do {
      try buffer.append(field: value)
    } catch {
      throw PostgresError(.encoding, "column \(column): \(error.reason)", at: exchange.site)
    }
  }

  private mutating func begin() {
    hasHeader = true
    buffer += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    buffer += [UInt8](repeating: 0, count: 8)
  }

  /// Sends what is buffered, and the end of the binary format unless the body wrote it itself.
  mutating func finish() async throws {
    // Without any row the server still wants the frame of the format.
    if isBinary, !hasHeader, !hasBytes { begin() }
    if hasHeader { buffer.append(integer: -1 as Int16) }
    try await push()
  }

  /// Hands the buffer to libpq and waits until it is sent.
  private mutating func push() async throws {
    if let deadline = exchange.deadline, ContinuousClock.now >= deadline { exchange.ask(.deadline) }
    // Once it was asked to cancel, the server drops what we send, and libpq tells only at the end.
    guard connection.session.isOpen, exchange.asked == nil else { throw Stopped() }
    var rest = buffer[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(2 * Self.chunk))
      while true {
        guard let taken = connection.session.putCopy(part) else { throw Stopped() }
        if taken { break }
        _ = try await connection.ready(.write, exchange)
        _ = connection.session.flush()
      }
      rest = rest.dropFirst(part.count)
      guard connection.session.consume() else { throw Stopped() }
      try await connection.flush(exchange)
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Takes binary COPY apart into rows.
struct CopyReader {
  private var hasHeader = false
  private var count = 0
  private var columns = 0
  private var offset = 0
  private let site: Site

  init(_ site: Site) { self.site = site }

  /// Reads the beginning of a message; false at the end of the data.
  mutating func enter(_ message: Span<UInt8>) throws(PostgresError) -> Bool {
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

  /// Reads the row in a message that was entered and hands it over.
  mutating func hand<each Column: SQLValue>(
    _ message: Span<UInt8>, to body: (repeat each Column) throws -> Void
  ) throws {
    let row: (repeat each Column) = try row(in: message)
    try body(repeat each row)
  }

  /// The row in a message that was entered.
  private mutating func row<each Column: SQLValue>(
    in message: Span<UInt8>
  ) throws(PostgresError) -> (repeat each Column) {
    var expected = 0
    for _ in repeat (each Column).self { expected += 1 }
    guard columns == expected else {
      throw PostgresError(
        .decoding, "\(columns) columns where \(expected) are asked for", at: site)
    }
    var column = 0
    return (repeat try next((each Column).self, message, &column))
  }

  private mutating func next<Value: SQLValue>(
    _: Value.Type, _ message: Span<UInt8>, _ column: inout Int
  ) throws(PostgresError) -> Value {
    column += 1
    do {
      return try message.field(at: &offset, of: Value.sqlType)
    } catch {
      throw PostgresError(
        .decoding, "\(Value.self), column \(column) of row \(count): \(error.reason)", at: site)
    }
  }

  private func cutShort() -> PostgresError {
    PostgresError(.decoding, "binary COPY is cut short", at: site)
  }
}
