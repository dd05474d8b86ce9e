import Store

/// What a night does first: a pure decision over what the date has already seen.
package enum RunPlan: Hashable, Sendable {
  /// Go on with the run that was interrupted.
  case resume(run: Int64)
  /// Begin a run over these territories, sorted.
  case begin(territories: [String])
  /// Every territory that was asked for is covered.
  case done

  /// Decides what comes next on one business date.
  ///
  /// An interrupted run of the date comes first, whatever it covers: its territories belong to it.
  /// - `requested`: the territories asked for; empty for the whole country.
  /// - `all`: every territory of the vintage, and `none`.
  /// - `covered`: the territories that a run of the date already covers.
  /// - `unfinished`: the run of the date that was interrupted, if any.
  package static func decide(
    requested: [String], all: [String], covered: Set<String>, unfinished: Int64?
  ) -> RunPlan {
    if let unfinished { return .resume(run: unfinished) }
    let left = Set(requested.isEmpty ? all : requested).subtracting(covered)
    return left.isEmpty ? .done : .begin(territories: left.sorted())
  }
}
