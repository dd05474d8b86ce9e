// Every call to libpq that takes a connection, and what else of C it needs. The unsafe lines of the
// library are here and in RawResult.swift; all of them rest on the same facts:
// - a PGconn lives until `Session.finish`, which forgets the pointer; libpq takes NULL for a closed
//   connection everywhere, so calls after it fail instead of touching freed memory;
// - libpq copies every string and buffer it is given before a call returns;
// - strings it returns are copied before anything else is called on the connection.
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
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    // The strings of `entry` point into `buffer`, so the name is copied while it lives.
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
      guard let start = buffer.baseAddress,
        unsafe getpwuid_r(geteuid(), &entry, start, buffer.count, &found) == 0,
        unsafe found != nil
      else { return nil }
      return unsafe String(cString: entry.pw_name)
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
  static func poll(_ socket: Int32, _ interest: Readiness, milliseconds: Int32) -> Readiness {
    var events: Int32 = 0
    if interest.contains(.read) { events |= POLLIN }
    if interest.contains(.write) { events |= POLLOUT }
    var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
    // One entry, which outlives the call.
    guard unsafe Glibc.poll(&entry, 1, milliseconds) > 0 else { return [] }
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
  init(owning handle: Handle, notices: (@Sendable (Notice) -> Void)?) {
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

  deinit {
    unsafe PQfinish(connection)
    unsafe receiver?.release()
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

  /// Makes every later call return at once.
  func becomeNonblocking() -> Bool { unsafe PQsetnonblocking(connection, 1) == 0 }

  /// What can cancel this session's statement from another thread.
  func canceller() -> Canceller { unsafe Canceller(PQgetCancel(connection)) }

  /// Queues a script for the simple protocol.
  func send(script: String) -> Bool { unsafe PQsendQuery(connection, script) == 1 }

  /// Queues one statement with its parameters and asks for binary results.
  func send(_ text: String, _ parameters: [SQL.Parameter]) -> Bool {
    // One buffer for all values, each behind the next and ended by NUL, which text format needs.
    var bytes: [UInt8] = []
    var starts: [Int] = []
    for parameter in parameters {
      starts.append(bytes.count)
      bytes += parameter.bytes ?? []
      bytes.append(0)
    }
    let types = parameters.map(\.type.oid)
    let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
    let formats = parameters.map { $0.type == .unspecified ? 0 : 1 as Int32 }
    // The pointers stay within `bytes`, which is not touched until libpq has copied it.
    return unsafe bytes.withUnsafeBytes { buffer in
      let values = unsafe zip(parameters, starts).map { parameter, start in
        unsafe parameter.bytes == nil
          ? nil
          : buffer.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
      }
      return unsafe PQsendQueryParams(
        connection, text, Int32(parameters.count), types, values, lengths, formats, 1) == 1
    }
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
  func putCopy(_ bytes: [UInt8]) -> Bool? {
    let answer = unsafe bytes.withUnsafeBytes { buffer in
      unsafe PQputCopyData(
        connection, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
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
