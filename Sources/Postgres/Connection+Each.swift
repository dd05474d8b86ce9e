extension Connection {
  /// Hands each row over as it arrives, holding one at a time.
  ///
  /// An error of `body` cancels the statement on the server and is thrown on unchanged; everything
  /// else is a ``PostgresError``. Inside `body` the connection is busy.
  @inlinable public func each<each Column: SQLValue>(
    _ sql: SQL, as: (repeat each Column).Type = (repeat each Column).self,
    within limit: Duration? = nil, file: String = #fileID, line: Int = #line,
    _ body: (repeat each Column) throws -> Void
  ) async throws {
    let site = Site(file: file, line: line)
    // Asked once, because asking a pack takes time.
    var expected = 0
    for _ in repeat (each Column).self { expected += 1 }
    try await eachRow(sql, within: limit, at: site) { [expected] result, types in
      guard types.count == expected else { throw result.misfit(expected, at: site) }
      var column = 0
      try body(repeat try result.next((each Column).self, 0, &column, types, site))
    }
  }

  /// Hands over the result each row arrives in, and the types of the columns.
  @usableFromInline func eachRow(
    _ sql: SQL, within limit: Duration?, at site: Site,
    _ body: (RawResult, [SQLType]) throws -> Void
  ) async throws {
    let exchange = try begin(within: limit, text: sql.text, at: site)
    try await during(exchange) {
      try await send(sql, exchange, rowByRow: true)
      var refusal: (any Error)?
      do {
        try await readRows(exchange, &refusal, body)
      } catch {
        // What the body threw is the reason, also where the server does not answer any more.
        throw refusal ?? error
      }
      if let refusal { throw refusal }
    }
  }

  /// Reads to the end of a statement; an error of `body` is kept and ends the handing over.
  private func readRows(
    _ exchange: Exchange, _ refusal: inout (any Error)?,
    _ body: (RawResult, [SQLType]) throws -> Void
  ) async throws(PostgresError) {
    var types: [SQLType] = []
    var failure: RawResult?
    var isCopy = false
    while true {
      // Most rows have come already, and asking for them at once spares a call that may wait.
      if !hasResult { try await arrival(exchange) }
      guard let result = try takeResult(exchange) else { break }
      switch result.status {
      case .row where refusal == nil:
        if types.isEmpty { types = result.types }
        do {
          try body(result, types)
        } catch {
          refusal = error
          exchange.ask(.abandoned)
        }
      case .row, .rows, .command, .empty, .skipped, .synchronized: break
      case .copyIn, .copyOut:
        isCopy = true
        try await refuseCopy(result, exchange)
      case .failed, .other: failure = failure ?? result
      }
    }
    guard refusal == nil else { return }
    try check(failure, exchange, refusedCopy: isCopy)
  }
}
