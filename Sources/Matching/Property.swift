/// A named property of the short lists of a run, as it was measured.
package struct Property: Hashable, Sendable {
  /// The properties there are; the name is what is stored and told.
  package enum Name: String, CaseIterable, Sendable {
    /// How many pairs are shown though a gate forbids it.
    case gates
    /// How many candidates stand in more lists of the date than allowed.
    case ceiling
    /// How many positions have more pairs than allowed, or places that do not count from 1.
    case capacity
    /// How many positions with somebody worth listing got nobody, beyond what is proven infeasible.
    case floor
    /// How many shown pairs are not listed for their position, or not worth it, or shown twice.
    case listed
    /// How many positions have other lists once all that must not matter is changed.
    case counterfactual
    /// How many stored pairs are not what was decided.
    case recorded
    /// How many pairs for each position both sides would rather have, in millionths.
    case blockingPairs = "blocking_pairs"
    /// The Gini coefficient of how often candidates worth listing are shown, in millionths.
    case exposureGini = "exposure_gini"
    /// The share of the candidates worth listing who are shown at least once, in millionths.
    case coverage
    /// The share of positions whose list holds somebody in at most two others, in millionths.
    case fresh = "fresh@2"
    /// How much lower the score at a place is than in independent lists, on average, in millionths.
    case meanScoreLoss = "mean_score_loss"
  }

  /// What a breach does.
  package enum Kind: String, Sendable {
    /// Nothing is sent.
    case blocking
    /// The run warns.
    case reported
  }

  /// Its name.
  package let name: Name
  /// What was measured, as its name tells.
  package let value: Int
  /// The value at which it just holds: the highest, for coverage and fresh@2 the lowest.
  package let tolerance: Int

  /// A property from its parts.
  package init(_ name: Name, value: Int, tolerance: Int = 0) {
    self.name = name
    self.value = value
    self.tolerance = tolerance
  }

  /// What a breach does.
  package var kind: Kind { name.kind }

  /// Whether it holds.
  package var isHeld: Bool { name.isLeast ? value >= tolerance : value <= tolerance }
}

extension Property.Name {
  /// What a breach does.
  package var kind: Property.Kind {
    switch self {
    case .gates, .ceiling, .capacity, .floor, .listed, .counterfactual, .recorded: .blocking
    case .blockingPairs, .exposureGini, .coverage, .fresh, .meanScoreLoss: .reported
    }
  }

  /// Whether the tolerance is the lowest value rather than the highest.
  package var isLeast: Bool { self == .coverage || self == .fresh }
}
