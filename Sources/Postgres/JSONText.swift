/// The text of a JSON value, for columns of type `jsonb` and `json`.
///
/// The server alone checks the text and, for `jsonb`, rewrites it: keys are sorted, the last of
/// equal keys stays, spaces go. A parameter is a `jsonb`, which an insert into a `json` column turns
/// into `json`, rewritten; to keep every character there, bind a `String`.
public struct JSONText: RawRepresentable, Hashable, Sendable {
  /// The text, which nobody has checked.
  public var rawValue: String

  /// Takes a text as it is.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Takes a text as it is.
  public init(_ text: String) {
    rawValue = text
  }
}

extension JSONText: SQLValue {
  /// `jsonb`.
  public static var sqlType: SQLType { .jsonb }

  /// Appends the version of the format, and the text.
  public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    bytes.append(1)
    try rawValue.encode(into: &bytes)
  }

  /// Reads a `jsonb` or `json`.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> JSONText {
    guard type == .jsonb || type == .json else { throw .wrongType }
    return JSONText(try String.decode(bytes, of: type))
  }
}
