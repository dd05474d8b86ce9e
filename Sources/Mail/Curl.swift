// Every call to libcurl. The unsafe lines rest on these facts:
// - a session is used by one task at a time, and its calls run on its own queue, one after the other;
// - both handles live until `deinit`, when no transfer is under way: `begin` and `drive` always come
//   to the end of one, since taking an unfinished one away would make curl send the final dot;
// - libcurl copies every string it is given, but for the list of recipients, which lives as long as
//   the transfer;
// - callbacks are called inside `curl_multi_perform` only, while the conversation they are given
//   is kept by the session.
import CCurl
import Dispatch
import Glibc
import Synchronization

/// One message on its way through a server: what curl's callbacks read and write.
private final class Conversation {
  let bytes: [UInt8]
  let needsUTF8: Bool
  let isGivenUp: @Sendable () -> Bool
  var sent = 0
  var stage = HandoverFault.Stage.connect
  /// What the server announced; kept with the connection.
  var takesUTF8: Bool
  var lastReply: SMTPReply?
  var lines = 0
  var cause: HandoverFault.Cause?
  /// Whether every byte is out and the final dot waits for permission.
  var isWaiting = false
  var permission = Permission.notAsked
  /// Whether the server answered before there was a question.
  var isOutOfTurn = false
  /// Whether we said goodbye: what comes then is about no message.
  var isOver = false
  /// The connection; kept with the session.
  var socket: Int32

  enum Permission { case notAsked, given, refused }

  init(
    bytes: [UInt8], needsUTF8: Bool, takesUTF8: Bool, socket: Int32,
    isGivenUp: @escaping @Sendable () -> Bool
  ) {
    self.socket = socket
    self.bytes = bytes
    self.needsUTF8 = needsUTF8
    self.takesUTF8 = takesUTF8
    self.isGivenUp = isGivenUp
  }

  /// The next piece of the message; at its end, the permission to say so.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard sent == bytes.count else {
      let count = min(buffer.count, bytes.count - sent)
      unsafe bytes.withUnsafeBytes {
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<sent + count]))
      }
      sent += count
      return count
    }
    switch permission {
    case .given: return 0
    case .refused: return Int(CURL_READFUNC_ABORT)
    case .notAsked:
      isWaiting = true
      return Int(CURL_READFUNC_PAUSE)
    }
  }

  /// Takes a line of a reply; false ends the conversation.
  func take(_ line: UnsafeRawBufferPointer) -> Bool {
    guard !isOver else { return true }
    lines += 1
    guard lines <= 100, let (reply, isLast) = unsafe SMTPReply.read(line) else {
      cause = .garbled
      return false
    }
    if stage == .hello, unsafe Self.says("SMTPUTF8", line) { takesUTF8 = true }
    guard isLast else { return true }
    lines = 0
    lastReply = reply
    if stage == .sender, needsUTF8, !takesUTF8, reply.code < 300 {
      cause = .noUTF8
      return false
    }
    if stage == .data, reply.code < 400 { stage = .body }
    return true
  }

  /// Notes which command went out.
  ///
  /// Only its verb is looked at: a line may be a password.
  func note(command line: UnsafeRawBufferPointer) {
    if unsafe line.starts(with: "QUIT".utf8) { isOver = true }
    let verbs: [(String, HandoverFault.Stage)] = [
      ("EHLO ", .hello), ("HELO ", .hello), ("STARTTLS", .startTLS), ("AUTH ", .login),
      ("MAIL FROM:", .sender), ("RCPT TO:", .recipient), ("DATA\r", .data),
    ]
    guard let (_, next) = verbs.first(where: { unsafe line.starts(with: $0.0.utf8) }) else {
      return
    }
    stage = next
    lastReply = nil
    if next == .hello { takesUTF8 = false }
  }

  private static func says(_ word: String, _ line: UnsafeRawBufferPointer) -> Bool {
    unsafe String(decoding: line.dropFirst(4), as: UTF8.self).uppercased().hasPrefix(word)
  }
}

/// A connection to an SMTP server, kept for one message after the other.
@safe final class CurlSession: @unchecked Sendable {
  private let server: SMTPServer
  private let multi: UnsafeMutableRawPointer
  private let easy: UnsafeMutableRawPointer
  private let queue = DispatchQueue(label: "vivier.smtp")
  private var conversation: Conversation?
  private var recipients: UnsafeMutablePointer<curl_slist>?
  private var takesUTF8 = false
  private var socket: Int32 = -1
  /// Whether a connection may be kept from the message before.
  private var isUsed = false
  private let isGivenUp: @Sendable () -> Bool

