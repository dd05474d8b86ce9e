/// How a transaction sees the work of others, and what it may do.
public struct TransactionMode: Hashable, Sendable {
  /// How a transaction sees the work of others.
  public enum Isolation: Hashable, Sendable {
    /// Each statement sees what was committed before it.
    case readCommitted
    /// The transaction sees what was committed before its first statement.
    case repeatableRead
    /// As if transactions ran one after the other; may fail with `40001` and be run again.
    case serializable
  }

  /// How it sees the work of others; nil leaves it to the server's default.
  public var isolation: Isolation?
  /// Whether it only reads.
  public var isReadOnly: Bool
  /// Whether a serializable one that only reads waits until it can run without risk of failure.
  public var isDeferrable: Bool

  /// Whether its number is asked for when it begins, so that an unknown outcome can be found out
  /// with ``Connection/outcome(of:file:line:)``; no use for one that only reads.
  public var isTraced: Bool

  /// Describes a transaction; without arguments, the server's default.
  public init(
    isolation: Isolation? = nil, isReadOnly: Bool = false, isDeferrable: Bool = false,
    isTraced: Bool = false
  ) {
    self.isolation = isolation
    self.isReadOnly = isReadOnly
    self.isDeferrable = isDeferrable
    self.isTraced = isTraced
  }

  /// Reads and writes, at the server's default isolation.
  public static let readWrite = TransactionMode()
  /// Reads one frozen state of the database.
  public static let snapshot = TransactionMode(isolation: .repeatableRead, isReadOnly: true)
  /// Reads and writes as if alone.
  public static let serializable = TransactionMode(isolation: .serializable)

  /// The same, traced.
  public var traced: TransactionMode {
    var mode = self
    mode.isTraced = true
    return mode
  }

  /// The statement that begins it.
  var begin: SQL {
    var sql: SQL = "begin"
    switch isolation {
    case .readCommitted: sql.append(" isolation level read committed")
    case .repeatableRead: sql.append(" isolation level repeatable read")
    case .serializable: sql.append(" isolation level serializable")
    case nil: break
    }
    if isReadOnly { sql.append(" read only") }
    if isDeferrable { sql.append(" deferrable") }
    return sql
  }
}
