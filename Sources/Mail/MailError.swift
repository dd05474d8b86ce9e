import Glibc

/// Why a message could not be composed or handed over.
///
/// The value holds no address, name or subject: it is safe to log.
package enum MailError: Error, Sendable, Hashable {
  /// An address is not one this program can write to.
  case address(AddressFault)
  /// A header would carry a character that could end it or start another.
  case header(name: String, scalar: UInt32)
  /// A Message-ID or a List-Id has not the form of one.
  case identifier(header: String)
  /// A file of a folder transport could not be made or written.
  case file(operation: String, path: String, code: Int32)

  /// A setting of a transport is wrong.
  case setting(String)
  /// A server or a command did not take a message, or nobody knows whether it did.
  case handover(HandoverFault)

  /// What is wrong with an address.
  package enum AddressFault: String, Sendable, Hashable {
    /// It holds a control character, a space, one of `<>,;:"()[]\` or a sign that is no letter.
    case forbiddenCharacter
    /// It has not exactly one `@` with something on both sides.
    case notOneAt
    /// A label of the domain or an atom of the local part is empty, too long or badly placed.
    case malformed
    /// The local part is over 64 bytes or the address over 254.
    case tooLong
  }

  /// What a program should do about an error.
  package enum Kind: Sendable, Hashable {
    /// The data is wrong: the same message will never go out.
    case invalidData
    /// The folder or the file cannot be made: settings or rights are wrong.
    case cannotCreate
    /// Reading or writing failed, for instance on a full disk.
    case inputOutput
    /// The server is away, or does not want this message now.
    case unavailable
    /// A setting is wrong, or the server refuses us.
    case configuration
  }
}

extension MailError {
  /// The class of the error, which decides an exit code.
  package var kind: Kind {
    switch self {
    case .address, .header, .identifier: .invalidData
    case .setting: .configuration
    case .handover(let fault): fault.verdict == .stopEverything ? .configuration : .unavailable
    case .file(_, _, let code): Self.kind(ofFile: code)
    }
  }

  private static func kind(ofFile code: Int32) -> Kind {
    switch code {
    case EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG: return .cannotCreate
    default: return .inputOutput
    }
  }
}

extension MailError: CustomStringConvertible {
  /// One line for a person: what failed, where, and what to do about it.
  package var description: String {
    switch self {
    case .address(let fault): "invalid mail address: \(fault.explanation)"
    case .header(let name, let scalar):
      "the \(name) of a mail holds the forbidden character U+\(String(scalar, radix: 16, uppercase: true))"
    case .identifier(let header): "invalid \(header)"
    case .setting(let text): text
    case .handover(let fault): fault.description
    case .file(let operation, let path, let code):
      "cannot \(operation) \(path): \(Self.text(of: code))"
    }
  }

  private static func text(of code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

extension MailError.AddressFault {
  fileprivate var explanation: String {
    switch self {
    case .forbiddenCharacter:
      "it holds a control, a space, one of <>,;:\"()[]\\ or a sign that is no letter"
    case .notOneAt: "it needs one @ with something on both sides"
    case .malformed: "an empty, too long or badly placed part"
    case .tooLong: "over 64 bytes before the @, or over 254 in all"
    }
  }
}
