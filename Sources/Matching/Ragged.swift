/// One list per row, end to end in one array.
struct Ragged<Element: Sendable>: Sendable {
  private(set) var starts: [Int] = [0]
  private(set) var values: [Element] = []

  /// Adds the list of the next row.
  mutating func append(_ list: some Sequence<Element>) {
    values.append(contentsOf: list)
    starts.append(values.count)
  }

  /// The list of a row, as indices into ``values``.
  func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  /// The list of a row.
  subscript(row: Int) -> ArraySlice<Element> { values[range(row)] }

  /// One list per key of 0..<count, each in the order of the pairs.
  init(count: Int, pairs: [(key: Int, value: Element)]) {
    var starts = [Int](repeating: 0, count: count + 1)
    for pair in pairs { starts[pair.key + 1] += 1 }
    for key in 0..<count { starts[key + 1] += starts[key] }
    var next = starts
    var order = [Int](repeating: 0, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      order[next[pair.key]] = index
      next[pair.key] += 1
    }
    self.starts = starts
    values = order.map { pairs[$0].value }
  }

  /// No rows.
  init() {}
}
