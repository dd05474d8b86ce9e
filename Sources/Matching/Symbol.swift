/// A text by its number in one snapshot; meaningless in any other.
struct Symbol: Hashable, BitwiseCopyable, Sendable {
  let number: UInt32

  /// Nothing told.
  static var none: Symbol { Symbol(number: .max) }
}

/// The texts of a snapshot and their numbers, in order of first sight.
struct SymbolTable: Sendable {
  private(set) var texts: [String] = []
  private var numbers: [String: UInt32] = [:]

  /// The number of a text, given on first sight.
  mutating func symbol(_ text: String) -> Symbol {
    if let number = numbers[text] { return Symbol(number: number) }
    let number = UInt32(texts.count)
    texts.append(text)
    numbers[text] = number
    return Symbol(number: number)
  }

  /// The number of a text, or none.
  mutating func symbol(_ text: String?) -> Symbol {
    guard let text else { return .none }
    return symbol(text)
  }

  /// How many texts there are.
  var count: Int { texts.count }
}

/// The texts of symbols.
enum SymbolTexts: Sendable {
  /// Each by its number.
  case told([String])
  /// A symbol reads as its number, made on demand.
  case numbers

  /// The text of a symbol that is told.
  subscript(symbol: Symbol) -> String {
    switch self {
    case .told(let texts): texts[Int(symbol.number)]
    case .numbers: String(symbol.number)
    }
  }
}
