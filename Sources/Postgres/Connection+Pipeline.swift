extension Connection {
  /// Sends several statements without waiting in between, and gives what each of them gave.
  ///
  ///     let (id, names) = try await connection.pipeline(
  ///       PipelineStep.one("insert into company (name) values (\(name)) returning id", as: Int64.self),
  ///       PipelineStep.column("select name from company", as: String.self))
  ///
  /// They are one transaction, unless they are part of one already: the first that fails ends it,
  /// the others are not run, and the error says which it was
  /// (``PostgresError/pipelineStep``). COPY is refused in pipelines.
  public func pipeline<each Output>(
    _ step: repeat PipelineStep<each Output>, within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> (repeat each Output) {
    let site = Site(file: file, line: line)
    var statements: [SQL] = []
    for step in repeat each step { statements.append(step.sql) }
    let results = try await pipelined(statements, within: limit, at: site)
    var index = 0
    return (repeat try read(each step, results, &index, at: site))
  }

  /// Sends any number of statements without waiting in between, and gives the rows of each; see
  /// ``pipeline(_:within:file:line:)``.
  public func pipeline(
    _ statements: [SQL], within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> [Rows] {
    let site = Site(file: file, line: line)
    return try await pipelined(statements, within: limit, at: site)
      .map { Rows(result: $0, site: site) }
  }

  /// Runs one statement with many rows of parameters, `$1` and on, without waiting in between, and
  /// tells how many rows they touched together.
  ///
  ///     try await connection.batch("insert into place (id, name) values ($1, $2)") { batch in
  ///       for place in places { try await batch.row(place.id, place.name) }
  ///     }
  ///
  /// All of it is one transaction, unless it is part of one already: when a row is refused or
  /// `body` throws, nothing is done. Results are read while `body` goes on, so that memory stays
  /// constant. Inside `body` the connection is busy.
  @discardableResult
  public func batch(
    _ sql: SQL, within limit: Duration? = nil, file: String = #fileID, line: Int = #line,
    _ body: (inout BatchWriter) async throws -> Void
  ) async throws -> Int {
    let site = Site(file: file, line: line)
    guard sql.parameters.isEmpty else {
      throw PostgresError(.misuse, "a batch binds its values row by row", at: site)
    }
    try check(sql, text: sql.text, at: site)
    let exchange = try begin(within: limit, text: sql.text, at: site)
    return try await during(exchange) {
      let flow = PipelineFlow(self, exchange, keepsResults: false)
      try await flow.enter()
      do {
        var writer = BatchWriter(flow, text: exchange.text, at: site)
        try await body(&writer)
      } catch let refusal {
        let failure = try await flow.giveUp()
        throw refusal is PipelineFlow.Stopped ? failure : refusal
      }
      try await flow.finish()
      return flow.affectedRows
    }
  }

  /// Runs statements in one pipeline and gives their results in order.
  func pipelined(
    _ statements: [SQL], within limit: Duration?, at site: Site
  ) async throws(PostgresError) -> [RawResult] {
    let texts = statements.map(\.text)
    for (sql, text) in zip(statements, texts) { try check(sql, text: text, at: site) }
    let exchange = try begin(within: limit, text: "", at: site)
    let isAlone = session.transactionStatus == .idle
    return try await during(exchange) { () throws(PostgresError) in
      do throws(PostgresError) {
        return try await pipelined(statements, texts, exchange)
      } catch  where error.isStalePlan && isAlone {
        // Everything was undone with the stale statement, and the cache is empty now.
        return try await pipelined(statements, texts, exchange)
      }
    }
  }

  private func pipelined(
    _ statements: [SQL], _ texts: [String], _ exchange: Exchange
  ) async throws(PostgresError) -> [RawResult] {
    let flow = PipelineFlow(self, exchange, keepsResults: true)
    try await flow.enter()
    for (sql, text) in zip(statements, texts) where !flow.isStopped {
      try await flow.add(text, sql.parameters)
    }
    try await flow.finish()
    guard flow.results.count == statements.count else {
      session.finish()
      throw PostgresError(
        .connectionLost, "\(flow.results.count) results of \(statements.count) statements",
        endsSession: true, at: exchange.site)
    }
    return flow.results
  }

  private func read<Output>(
    _ step: PipelineStep<Output>, _ results: [RawResult], _ index: inout Int, at site: Site
  ) throws(PostgresError) -> Output {
    let result = results[index]
    index += 1
    do throws(PostgresError) {
      return try step.read(Rows(result: result, site: site), result.affectedRows)
    } catch {
      var error = error
      error.pipelineStep = index
      throw error
    }
  }
}

/// Feeds a batch with rows of parameters.
public struct BatchWriter: ~Copyable {
  private let flow: PipelineFlow
  private let text: String
  private let site: Site
  private var parameters = Parameters()

  fileprivate init(_ flow: PipelineFlow, text: String, at site: Site) {
    self.flow = flow
    self.text = text
    self.site = site
  }

  /// Runs the statement with these values for `$1` and on.
  public mutating func row<each Value: SQLValue>(_ values: repeat each Value) async throws {
    parameters.removeAll()
    do {
      repeat try parameters.bind(each values)
    } catch {
      throw PostgresError(
        .encoding, "parameter \(parameters.count): \(error.reason)", at: site)
    }
    guard !flow.isStopped else { throw PipelineFlow.Stopped() }
    try await flow.add(text, parameters, isMany: true)
  }
}
