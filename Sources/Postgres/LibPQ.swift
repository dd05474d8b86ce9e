// Every call to libpq, and what else of C it needs. The unsafe lines of the library are here and in
// Memory.swift; these rest on the same facts:
// - a PGconn lives until `Session.finish`, which forgets the pointer; libpq takes NULL for a closed
//   connection everywhere, so calls after it fail instead of touching freed memory;
// - libpq copies every string and buffer it is given before a call returns;
// - strings it returns are copied before anything else is called on the connection;
// - a PGresult never changes after it was returned and lives until it is cleared in `deinit`, so
//   reading it from any thread is sound.
import CLibPQ
import Dispatch
import Glibc
import Synchronization

/// libpq's functions that need no connection.
enum LibPQ {
  /// The settings a conninfo holds.
  static func parse(conninfo: String, at site: Site) throws(PostgresError) -> [String: String] {
    var failure: UnsafeMutablePointer<CChar>?
    // The list is ours to free, and so is the message, on the one path where there is one.
    guard let options = unsafe PQconninfoParse(conninfo, &failure) else {
      let message = unsafe failure.map { unsafe String(cString: $0) } ?? "out of memory"
      unsafe PQfreemem(failure)
      // The message may quote the conninfo, and with it a password.
      let error = PostgresError(.misuse, "not a conninfo or URL", detail: message, at: site)
      throw error
    }
    defer { unsafe PQconninfoFree(options) }
    return unsafe keywords(options) { option in
      unsafe option.val.map { unsafe String(cString: $0) }
    }
  }

  /// What a conninfo comes to with the variables, the service file and the defaults it leaves open;
  /// reads files, connects nowhere.
  static func effective(_ conninfo: String) -> [String: String] {
    // An impossible mode makes libpq stop when it has gathered all options, before it looks for a
    // server; the one keyword that is lost this way decides nothing here.
    let stopped = unsafe PQconnectStart(conninfo + " gssencmode='gather'")
    defer { unsafe PQfinish(stopped) }
    // The list is a copy, ours to free.
    guard let options = unsafe PQconninfo(stopped) else { return [:] }
    defer { unsafe PQconninfoFree(options) }
    return unsafe keywords(options) { option in
      unsafe option.val.map { unsafe String(cString: $0) }
    }
  }

