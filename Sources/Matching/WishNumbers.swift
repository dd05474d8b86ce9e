/// Missions or sectors by small numbers, so that a set of them is a few bits.
struct WishNumbers: Sendable {
  /// The number of each symbol; nothing where a symbol is its own number.
  private var numbers: [Symbol: UInt32]?

  /// The symbols of some lists.
  init(_ lists: Ragged<Symbol>, _ texts: SymbolTexts) {
    guard case .told = texts else { return }
    var numbers: [Symbol: UInt32] = [:]
    for symbol in lists.values where numbers[symbol] == nil {
      numbers[symbol] = UInt32(numbers.count)
    }
    self.numbers = numbers
  }

  /// The number of a symbol; nil where nobody wishes it.
  subscript(symbol: Symbol) -> UInt32? {
    guard symbol != .none else { return nil }
    guard let numbers else { return symbol.number }
    return numbers[symbol]
  }

  /// One of so many bits for each symbol of a list; whether no two can share one.
  func bits(_ lists: Ragged<Symbol>, _ row: Int, of count: UInt32) -> (bits: UInt32, isExact: Bool)
  {
    var bits: UInt32 = 0
    var isExact = true
    for index in lists.range(row) {
      guard let number = self[lists.values[index]] else { continue }
      bits |= 1 << (number % count)
      if number >= count { isExact = false }
    }
    return (bits, isExact)
  }

  /// The bit of a symbol, 0 where nobody wishes it; whether no other symbol can share it.
  func bit(_ symbol: Symbol, of count: UInt32) -> (bit: UInt32, isExact: Bool) {
    guard let number = self[symbol] else { return (0, true) }
    return (1 << (number % count), number < count)
  }
}
