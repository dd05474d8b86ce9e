/// One, in the unit of every nearness: 1,000,000.
let unit = 1_000_000

/// The largest integer whose square is at most `number` (0 or more), found bit by bit.
///
/// In integers, so that no machine's floating point has a say.
func floorSquareRoot(_ number: Int) -> Int {
  var root = 0
  var bit = 1 << 31
  while bit > 0 {
    let larger = root | bit
    if UInt(larger) * UInt(larger) <= UInt(number) { root = larger }
    bit >>= 1
  }
  return root
}

/// The natural logarithm of a whole number of at least 1, in 1/65,536, rounded down.
///
/// The binary logarithm is found digit by digit, by squaring, in integers, and multiplied by ln 2.
func logarithm(_ number: Int) -> Int {
  let whole = Int.bitWidth - 1 - number.leadingZeroBitCount
  // The number divided by the power of two below it: 1 or more and below 2, in 1/2⁶².
  var rest = UInt64(number) << UInt64(62 - whole)
  var digits = whole
  for _ in 0..<24 {
    let square = rest.multipliedFullWidth(by: rest)
    rest = square.high << 2 | square.low >> 62
    digits <<= 1
    if rest >> 63 == 1 {
      digits |= 1
      rest >>= 1
    }
  }
  // ln 2 in 1/2³²; the product of both fractions is brought to 1/2¹⁶.
  return (digits * 2_977_044_471) >> 40
}

/// A share of at most a million, to a power of at least one, rounded down at each step.
func power(_ share: Int, _ exponent: Int) -> Int {
  (1..<exponent).reduce(share) { product, _ in product * share / unit }
}

/// The places of the highest values above zero, highest first, then by place.
func best(_ values: [Int], count: Int) -> [Int] {
  guard count > 0 else { return [] }
  func precedes(_ left: Int, _ right: Int) -> Bool {
    values[left] != values[right] ? values[left] > values[right] : left < right
  }
  var places: [Int] = []
  var floor = 1
  for (place, value) in values.enumerated() where value >= floor {
    places.append(place)
    guard places.count >= 2 * count else { continue }
    places.sort(by: precedes)
    places.removeLast(places.count - count)
    floor = values[places[count - 1]]
  }
  places.sort(by: precedes)
  return Array(places.prefix(count))
}
