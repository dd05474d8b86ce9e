/// The five characters by which SQL names a condition; the first two are its class.
///
/// In a pattern, the general code of a class stands for the whole class:
/// `case .some(.integrityConstraintViolation)` matches every `23xxx`.
public struct SQLState: Hashable, Sendable, CustomStringConvertible {
  /// The five characters, as the server sent them.
  public let code: String

  /// Makes a state from its five characters.
  public init(code: String) {
    self.code = code
  }

  /// The first two characters.
  public var conditionClass: Substring { code.prefix(2) }

  /// What the code means, in the words of PostgreSQL's list; nil for a code it does not hold.
  public var condition: String? { Self.conditions[code] }

  /// The code itself.
  public var description: String { code }

  /// Whether `state` is `pattern`, or is of its class when `pattern` is a general code (`xx000`).
  public static func ~= (pattern: SQLState, state: SQLState) -> Bool {
    if pattern.code.hasSuffix("000") { return pattern.conditionClass == state.conditionClass }
    return pattern == state
  }
}
