/// The text of a statement and the values bound to it.
///
/// The text can only come from literals, so a value never becomes part of it:
///
///     let sql: SQL = "select id from company where name = \(name) and city = any(\(cities))"
///
/// sends `… where name = $1 and city = any($2)` and two parameters. `\(identifier: table)` quotes a
/// name, `\(literal: text)` a text where no parameter can stand, and one piece of SQL may be put into
/// another.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
  /// The text around the parameters, one piece more than there are parameters; or, for a statement
  /// that numbers its parameters itself, its whole text.
  private(set) var pieces: [String]
  private(set) var parameters: Parameters
  /// The first thing that makes it impossible to send, kept because interpolation cannot throw.
  private(set) var fault: String?

  /// Makes a statement without parameters.
  public init(stringLiteral text: StaticString) {
    pieces = [text.description]
    parameters = Parameters()
  }

  /// Makes a statement from a literal with values in it.
  public init(stringInterpolation: Interpolation) {
    self = stringInterpolation.sql
  }

  /// Makes a statement from text that is part of the program, such as a file of the package.
  ///
  /// The text numbers its parameters itself, as `$1`, `$2`, in the order of `values`.
  package init<each Value: SQLValue>(trusting text: String, _ values: repeat each Value) {
    pieces = [text]
    parameters = Parameters()
    repeat bind(each values)
  }

  /// Puts one piece behind another.
  public static func + (left: SQL, right: SQL) -> SQL {
    var sum = left
    sum.append(right)
    return sum
  }

  /// Adds another piece at the end.
  public mutating func append(_ other: SQL) {
    fault = fault ?? other.fault
    if numbersItself || other.numbersItself {
      fault = fault ?? "a statement that numbers its own parameters cannot be composed"
      return
    }
    pieces[pieces.count - 1] += other.pieces[0]
    pieces += other.pieces.dropFirst()
    parameters.append(other.parameters)
  }

  /// The text to send, with `$1`, `$2` in the place of values.
  public var text: String {
    var text = pieces[0]
    for (index, piece) in pieces.dropFirst().enumerated() { text += "$\(index + 1)" + piece }
    return text
  }

  private var numbersItself: Bool { pieces.count == 1 && !parameters.isEmpty }

  fileprivate mutating func append(text: String) { pieces[pieces.count - 1] += text }

  fileprivate mutating func append(value: some SQLValue) {
    bind(value)
    pieces.append("")
  }

  fileprivate mutating func append(identifier: String) {
    if identifier.isEmpty || identifier.utf8.contains(0) {
      fault = fault ?? "an identifier is empty or holds the character NUL"
    }
    pieces[pieces.count - 1] += "\""
    for character in identifier.unicodeScalars {
      if character == "\"" { pieces[pieces.count - 1] += "\"" }
      pieces[pieces.count - 1].unicodeScalars.append(character)
    }
    pieces[pieces.count - 1] += "\""
  }

  fileprivate mutating func append(literal: String) {
    if literal.utf8.contains(0) { fault = fault ?? "a literal holds the character NUL" }
    pieces[pieces.count - 1] += "E'"
    for character in literal.unicodeScalars {
      // In this form of a literal both have another meaning, whatever the server's settings.
      if character == "'" || character == "\\" {
        pieces[pieces.count - 1].unicodeScalars.append(character)
      }
      pieces[pieces.count - 1].unicodeScalars.append(character)
    }
    pieces[pieces.count - 1] += "'"
  }

  private mutating func bind(_ value: some SQLValue) {
    do {
      try parameters.bind(value)
    } catch {
      fault = fault ?? "parameter \(parameters.count + 1): \(error.reason)"
    }
  }

  /// The parts of an interpolated statement, as the compiler hands them over.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var sql: SQL = ""

    /// Starts an empty statement.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds text of the program.
    public mutating func appendLiteral(_ literal: StaticString) {
      sql.append(text: literal.description)
    }

    /// Binds a value.
    public mutating func appendInterpolation(_ value: some SQLValue) {
      sql.append(value: value)
    }

    /// Binds a value that may be NULL.
    public mutating func appendInterpolation<Value: SQLValue>(_ value: Value?) {
      sql.append(value: value)
    }

    /// Puts another piece of SQL here.
    public mutating func appendInterpolation(_ piece: SQL) {
      sql.append(piece)
    }

    /// Puts a quoted text here, for statements that take no parameters, such as COPY, SET and DDL.
    ///
    /// Each text makes another statement, so where a parameter will do it is to be preferred.
    public mutating func appendInterpolation(literal: String) {
      sql.append(literal: literal)
    }

    /// Puts a quoted name here.
    public mutating func appendInterpolation(identifier: String) {
      sql.append(identifier: identifier)
    }
  }
}

extension SQL: CustomStringConvertible {
  /// The text; the bound values never show.
  public var description: String { text }
}

extension SQL: CustomReflectable {
  /// Nothing but the text, so that dumping a statement reveals no value.
  public var customMirror: Mirror { Mirror(self, children: ["text": text]) }
}

extension SQLValueError {
  /// The failure in words.
  var reason: String {
    switch self {
    case .null: "NULL where the type has no place for it"
    case .wrongType: "another type"
    case .malformed(let what): what
    case .holdsNUL: "text holds the character NUL, which PostgreSQL cannot store"
    }
  }
}
