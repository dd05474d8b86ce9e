/// A type made of a row, each property from the column of its name.
///
///     struct Company: SQLRecord {
///       let id: Int64
///       let name: String
///
///       init(row: inout Row) throws(PostgresError) {
///         id = try row["id"]
///         name = try row["name"]
///       }
///     }
///     let companies = try await connection.rows("select id, name from company")
///       .decode(as: Company.self)
///
/// The columns may stand in any order and may be more than are asked for; asked for in their order,
/// each costs one comparison of its name.
public protocol SQLRecord: SendableMetatype {
  /// Makes a value of a row, or says why that cannot be.
  init(row: inout Row) throws(PostgresError)
}

/// One row of a result, read by the names of its columns; see ``SQLRecord``.
public struct Row {
  @usableFromInline var result: RawResult
  @usableFromInline let types: [SQLType]
  @usableFromInline let site: Site
  /// Which row of the result it is.
  @usableFromInline var index: Int
  /// The column behind the one asked for last.
  @usableFromInline var next = 0
  /// The names of the columns.
  public let columns: [String]

  /// Begins with the first row of a result.
  @usableFromInline init(_ result: RawResult, at site: Site) {
    let rows = Rows(result: result, site: site)
    self.result = result
    self.site = site
    types = rows.types
    columns = rows.columns
    index = 0
  }

  /// Goes to another row of the same result.
  @inlinable mutating func move(to index: Int) {
    self.index = index
    next = 0
  }

  /// Reads the value of a column, as the type the context asks for.
  ///
  /// Fails, naming the column, when there is none of this name, and when its value is not of the type
  /// or is NULL without an optional to hold it. Of columns with the same name, each is found in turn.
  public subscript<Value: SQLValue>(name: String) -> Value {
    @inlinable mutating get throws(PostgresError) {
      if next >= columns.count || columns[next] != name { next = try find(name) }
      defer { next += 1 }
      return try result.value(row: index, column: next, of: types[next], at: site)
    }
  }

  /// The error to throw when a value is readable, but not what the record accepts.
  ///
  /// The reason goes to logs, so it should not quote the value.
  public func refusal(of column: String, _ reason: String) -> PostgresError {
    PostgresError(.decoding, "row \(index + 1): \(reason)", column: column, at: site)
  }

  /// Finds a column that is not the next one, from there on and then from the left.
  @usableFromInline func find(_ name: String) throws(PostgresError) -> Int {
    guard
      let column = columns[min(next, columns.count)...].firstIndex(of: name)
        ?? columns.firstIndex(of: name)
    else { throw PostgresError(.decoding, "there is no such column", column: name, at: site) }
    return column
  }
}

extension Rows {
  /// Reads every row as a record.
  @inlinable public func decode<Record: SQLRecord>(
    as: Record.Type
  ) throws(PostgresError) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(count)
    var row = Row(result, at: site)
    for index in 0..<count {
      row.move(to: index)
      records.append(try Record(row: &row))
    }
    return records
  }
}

extension Connection {
  /// Runs a statement that gives exactly one row, as a record, and fails when it gives none or more.
  public func one<Record: SQLRecord>(
    _ sql: SQL, as: Record.Type = Record.self, within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> Record {
    guard
      let record = try await oneOrNone(sql, as: Record.self, within: limit, file: file, line: line)
    else {
      throw PostgresError(
        .rowCount, "no row where one is due", at: Site(file: file, line: line))
    }
    return record
  }

  /// Runs a statement that gives at most one row, as a record, and fails when it gives more.
  public func oneOrNone<Record: SQLRecord>(
    _ sql: SQL, as: Record.Type = Record.self, within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> Record? {
    let rows = try await rows(sql, within: limit, file: file, line: line)
    guard rows.count <= 1 else {
      throw PostgresError(.rowCount, "\(rows.count) rows where at most one is due", at: rows.site)
    }
    return try rows.decode(as: Record.self).first
  }
}

extension Connection {
  /// Hands each row over as a record as it arrives, holding one at a time.
  ///
  /// An error of `body` cancels the statement on the server and is thrown on unchanged; everything
  /// else is a ``PostgresError``. Inside `body` the connection is busy.
  @inlinable public func each<Record: SQLRecord>(
    _ sql: SQL, as: Record.Type, within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line, _ body: (Record) throws -> Void
  ) async throws {
    let site = Site(file: file, line: line)
    var first: Row?
    try await eachRow(sql, within: limit, at: site) { result, _ in
      // The names of the columns are the same for all.
      var row = first ?? Row(result, at: site)
      first = row
      row.result = result
      try body(try Record(row: &row))
    }
  }
}

extension PipelineStep {
  /// Gives all rows as records.
  public static func rows<Record: SQLRecord>(
    _ sql: SQL, as: Record.Type = Record.self
  ) -> PipelineStep where Output == [Record] {
    PipelineStep(sql: sql) { rows, _ throws(PostgresError) in try rows.decode(as: Record.self) }
  }
}