  /// The addresses of a host in the order to try them, none if it has none; blocks.
  static func addresses(of host: String) -> [String] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
    // The list lives until it is freed, after its last entry was read.
    defer { unsafe freeaddrinfo(first) }
    var addresses: [String] = []
    var next = unsafe first
    while let entry = unsafe next {
      let address = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) {
        buffer -> String? in
        guard let start = buffer.baseAddress,
          unsafe getnameinfo(
            entry.pointee.ai_addr, entry.pointee.ai_addrlen, start, 128, nil, 0, NI_NUMERICHOST)
            == 0
        else { return nil }
        return unsafe String(cString: start)
      }
      if let address, !addresses.contains(address) { addresses.append(address) }
      unsafe next = entry.pointee.ai_next
    }
    return addresses
  }

  /// Whether a file is there for the process to read.
  static func canRead(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

  /// The home folder of the account the process runs under.
  static func home() -> String? {
    unsafe account { entry in unsafe String(cString: entry.pw_dir) }
  }

  /// Every keyword a variable could fill, with the value it has when no variable does.
  static func defaultsOfVariables() -> [String: String] {
    guard let options = unsafe PQconndefaults() else { return [:] }
    defer { unsafe PQconninfoFree(options) }
    var defaults = unsafe keywords(options) { option -> String? in
      guard unsafe option.envvar != nil else { return nil }
      return unsafe option.compiled.map { unsafe String(cString: $0) } ?? ""
    }
    // libpq reads PGSERVICE by itself and looks up even an empty name.
    defaults["service"] = nil
    defaults["user"] = accountName()
    return defaults
  }

  private static func keywords(
    _ options: UnsafeMutablePointer<PQconninfoOption>, _ value: (PQconninfoOption) -> String?
  ) -> [String: String] {
    var settings: [String: String] = [:]
    var option = unsafe options
    // The list ends with an entry without keyword.
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe value(option.pointee) {
        unsafe settings[String(cString: keyword)] = value
      }
      unsafe option += 1
    }
    return settings
  }

  /// The name of the account the process runs under.
  private static func accountName() -> String? {
    unsafe account { entry in unsafe String(cString: entry.pw_name) }
  }

  /// What `read` finds in the entry of the account the process runs under.
  private static func account(_ read: (passwd) -> String) -> String? {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    // The strings of `entry` point into `buffer`, so they are copied while it lives.
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
      guard let start = buffer.baseAddress,
        unsafe getpwuid_r(geteuid(), &entry, start, buffer.count, &found) == 0,
        unsafe found != nil
      else { return nil }
      return unsafe read(entry)
    }
  }

  /// Whether the process has a variable.
  static func hasVariable(_ name: String) -> Bool { unsafe getenv(name) != nil }

  /// Asks a server whether it takes sessions; blocks.
  static func ping(_ conninfo: String) -> Server.PingResult {
    switch unsafe PQping(conninfo) {
    case PQPING_OK: .accepting
    case PQPING_REJECT: .rejecting
    case PQPING_NO_RESPONSE: .noResponse
    default: .noAttempt
    }
  }

  /// Waits until a socket is ready or the time is over; blocks.
  static func poll(_ socket: Int32, _ interest: Readiness, microseconds: Int) -> Readiness {
    var events: Int32 = 0
    if interest.contains(.read) { events |= POLLIN }
    if interest.contains(.write) { events |= POLLOUT }
    var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
    // One entry, which outlives the call.
    guard unsafe postgres_wait(&entry, microseconds) > 0 else { return [] }
    var ready: Readiness = []
    let returned = Int32(entry.revents)
    // An error or a hang-up is learned by trying to read.
    if returned & (POLLIN | POLLERR | POLLHUP | POLLNVAL) != 0 { ready.insert(.read) }
    if returned & POLLOUT != 0 { ready.insert(.write) }
    return ready
  }
}

/// What a socket is ready for.
struct Readiness: OptionSet, Sendable {
  let rawValue: Int
  static let read = Readiness(rawValue: 1)
  static let write = Readiness(rawValue: 2)
}

/// A connection of libpq and its only owner.
///
/// `@unchecked Sendable` because being the only owner is what makes moving it to another task sound;
/// libpq itself keeps nothing in a thread.
@safe struct Session: ~Copyable, @unchecked Sendable {
  /// Nil once finished.
  private var connection: OpaquePointer?
  /// Kept for libpq, which holds its address without counting.
  private var receiver: Unmanaged<NoticeReceiver>?
  /// Where the session's blocking calls run.
  let queue: DispatchQueue
  /// What cancels its statement from outside; of use once it is connected.
  private(set) var canceller = unsafe Canceller(nil)
  /// Which statements are prepared on the server.
  var statements = StatementCache(limit: 0, threshold: 1)

  /// What polling a connection that is being made asks for.
  enum Progress: Sendable { case reading, writing, connected, failed }

  /// A pointer on its way to the session's queue.
  ///
  /// `@unchecked Sendable` because the task that sends it waits for the queue before it goes on, so
  /// that one of the two uses the connection at any time.
  @safe struct Handle: @unchecked Sendable {
    fileprivate let connection: OpaquePointer?

    /// Starts connecting; may read files.
    static func start(_ conninfo: String) -> Handle {
      unsafe Handle(connection: PQconnectStart(conninfo))
    }

    /// Takes the next step of connecting; may look up names.
    func poll() -> Progress {
      switch unsafe PQconnectPoll(connection) {
      case PGRES_POLLING_READING: .reading
      case PGRES_POLLING_WRITING: .writing
      case PGRES_POLLING_OK: .connected
      default: .failed
      }
    }
  }

