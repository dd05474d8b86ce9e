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
  /// is a ``PostgresError``. Tells how many rows there were.
  @discardableResult
  public func copyOut(
    _ sql: SQL, within limit: Duration? = nil, file: String = #fileID, line: Int = #line,
    _ body: (Span<UInt8>) throws -> Void
  ) async throws -> Int {
    try await copyOut(
      sql, within: limit, at: Site(file: file, line: line), check: { _ in }, body)
  }

  /// Runs a `copy … to stdout (format binary)` and hands over each row as a tuple.
  ///
  /// The format does not name types, so the columns must be exactly of the types asked for: a
  /// `bigint` for an `Int64` or `Int`, an `integer` for an `Int32`, text for a `String`.
  @discardableResult
  @inlinable public func copyOut<each Column: SQLValue>(
    _ sql: SQL, as: (repeat each Column).Type, within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line, _ body: (repeat each Column) throws -> Void
  ) async throws -> Int {
    let site = Site(file: file, line: line)
    // Asked once, because asking a pack takes time.
    var types: [SQLType] = []
    for column in repeat (each Column).self { types.append(column.sqlType) }
    var reader = CopyReader(types, at: site)
    return try await copyOut(
      sql, within: limit, at: site, check: reader.check,
      { message in
        if try reader.enter(message) {
          try body(repeat try reader.next((each Column).self, message))
        }
      })
  }

  @usableFromInline func copyOut(
    _ sql: SQL, within limit: Duration?, at site: Site, check: (Bool) throws -> Void,
    _ body: (Span<UInt8>) throws -> Void
  ) async throws -> Int {
    let exchange = try begin(within: limit, text: sql.text, at: site)
    return try await during(exchange) {
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
        // Where the server does not answer any more, the error is still the body's.
        if (try? await discardCopy(exchange)) != nil { _ = try? await collect(exchange) }
        throw error
      }
      return try await collect(exchange)?.affectedRows ?? 0
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
