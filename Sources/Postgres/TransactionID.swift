/// The number of a transaction, by which its outcome can be asked for when the session is gone.
public struct TransactionID: Hashable, Sendable, CustomStringConvertible {
  /// The number as `pg_current_xact_id` gives it.
  public let number: Int64
  /// When the server's statistics began, which is after its last crash.
  ///
  /// A crash may lose numbers that were given but not yet written, and the server gives them again;
  /// so an answer about a number from before a crash may be about another transaction.
  let statisticsBegan: Timestamp?

  /// The number.
  public var description: String { String(number) }
}

/// What became of a transaction.
public enum TransactionOutcome: Hashable, Sendable {
  /// Its work is there.
  case committed
  /// Its work is undone.
  case rolledBack
  /// The server has not ended it yet.
  case inProgress
  /// The server does not know any more, or has crashed since and may mean another transaction.
  case undecidable
}

extension Connection {
  /// What the server knows of a transaction, of this session or of any other of the same server.
  public func outcome(
    of transaction: TransactionID, file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> TransactionOutcome {
    let status: String?
    let began: Timestamp?
    do throws(PostgresError) {
      (status, began) = try await one(
        """
        select pg_xact_status(\(String(transaction.number))::xid8), \
        pg_stat_get_bgwriter_stat_reset_time()
        """, file: file, line: line)
    } catch  where error.state == .invalidParameterValue {
      // A number the server has not given yet was lost in a crash, and with it the work.
      return .rolledBack
    }
    let isSameLife = began == transaction.statisticsBegan
    return switch status {
    case "committed": isSameLife ? .committed : .undecidable
    case "in progress": isSameLife ? .inProgress : .rolledBack
    case "aborted": .rolledBack
    default: .undecidable
    }
  }

  /// The number of the transaction this session is in, giving it one if it has none yet.
  public func currentTransaction(
    file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> TransactionID {
    let row: (Int64, Timestamp?) = try await one(Self.number, file: file, line: line)
    return TransactionID(number: row.0, statisticsBegan: row.1)
  }

  /// Begins a transaction and asks for its number, in one exchange.
  func beginTraced(
    _ begin: SQL, at site: Site
  ) async throws(PostgresError) -> TransactionID {
    let results = try await pipelined([begin, Self.number], within: nil, at: site)
    let rows = try Rows(result: results[1], site: site).decode(as: (Int64, Timestamp?).self)
    return TransactionID(number: rows[0].0, statisticsBegan: rows[0].1)
  }

  private static var number: SQL {
    "select pg_current_xact_id()::text::bigint, pg_stat_get_bgwriter_stat_reset_time()"
  }
}