  /// Takes over a connection that was started.
  init(
    owning handle: Handle, queue: DispatchQueue, notices: (@Sendable (Notice) -> Void)?
  ) {
    self.queue = queue
    unsafe connection = handle.connection
    // Always set, because libpq's own receiver prints on stderr.
    let receiver = unsafe Unmanaged.passRetained(NoticeReceiver(notices))
    unsafe self.receiver = unsafe receiver
    unsafe PQsetNoticeReceiver(
      connection,
      { context, result in
        guard let context = unsafe context, let result = unsafe result else { return }
        // The session holds a count on the receiver until the connection is finished.
        unsafe Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue()
          .receive(result)
      }, receiver.toOpaque())
  }

  /// Makes what stands in the place of a session that was given away.
  init(closedOn queue: DispatchQueue) {
    self.queue = queue
    unsafe connection = nil
    unsafe receiver = nil
  }

  deinit {
    unsafe PQfinish(connection)
    unsafe receiver?.release()
  }

  /// Makes ready for statements once the connection is made; false when it broke.
  mutating func becomeReady(_ statements: StatementCache) -> Bool {
    self.statements = statements
    canceller = unsafe Canceller(PQgetCancel(connection))
    return unsafe PQsetnonblocking(connection, 1) == 0
  }

  /// Closes the connection; every later call fails.
  mutating func finish() {
    unsafe PQfinish(connection)
    unsafe connection = nil
    unsafe receiver?.release()
    unsafe receiver = nil
  }

  var handle: Handle { unsafe Handle(connection: connection) }
  var isOpen: Bool { unsafe connection != nil }
  /// Whether libpq still believes in the connection.
  var isHealthy: Bool { unsafe PQstatus(connection) == CONNECTION_OK }
  /// Whether the server asked for a password and none was there.
  var lacksPassword: Bool { unsafe PQconnectionNeedsPassword(connection) == 1 }
  /// Whether text is still UTF-8 on its way, which `set client_encoding` could change; 6 is libpq's
  /// number for it (`PG_UTF8` of pg_wchar.h).
  var speaksUTF8: Bool {
    unsafe PQclientEncoding(connection) == 6 || parameter("client_encoding") == nil
  }
  var socket: Int32 { unsafe PQsocket(connection) }
  var processIdentifier: Int32 { unsafe PQbackendPID(connection) }
  var serverVersion: Int { Int(unsafe PQserverVersion(connection)) }

  /// The last failure in libpq's words, on one line.
  var failure: String {
    unsafe String(cString: PQerrorMessage(connection)).onOneLine
  }

  /// A parameter the server reports by itself, such as `server_version`.
  func parameter(_ name: String) -> String? {
    unsafe PQparameterStatus(connection, name).map { unsafe String(cString: $0) }
  }

  var transactionStatus: TransactionStatus {
    switch unsafe PQtransactionStatus(connection) {
    case PQTRANS_IDLE: .idle
    case PQTRANS_ACTIVE: .active
    case PQTRANS_INTRANS: .inTransaction
    case PQTRANS_INERROR: .failed
    default: .unknown
    }
  }

  /// Whether failures are told with the server's code in front, which while connecting is the only
  /// way libpq tells it.
  func tellCodes(_ tells: Bool) {
    _ = unsafe PQsetErrorVerbosity(connection, tells ? PQERRORS_VERBOSE : PQERRORS_DEFAULT)
  }

  /// Queues a script for the simple protocol.
  func send(script: String) -> Bool { unsafe PQsendQuery(connection, script) == 1 }

  /// Queues one statement with its parameters and asks for binary results.
  func send(_ text: String, _ parameters: Parameters) -> Bool {
    unsafe withArguments(parameters) { count, types, values, lengths, formats in
      unsafe PQsendQueryParams(connection, text, count, types, values, lengths, formats, 1) == 1
    }
  }