  /// libcurl's own start, once a process.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Makes a session; connects nowhere yet.
  ///
  /// - `isGivenUp`: is asked while the session waits; true ends the wait.
  /// - Throws: `MailError.setting` when libcurl is out of memory or refuses a setting.
  init(_ server: SMTPServer, isGivenUp: @escaping @Sendable () -> Bool) throws(MailError) {
    guard Self.isReady, let multi = unsafe curl_multi_init() else {
      throw .setting("libcurl cannot start")
    }
    guard let easy = unsafe curl_easy_init() else {
      unsafe curl_multi_cleanup(multi)
      throw .setting("libcurl cannot start")
    }
    self.server = server
    unsafe self.multi = multi
    unsafe self.easy = easy
    self.isGivenUp = isGivenUp
    try configure()
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe curl_multi_cleanup(multi)
    unsafe curl_slist_free_all(recipients)
  }

  /// How a piece of a transfer ended.
  enum Progress: Sendable {
    /// Every byte is out, and the final dot waits.
    case waiting
    /// The server took the message.
    case taken(SMTPReply?)
    /// It did not, or nobody knows.
    case failed(HandoverFault)
    /// The caller refused the final dot.
    case declined
  }

  /// Starts a message and goes on until the final dot waits, or something failed.
  func begin(_ message: Message) async -> Progress {
    let bytes = message.bytes
    return await onQueue { session in
      let wasUsed = session.isUsed
      let talk = session.prepare(
        bytes, from: session.server.bouncesTo?.spec ?? message.from.spec, to: message.to.spec,
        needsUTF8: message.needsUTF8, isFresh: false)
      var progress = session.drive(talk)
      if wasUsed, case .failed(let fault) = progress, [.connect, .sender].contains(fault.stage),
        fault.verdict == .serverAway, unsafe ccurl_new_connections(session.easy) == 0
      {
        // A connection that was kept had ended in between: that is no news about the server.
        let again = session.prepare(
          bytes, from: session.server.bouncesTo?.spec ?? message.from.spec, to: message.to.spec,
          needsUTF8: message.needsUTF8, isFresh: true)
        progress = session.drive(again)
      }
      return progress
    }
  }

  /// Gives or refuses the permission for the final dot, and goes on until the end.
  func finish(isPermitted: Bool) async -> Progress {
    await onQueue { session in
      guard let talk = session.conversation else { return .declined }
      let isEarly = isPermitted && (talk.isOutOfTurn || session.hasUnaskedAnswer(talk))
      talk.permission = isPermitted && !isEarly ? .given : .refused
      if talk.permission == .given {
        talk.stage = .finalDot
        talk.lastReply = nil
        session.wait(session.server.patience.finalReply)
      }
      talk.isWaiting = false
      _ = unsafe curl_easy_pause(session.easy, CURLPAUSE_CONT)
      let progress = session.drive(talk)
      return isEarly ? .failed(HandoverFault(.garbled, at: .body)) : progress
    }
  }

