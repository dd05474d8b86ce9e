/// The steps of a night, in order; each is committed before the next begins.
package enum Step: String, CaseIterable, Sendable {
  /// The run has its row, its date and its territories.
  case claim = "claimed"
  /// What nobody confirmed has expired, and whose term was over is erased.
  case retention
  /// What the run reads is frozen and stored.
  case snapshot
  /// Every position has its list.
  case match
  /// The short lists share candidates fairly.
  case allocate
  /// The lists are stored and compared with the night before.
  case record
  /// What each recipient gets is decided and stored.
  case compose
  /// The run has its summary and is finished.
  case report = "finished"

  /// Its place in the order, from 1.
  package var ordinal: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// The word for it in tables and JSON.
  package var word: String {
    switch self {
    case .claim: "claim"
    case .report: "report"
    default: rawValue
    }
  }

  /// The step that follows; nil after the last.
  package var next: Step? { Self.allCases.first { $0.ordinal == ordinal + 1 } }

  /// Whether it is done when the run's last committed step is `last`.
  package func isDone(after last: Step) -> Bool { ordinal <= last.ordinal }
}
