import Glibc

/// What the streams of this process are: decides tables or TSV, colours, and progress.
struct Terminal: Sendable {
  /// Whether a person reads standard output.
  let isInteractive: Bool
  /// Whether a person watches standard error.
  let showsProgress: Bool
  /// Whether signs may be coloured.
  let hasColour: Bool
  /// Columns of the terminal; 100 when it does not tell.
  let width: Int

  /// Reads the streams and the environment once (`NO_COLOR`, `TERM`, `COLUMNS`).
  static func current(environment: [String: String]) -> Terminal {
    let isInteractive = isatty(STDOUT_FILENO) == 1
    let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    return Terminal(
      isInteractive: isInteractive, showsProgress: isatty(STDERR_FILENO) == 1,
      hasColour: isInteractive && !isPlain, width: columns(environment: environment))
  }

  private static func columns(environment: [String: String]) -> Int {
    if let told = environment["COLUMNS"].flatMap({ Int($0) }), told >= 40 { return told }
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else {
      return 100
    }
    return Int(size.ws_col)
  }

  /// The text in a colour when colours are on; never the only carrier of a meaning.
  func coloured(_ text: String, _ colour: Colour) -> String {
    hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The four colours with a meaning.
  enum Colour: Int {
    case good = 32
    case warning = 33
    case missing = 31
    case dim = 2
  }
}

/// Writes text to standard output, as one piece.
func output(_ text: String) {
  write(text, to: STDOUT_FILENO)
}

/// Writes one line to standard error.
func note(_ text: String) {
  write(text + "\n", to: STDERR_FILENO)
}

/// Writes a question to standard error, whose answer follows on the same line.
func prompted(_ text: String) {
  write(text, to: STDERR_FILENO)
}

/// Writes what to do next to standard error, with commands that can be pasted.
func advise(_ text: String) {
  note("hint:  " + pasteable(text))
}

/// A text with its commands as this process was started: `VIVIER_PROGRAM` names what stands for
/// `vivier`.
func pasteable(_ text: String) -> String {
  let program = ProcessEnvironment.current["VIVIER_PROGRAM"] ?? "vivier"
  return text.replacing("vivier ", with: program + " ")
}

/// Rewrites one line on standard error while a person watches; says nothing otherwise.
struct Progress: Sendable {
  let terminal: Terminal

  /// Shows what is going on now.
  func show(_ text: String) {
    guard terminal.showsProgress else { return }
    write("\r\u{1B}[2K\(text)", to: STDERR_FILENO)
  }

  /// Takes the line away.
  func clear() {
    show("")
  }
}

private func write(_ text: String, to descriptor: Int32) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let written = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    guard written > 0 else {
      if written < 0, errno == EINTR { continue }
      return  // the reader went away; SIGPIPE is ignored, and there is nobody left to tell
    }
    bytes = bytes.dropFirst(written)
  }
}
