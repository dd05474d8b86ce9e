// Every call to libpq that takes a result; see Session.swift for the facts the unsafe lines rest on.
// Beyond them: a PGresult never changes after it was returned and lives until it is cleared in
// `deinit`, so reading it from any thread is sound.
import CLibPQ

/// A result of libpq, freed with the last reference.
///
/// `@unchecked Sendable` because it is only ever read.
@safe @usableFromInline final class RawResult: @unchecked Sendable {
  private let result: OpaquePointer
  private let isOwned: Bool
  @usableFromInline let rowCount: Int
  @usableFromInline let columnCount: Int

  init(_ result: OpaquePointer, isOwned: Bool = true) {
    unsafe self.result = unsafe result
    self.isOwned = isOwned
    rowCount = Int(unsafe PQntuples(result))
    columnCount = Int(unsafe PQnfields(result))
  }

  /// Looks at a result that libpq will free.
  convenience init(borrowing result: OpaquePointer) {
    unsafe self.init(result, isOwned: false)
  }

  deinit {
    if isOwned { unsafe PQclear(result) }
  }

  /// What kind of answer it is.
  enum Status: Sendable {
    case command, rows, row, copyIn, copyOut, empty, failed, skipped, synchronized, other
  }

  var status: Status {
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK: .command
    case PGRES_TUPLES_OK: .rows
    case PGRES_SINGLE_TUPLE: .row
    case PGRES_COPY_IN: .copyIn
    case PGRES_COPY_OUT: .copyOut
    case PGRES_EMPTY_QUERY: .empty
    case PGRES_PIPELINE_ABORTED: .skipped
    case PGRES_PIPELINE_SYNC: .synchronized
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR: .failed
    default: .other
    }
  }

  /// A part of an error or notice.
  enum Field: UnicodeScalar {
    case severity = "V"
    case state = "C"
    case message = "M"
    case detail = "D"
    case hint = "H"
    case position = "P"
    case schema = "s"
    case table = "t"
    case column = "c"
    case constraint = "n"
    case source = "R"
    case context = "W"
  }

  func field(_ field: Field) -> String? {
    unsafe PQresultErrorField(result, Int32(field.rawValue.value)).map {
      unsafe String(cString: $0)
    }
  }

  /// Whether a prepared statement could not be run because it is gone, or because its columns have
  /// changed; for the latter the server has no code of its own, but the place that says so is one.
  var tellsOfStalePlan: Bool {
    guard status == .failed, let state = field(.state) else { return false }
    return state == SQLState.invalidSQLStatementName.code
      || state == SQLState.featureNotSupported.code && field(.source) == "RevalidateCachedQuery"
  }

  /// libpq's words for a failure that is not the server's.
  var failure: String { unsafe String(cString: PQresultErrorMessage(result)).onOneLine }
  /// The command as the server tells it, such as `INSERT 0 3`.
  var commandTag: String { unsafe String(cString: PQcmdStatus(result)) }
  /// How many rows the command touched.
  var affectedRows: Int { Int(unsafe String(cString: PQcmdTuples(result))) ?? 0 }
  /// Whether COPY speaks the binary format.
  var copiesBinary: Bool { unsafe PQbinaryTuples(result) == 1 }

  /// Whether the session now copies in both directions, which is for replication only.
  var beginsReplication: Bool { unsafe PQresultStatus(result) == PGRES_COPY_BOTH }

  /// The name of a column that exists.
  func name(column: Int) -> String {
    unsafe PQfname(result, Int32(column)).map { unsafe String(cString: $0) } ?? ""
  }

  /// The type of each column.
  @usableFromInline var types: [SQLType] { (0..<columnCount).map { type(of: $0) } }

  /// The type of a column that exists.
  @usableFromInline func type(of column: Int) -> SQLType {
    SQLType(oid: unsafe PQftype(result, Int32(truncatingIfNeeded: column)))
  }

  /// The bytes of a value, or nil for NULL; the row and the column must exist.
  ///
  /// The bytes belong to the result, so whoever reads them keeps it alive.
  @unsafe @usableFromInline func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
    let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
    let count = unsafe PQgetlength(result, row, column)
    // NULL has the length 0, so that only an empty value costs another question.
    if count == 0, unsafe PQgetisnull(result, row, column) == 1 { return nil }
    return unsafe UnsafeRawBufferPointer(
      start: PQgetvalue(result, row, column), count: Int(count))
  }

  /// Reads one value; the row and the column must exist.
  @inlinable @inline(__always)
  func decode<Value: SQLValue>(
    row: Int, column: Int, of type: SQLType, as: Value.Type
  ) throws(SQLValueError) -> Value {
    guard let bytes = unsafe bytes(row: row, column: column) else {
      return try Value.decodeNull()
    }
    // Until decode has copied from the bytes.
    defer { withExtendedLifetime(self) {} }
    return try Value.decode(unsafe Span(_unsafeBytes: bytes), of: type)
  }
}