  /// Queues the preparing of a statement under a name.
  func prepare(_ text: String, as name: String, _ types: [SQLType]) -> Bool {
    unsafe PQsendPrepare(connection, name, text, Int32(types.count), types.map(\.oid)) == 1
  }

  /// Queues a prepared statement with its parameters and asks for binary results.
  func send(prepared name: String, _ parameters: Parameters) -> Bool {
    unsafe withArguments(parameters) { count, _, values, lengths, formats in
      unsafe PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1) == 1
    }
  }

  /// Lays parameters out as libpq takes them, for the length of `body`.
  private func withArguments<Result>(
    _ parameters: Parameters,
    _ body: (
      Int32, UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
      UnsafePointer<Int32>?
    ) -> Result
  ) -> Result {
    let count = parameters.count
    guard count > 0 else { return body(0, nil, nil, nil, nil) }
    // Types, lengths and formats behind each other in one allocation. Every element of both is
    // written before libpq reads it, and the pointers stay within `bytes`, which does not change.
    return unsafe parameters.bytes.withUnsafeBytes { bytes in
      unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: 3 * count) { numbers in
        unsafe withUnsafeTemporaryAllocation(
          of: UnsafePointer<CChar>?.self, capacity: count
        ) { values in
          for (index, value) in parameters.values.enumerated() {
            let address = unsafe bytes.baseAddress?.advanced(by: value.start)
            unsafe values.initializeElement(
              at: index,
              to: value.length == nil ? nil : address?.assumingMemoryBound(to: CChar.self))
            unsafe numbers.initializeElement(at: index, to: Int32(bitPattern: value.type.oid))
            unsafe numbers.initializeElement(
              at: count + index, to: Int32(clamping: value.length ?? 0))
            unsafe numbers.initializeElement(
              at: 2 * count + index, to: value.type == .unspecified ? 0 : 1)
          }
          let start = numbers.baseAddress
          return unsafe start?.withMemoryRebound(to: Oid.self, capacity: count) { types in
            unsafe body(
              Int32(count), types, values.baseAddress, start?.advanced(by: count),
              start?.advanced(by: 2 * count))
          } ?? body(0, nil, nil, nil, nil)
        }
      }
    }
  }

  /// Begins to queue statements without waiting for their results.
  func enterPipeline() -> Bool { unsafe PQenterPipelineMode(connection) == 1 }
  /// Ends it; false while results are still to come.
  func exitPipeline() -> Bool { unsafe PQexitPipelineMode(connection) == 1 }
  /// Queues the mark that ends a pipeline's transaction and its skipping after an error.
  func synchronize() -> Bool { unsafe PQpipelineSync(connection) == 1 }
  /// Queues the wish that the server sends what it has.
  func requestResults() -> Bool { unsafe PQsendFlushRequest(connection) == 1 }

  /// The next notification that has arrived.
  func nextNotification() -> PostgresNotification? {
    guard let notify = unsafe PQnotifies(connection) else { return nil }
    // Ours to free once its strings are copied.
    defer { unsafe PQfreemem(notify) }
    return unsafe PostgresNotification(
      channel: String(cString: notify.pointee.relname),
      payload: String(cString: notify.pointee.extra), backendPID: notify.pointee.be_pid)
  }

  /// Asks for the rows of the statement just queued one at a time.
  func deliverRowByRow() -> Bool { unsafe PQsetSingleRowMode(connection) == 1 }

  /// Sends what is queued: true when all is gone, false when the socket is full, nil when it broke.
  func flush() -> Bool? {
    switch unsafe PQflush(connection) {
    case 0: true
    case 1: false
    default: nil
    }
  }

  /// Takes in what the server sent; false when the connection broke.
  func consume() -> Bool { unsafe PQconsumeInput(connection) == 1 }
  /// Whether the next result is not complete yet.
  var isBusy: Bool { unsafe PQisBusy(connection) == 1 }
  /// The next result of the statement; nil when there is no more.
  func nextResult() -> RawResult? { unsafe PQgetResult(connection).map { unsafe RawResult($0) } }

  /// Queues data of COPY: true when taken, false when the buffer is full, nil when it failed.
  func putCopy(_ bytes: Span<UInt8>) -> Bool? {
    let answer = unsafe bytes.withUnsafeBytes { bytes in
      unsafe PQputCopyData(
        connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
    }
    return answer == 1 ? true : answer == 0 ? false : nil
  }

  /// Queues the end of COPY, or its abort with a reason.
  func endCopy(abort reason: String? = nil) -> Bool? {
    let answer = unsafe PQputCopyEnd(connection, reason)
    return answer == 1 ? true : answer == 0 ? false : nil
  }

  /// What reading COPY gave.
  enum CopyOut: Sendable { case message, wait, end, failed }

  /// Hands the next message of COPY to `body`, if there is one.
  func getCopy(_ body: (Span<UInt8>) throws -> Void) rethrows -> CopyOut {
    var start: UnsafeMutablePointer<CChar>?
    let count = unsafe PQgetCopyData(connection, &start, 1)
    switch count {
    case 0: return .wait
    case -1: return .end
    case ..<0: return .failed
    default:
      // The message is ours until it is freed, which the defer does after `body`.
      defer { unsafe PQfreemem(start) }
      if let start = unsafe start {
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
        try body(unsafe Span(_unsafeBytes: bytes))
      }
      return .message
    }
  }
}

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

