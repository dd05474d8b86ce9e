/// How a transaction failed; the cases differ in what is true of its work afterwards.
public enum TransactionError<Failure: Error>: Error {
  /// It never began.
  case begin(PostgresError)
  /// The body threw, and the work is undone; `rollback` tells when undoing it took the session's end.
  case body(Failure, rollback: PostgresError? = nil)
  /// The server refused to commit, and the work is undone.
  case commit(PostgresError)
  /// The session was lost while committing: nobody knows whether the work is there; a traced one
  /// can be asked for with ``PostgresError/transaction``.
  case outcomeUnknown(PostgresError)

  /// The error behind it: the body's own, or the ``PostgresError``.
  public var underlying: any Error {
    switch self {
    case .begin(let error), .commit(let error), .outcomeUnknown(let error): error
    case .body(let error, _): error
    }
  }
}

extension TransactionError: TransactionFailure {}

extension TransactionError: CustomStringConvertible {
  /// The step that failed and the error behind it.
  public var description: String {
    switch self {
    case .begin(let error): "begin: \(error)"
    case .body(let error, nil): "\(error)"
    case .body(let error, let rollback?): "\(error) (and rolling back: \(rollback))"
    case .commit(let error): "commit: \(error)"
    case .outcomeUnknown(let error): "\(error)"
    }
  }
}
