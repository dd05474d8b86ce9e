import Glibc

/// The token under which this process reads as somebody: of `VIVIER_SESSION`, or in the file of `--session`.
struct SessionToken: Sendable {
  /// The token; never shown, logged or put into an error.
  let text: String

  /// The variable that holds a token.
  static let variable = "VIVIER_SESSION"

  /// How many bytes a file of a token has at most.
  private static let limit = 256

  /// A new token of 256 random bits.
  init(using generator: inout some RandomNumberGenerator) {
    let words = (0..<4).map { _ in String(generator.next(), radix: 16) }
    text =
      "vs-" + words.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
  }

  private init(text: String) { self.text = text }

  /// The token this process was given; nil for an operator.
  ///
  /// A variable that is set but empty is a token that opens nothing: whoever set it meant a reader.
  static func told(
    _ options: GlobalOptions, environment: [String: String]
  ) throws -> SessionToken? {
    let inherited = environment[variable].map { SessionToken(text: $0) }
    guard let path = options.session else { return inherited }
    // Whoever set the variable for somebody does not let them choose another one.
    guard inherited == nil else {
      throw Failure(
        what: "--session and \(variable) are both given", hint: "leave out --session",
        code: .noPermission)
    }
    return SessionToken(text: try token(in: path))
  }

  /// The token in a file that only its owner may read.
  private static func token(in path: String) throws -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(
        what: "cannot read \(path): \(unsafe String(cString: strerror(errno)))",
        hint: "put a token of vivier session open into it", code: .noPermission)
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & 0o077 == 0 else {
      throw Failure(
        what: "others may read \(path)", hint: "chmod 600 it, and open another session",
        code: .noPermission)
    }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      count = max(0, unsafe read(descriptor, buffer.baseAddress, limit))
    }
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return words.first.map(String.init) ?? ""
  }
}
