/// A condition a pair must not fail, in the order in which they are told.
package enum Gate: Int, CaseIterable, Sendable {
  /// Consent to matching is recorded.
  case consent
  /// Both the position and the candidate are open.
  case open
  /// Neither side refused the other before.
  case refusedBefore
  /// The candidate does not hide from this company.
  case invisibleTo
  /// A kind of contract suits both.
  case contract
  /// The level asked is held, or prepared in work-study.
  case level
  /// The candidate is free soon enough.
  case availability
  /// The workplace lies in a declared search area.
  case area
  /// Required languages are spoken.
  case language
  /// The programme's rules allow the hire.
  case programme

  /// Its name in JSON.
  package var name: String {
    switch self {
    case .consent: "consent"
    case .open: "open"
    case .refusedBefore: "refused_before"
    case .invisibleTo: "invisible_to"
    case .contract: "contract"
    case .level: "level"
    case .availability: "availability"
    case .area: "area"
    case .language: "language"
    case .programme: "programme"
    }
  }

  /// Whether a pair that fails this gate alone is worth telling as a near match.
  ///
  /// Consent, closure, refusal and invisibility are decisions of people and end the matter.
  package var allowsNearMatch: Bool { rawValue >= Gate.contract.rawValue }
}

/// What a gate says of a pair.
package enum GateResult: UInt8, Sendable {
  /// The condition holds.
  case pass
  /// It cannot be told; the pair goes on, marked as to be checked.
  case unknown
  /// The condition does not hold.
  case fail

  /// Its name in JSON.
  package var name: String {
    switch self {
    case .pass: "pass"
    case .unknown: "unknown"
    case .fail: "fail"
    }
  }
}

/// What a gate says of a pair, and why.
package struct GateOutcome: Hashable, Sendable {
  /// The gate.
  package let gate: Gate
  /// What decided, with its values.
  package let reason: GateReason
  /// What it says.
  package var result: GateResult { reason.result }
}
