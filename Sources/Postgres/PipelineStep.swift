/// A statement of a pipeline and what its result becomes.
public struct PipelineStep<Output>: Sendable {
  let sql: SQL
  let read: @Sendable (Rows, Int) throws(PostgresError) -> Output
}

extension PipelineStep where Output == Int {
  /// Tells how many rows the statement touched or gave.
  public static func run(_ sql: SQL) -> PipelineStep {
    PipelineStep(sql: sql) { _, affected in affected }
  }
}

extension PipelineStep where Output == Rows {
  /// Gives all rows as they are.
  public static func rows(_ sql: SQL) -> PipelineStep {
    PipelineStep(sql: sql) { rows, _ in rows }
  }
}

extension PipelineStep {
  /// Gives all rows as tuples.
  public static func rows<each Column: SQLValue>(
    _ sql: SQL, as: (repeat each Column).Type = (repeat each Column).self
  ) -> PipelineStep where Output == [(repeat each Column)] {
    PipelineStep(sql: sql) { rows, _ throws(PostgresError) in
      try rows.decode(as: (repeat each Column).self)
    }
  }

  /// Gives the rows of the only column.
  public static func column<Value: SQLValue>(
    _ sql: SQL, as: Value.Type = Value.self
  ) -> PipelineStep where Output == [Value] {
    PipelineStep(sql: sql) { rows, _ throws(PostgresError) in try rows.decode(as: Value.self) }
  }

  /// Gives the only value of the only row, and fails when there is none or more.
  public static func one(_ sql: SQL, as: Output.Type = Output.self) -> PipelineStep
  where Output: SQLValue {
    PipelineStep(sql: sql) { rows, _ throws(PostgresError) in
      guard rows.count == 1 else {
        throw PostgresError(.rowCount, "\(rows.count) rows where one is due", at: rows.site)
      }
      return try rows.decode(as: Output.self)[0]
    }
  }
}