/// Where notices go, for libpq to call.
private final class NoticeReceiver: Sendable {
  private let handler: (@Sendable (Notice) -> Void)?

  init(_ handler: (@Sendable (Notice) -> Void)?) { self.handler = handler }

  func receive(_ result: OpaquePointer) {
    guard let handler else { return }
    // libpq frees the result itself after the call, so it is only borrowed.
    let result = unsafe RawResult(borrowing: result)
    handler(
      Notice(
        severity: result.field(.severity) ?? "NOTICE",
        state: result.field(.state).map(SQLState.init(code:)),
        message: result.field(.message) ?? ""))
  }
}

/// What cancels a session's statement from outside.
///
/// `@unchecked Sendable` because a `PGcancel` is never changed after it was made, and `PQcancel` is
/// documented as safe on any thread.
@safe final class Canceller: @unchecked Sendable {
  private let cancel: OpaquePointer?
  /// One request at a time, off the cooperative pool because `PQcancel` blocks.
  private let queue = DispatchQueue(label: "postgres.cancel")
  private let isSending = Atomic(false)

  init(_ cancel: OpaquePointer?) { unsafe self.cancel = unsafe cancel }

  deinit { unsafe PQfreeCancel(cancel) }

  /// Asks the server to cancel whatever the session runs, unless a request is already under way,
  /// and returns at once.
  func send() {
    guard !isSending.exchange(true, ordering: .acquiringAndReleasing) else { return }
    queue.async {
      defer { self.isSending.store(false, ordering: .releasing) }
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        // The reason of a failure goes here; the answer to the statement tells all we need.
        _ = unsafe PQcancel(self.cancel, buffer.baseAddress, Int32(buffer.count))
      }
    }
  }

  /// Waits until no request is under way, so that none can hit a later statement.
  ///
  /// False when that took more than `seconds`. Blocks.
  func drain(seconds: Int) -> Bool {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    return done.wait(timeout: .now() + .seconds(seconds)) == .success
  }
}

extension String {
  /// The text with its line breaks as spaces and without those at the end.
  var onOneLine: String {
    split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
  }

  /// The text up to a mark, or all of it.
  func before(_ mark: String) -> String {
    firstRange(of: mark).map { String(self[..<$0]) } ?? self
  }

  private func firstRange(of mark: String) -> Index? {
    indices.first { self[$0...].hasPrefix(mark) }
  }
}
