/// A stream of numbers that depends on nothing but its seed: SplitMix64 (Steele, Lea and Flood,
/// "Fast Splittable Pseudorandom Number Generators", 2014).
struct Generator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A stream of its own for one part of the world, so that a change in one part leaves the others.
  init(seed: UInt64, part: UInt64) {
    var parent = Generator(seed: seed &+ part &* 0xD1B5_4A32_D192_ED03)
    state = parent.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of a range, each as likely as the others.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True so many times in a hundred.
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  /// One of the values; nil when there is none.
  mutating func pick<Value>(_ values: [Value]) -> Value? {
    values.isEmpty ? nil : values[number(0...values.count - 1)]
  }

  /// One of the values, those of more weight more often; nil when no weight is above zero.
  mutating func pick<Value>(_ values: [Value], weight: (Value) -> Int) -> Value? {
    let total = values.reduce(0) { $0 + max(0, weight($1)) }
    guard total > 0 else { return nil }
    var rest = number(1...total)
    for value in values {
      rest -= max(0, weight(value))
      if rest <= 0 { return value }
    }
    return nil
  }

  /// The index of one of the shares, each as likely as its share of the whole.
  mutating func share(_ shares: Int...) -> Int {
    pick(Array(shares.indices)) { shares[$0] } ?? 0
  }

  /// Up to so many different values, in the order they were drawn.
  mutating func sample<Value: Equatable>(_ count: Int, of values: [Value]) -> [Value] {
    var rest = values
    var drawn: [Value] = []
    while drawn.count < count, !rest.isEmpty {
      let value = rest.remove(at: number(0...rest.count - 1))
      if !drawn.contains(value) { drawn.append(value) }
    }
    return drawn
  }

  /// The values in another order (Fisher and Yates).
  mutating func order<Value>(_ values: [Value]) -> [Value] {
    var values = values
    for last in values.indices.dropFirst().reversed() { values.swapAt(last, number(0...last)) }
    return values
  }
}
