/// One list per row, end to end in one array.
package struct Ragged<Element: Sendable>: Sendable {
  /// Where the list of each row begins in ``values``, and at last where the last one ends.
  package private(set) var starts: [UInt32] = [0]
  /// The lists, end to end; fewer than 2³² elements.
  package private(set) var values: [Element] = []

  /// Lists from their arrays as they stand: `starts` rises from 0 to the count of `values`.
  package init(starts: [UInt32], values: [Element]) {
    self.starts = starts
    self.values = values
  }

  /// Adds the list of the next row.
  package mutating func append(_ list: some Sequence<Element>) {
    values.append(contentsOf: list)
    starts.append(UInt32(values.count))
  }

  /// How many rows there are.
  package var count: Int { starts.count - 1 }

  /// The list of a row, as indices into ``values``.
  package func range(_ row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

  /// The list of a row.
  package subscript(row: Int) -> ArraySlice<Element> { values[range(row)] }

  /// Rows without anything in their lists.
  init(emptyRows count: Int) { starts = [UInt32](repeating: 0, count: count + 1) }

  /// One list per key of 0..<count, each in the order of the pairs.
  init(count: Int, pairs: [(key: Int, value: Element)]) {
    var starts = [UInt32](repeating: 0, count: count + 1)
    for pair in pairs { starts[pair.key + 1] += 1 }
    for key in 0..<count { starts[key + 1] += starts[key] }
    var next = starts
    var order = [Int](repeating: 0, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      order[Int(next[pair.key])] = index
      next[pair.key] += 1
    }
    self.starts = starts
    values = order.map { pairs[$0].value }
  }

  /// No rows.
  package init() {}
}