  private func onQueue(_ work: @escaping @Sendable (CurlSession) -> Progress) async -> Progress {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: work(self)) }
    }
  }

  // MARK: Settings

  private func configure() throws(MailError) {
    var isGood = true
    func set(_ option: CURLoption, _ value: Int) {
      isGood = unsafe ccurl_set_long(easy, option, value) == CURLE_OK && isGood
    }
    func set(_ option: CURLoption, _ value: String?) {
      guard let value else { return }
      isGood = unsafe ccurl_set_text(easy, option, value) == CURLE_OK && isGood
    }
    set(CURLOPT_URL, server.url)
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    // Whatever the environment says: mail goes to the server that is named.
    set(CURLOPT_PROXY, "")
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_UPLOAD, 1)
    set(
      CURLOPT_USE_SSL,
      Int(server.security == .none ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue))
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_CAINFO, server.authorities)
    set(CURLOPT_USERNAME, server.login?.user)
    set(CURLOPT_PASSWORD, server.login?.password)
    // The login in one line: every server takes it (RFC 4954), and it saves an answer.
    set(CURLOPT_SASL_IR, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(server.patience.connect * 1_000))
    // The trace tells which command an answer belongs to.
    set(CURLOPT_VERBOSE, 1)
    set(CURLOPT_NOPROGRESS, 0)
    _ = unsafe ccurl_set_reader(easy) { buffer, size, count, talk in
      guard let talk = unsafe talk, let buffer = unsafe buffer else {
        return Int(CURL_READFUNC_ABORT)
      }
      return unsafe Unmanaged<Conversation>.fromOpaque(talk).takeUnretainedValue()
        .read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }
    _ = unsafe ccurl_set_replies(easy) { line, size, count, talk in
      guard let talk = unsafe talk, let line = unsafe line else { return 0 }
      let isGood = unsafe Unmanaged<Conversation>.fromOpaque(talk).takeUnretainedValue()
        .take(UnsafeRawBufferPointer(start: line, count: size * count))
      return isGood ? size * count : 0
    }
    _ = unsafe ccurl_set_trace(easy) { _, kind, line, count, talk in
      guard kind == CURLINFO_HEADER_OUT, let talk = unsafe talk, let line = unsafe line else {
        return 0
      }
      unsafe Unmanaged<Conversation>.fromOpaque(talk).takeUnretainedValue()
        .note(command: UnsafeRawBufferPointer(start: line, count: count))
      return 0
    }
    _ = unsafe ccurl_set_progress(easy) { talk, _, _, _, _ in
      guard let talk = unsafe talk else { return 1 }
      return unsafe Unmanaged<Conversation>.fromOpaque(talk).takeUnretainedValue().isGivenUp()
        ? 1 : 0
    }
    _ = unsafe ccurl_set_socket_made(easy) { talk, socket, _ in
      if let talk = unsafe talk {
        unsafe Unmanaged<Conversation>.fromOpaque(talk).takeUnretainedValue().socket = socket
      }
      return CURL_SOCKOPT_OK
    }
    guard isGood else { throw .setting("this libcurl lacks SMTP, TLS or one of the settings") }
  }

  private func wait(_ seconds: Double) {
    let seconds = max(1, Int(seconds.rounded(.up)))
    _ = unsafe ccurl_set_long(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds)
    // A server that stops reading in the middle of a message.
    _ = unsafe ccurl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
    _ = unsafe ccurl_set_long(easy, CURLOPT_LOW_SPEED_TIME, seconds)
  }

  // MARK: One transfer

  private func prepare(
    _ bytes: [UInt8], from sender: String, to recipient: String, needsUTF8: Bool, isFresh: Bool
  ) -> Conversation {
    let talk = Conversation(
      bytes: bytes, needsUTF8: needsUTF8, takesUTF8: takesUTF8, socket: socket,
      isGivenUp: isGivenUp)
    conversation = talk
    let context = unsafe Unmanaged.passUnretained(talk).toOpaque()
    for option in [
      CURLOPT_READDATA, CURLOPT_HEADERDATA, CURLOPT_DEBUGDATA, CURLOPT_XFERINFODATA,
      CURLOPT_SOCKOPTDATA,
    ] {
      _ = unsafe ccurl_set_pointer(easy, option, context)
    }
    unsafe curl_slist_free_all(recipients)
    unsafe recipients = curl_slist_append(nil, "<\(recipient)>")
    _ = unsafe ccurl_set_list(easy, CURLOPT_MAIL_RCPT, recipients)
    _ = unsafe ccurl_set_text(easy, CURLOPT_MAIL_FROM, "<\(sender)>")
    _ = unsafe ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0)
    wait(server.patience.reply)
    unsafe curl_multi_add_handle(multi, easy)
    return talk
  }

  /// Goes on until the final dot waits or the transfer is over.
  private func drive(_ talk: Conversation) -> Progress {
    while true {
      // curl reads what came together at once, and would take the second reply for that to the dot.
      if talk.stage == .data, answersTwice(talk) { talk.isOutOfTurn = true }
      var running: Int32 = 0
      unsafe curl_multi_perform(multi, &running)
      if talk.isWaiting { return .waiting }
      var result = CURLE_OK
      if unsafe ccurl_result(multi, &result) == 1 { return end(talk, result) }
      unsafe curl_multi_poll(multi, nil, 0, 500, nil)
    }
  }

  private func end(_ talk: Conversation, _ result: CURLcode) -> Progress {
    if result != CURLE_OK {
      // curl would keep a connection whose last answer did not come in time.
      let kept = unsafe ccurl_kept_socket(easy)
      if kept >= 0 { shutdown(kept, Int32(SHUT_RDWR)) }
    }
    unsafe curl_multi_remove_handle(multi, easy)
    takesUTF8 = talk.takesUTF8
    socket = talk.socket
    isUsed = result == CURLE_OK
    conversation = nil
    if talk.permission == .refused { return .declined }
    if result == CURLE_OK { return .taken(talk.lastReply) }
    return .failed(HandoverFault(cause(talk, result), at: talk.stage))
  }

  private func cause(_ talk: Conversation, _ result: CURLcode) -> HandoverFault.Cause {
    if let cause = talk.cause { return cause }
    if let reply = talk.lastReply, reply.code >= 400 { return .refused(reply) }
    switch result {
    case CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR:
      return .insecure
    case CURLE_OPERATION_TIMEDOUT: return .lost(timedOut: true)
    case CURLE_LOGIN_DENIED: return .refused(talk.lastReply ?? SMTPReply(code: 535))
    default: return .lost(timedOut: false)
    }
  }

  /// Whether the server said something before the final dot: an answer to nothing, or a farewell.
  private func hasUnaskedAnswer(_ talk: Conversation) -> Bool {
    // Under TLS bytes may be no answer at all, such as a ticket of the session.
    guard server.security == .none else { return false }
    var entry = pollfd(fd: talk.socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) != 0
  }

  /// Whether more than one reply waits to be read.
  private func answersTwice(_ talk: Conversation) -> Bool {
    guard server.security == .none else { return false }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(talk.socket, $0.baseAddress, $0.count, Int32(MSG_PEEK | MSG_DONTWAIT))
    }
    guard count > 0 else { return false }
    let lines = buffer[..<count].split(separator: 0x0A)
    guard let end = lines.firstIndex(where: { SMTPReply.read($0)?.isLast == true }) else {
      return false
    }
    return end + 1 < lines.count
  }
}
