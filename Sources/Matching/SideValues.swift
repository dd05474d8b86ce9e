/// The four components of one side of a pair, and what they come to.
///
/// With the weights w and values v of the components that were asked:
/// `value = floor(Σ w·v / Σ w)`, `contribution = floor(w·v / Σ w)`, and what rounding left goes to
/// the component of the largest weight (the first of equals), so that contributions sum to the
/// value exactly. Where nothing was asked the value is the side's prior.
struct SideValues {
  /// One component: nothing where it was not asked.
  struct Value {
    private let stored: Int32
    let state: ComponentState

    init(value: Millionths, state: ComponentState) {
      stored = Int32(value)
      self.state = state
    }

    var value: Millionths { Millionths(stored) }
  }

  // Narrow, because a side is copied for each pair.
  private let storedWeights: InlineArray<4, Int32>
  private let storedPrior: Int32
  private var values = InlineArray<4, Value?>(repeating: nil)

  init(_ side: SideName, _ method: Method) {
    let names = side.components
    storedWeights = InlineArray { Int32(method.weight(names[$0])) }
    storedPrior = Int32(method.prior(side))
  }

  /// What the side counts where nothing was asked.
  var prior: Millionths { Millionths(storedPrior) }

  /// The weight of the component at a place.
  func weight(_ index: Int) -> Int { Int(storedWeights[index]) }

  /// The component at a place; nil where it was not asked.
  subscript(index: Int) -> Value? {
    get { values[index] }
    set { values[index] = newValue }
  }

  /// The value of the side.
  var value: Millionths {
    var sum = 0
    var total = 0
    for index in 0..<4 {
      guard let component = values[index] else { continue }
      sum += weight(index) * component.value
      total += weight(index)
    }
    return total == 0 ? prior : sum / total
  }

  /// What each component adds to ``value``; all zero where nothing was asked.
  var contributions: InlineArray<4, Millionths> {
    var result = InlineArray<4, Millionths>(repeating: 0)
    var total = 0
    var largest: Int?
    for index in 0..<4 where values[index] != nil {
      total += weight(index)
      if let other = largest, weight(other) >= weight(index) { continue }
      largest = index
    }
    guard let largest else { return result }
    var rest = value
    for index in 0..<4 {
      guard let component = values[index] else { continue }
      result[index] = weight(index) * component.value / total
      rest -= result[index]
    }
    result[largest] += rest
    return result
  }
}
