/// Candidates alike in what some rule reads of them: what it says of one it says of all of a kind.
struct Kinds: Sendable {
  /// The kind of each candidate, by row.
  let numbers: [UInt32]
  /// The row of one candidate of each kind.
  let examples: [UInt32]

  /// Sorts so many rows by what is read of them.
  init<Key: Hashable>(of count: Int, by key: (Int) -> Key) {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(count)
    var examples: [UInt32] = []
    var known: [Key: UInt32] = [:]
    for row in 0..<count {
      let key = key(row)
      if let number = known[key] {
        numbers.append(number)
      } else {
        let number = UInt32(examples.count)
        known[key] = number
        examples.append(UInt32(row))
        numbers.append(number)
      }
    }
    self.numbers = numbers
    self.examples = examples
  }
}
