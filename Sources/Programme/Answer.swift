/// What is known about a question: yes, no, or not enough to tell.
package enum Answer: String, Hashable, Sendable, CaseIterable {
  case yes
  case no
  case unknown

  /// The answer of a fact that may be missing.
  package init(_ fact: Bool?) {
    switch fact {
    case true?: self = .yes
    case false?: self = .no
    case nil: self = .unknown
    }
  }

  /// The fact; nil where it is unknown.
  package var fact: Bool? { self == .unknown ? nil : self == .yes }

  /// Yes when both are; no when one is, whatever the other.
  package func and(_ other: Answer) -> Answer {
    if self == .no || other == .no { return .no }
    return self == .yes && other == .yes ? .yes : .unknown
  }

  /// Yes when one is, whatever the other; no when both are.
  package func or(_ other: Answer) -> Answer {
    if self == .yes || other == .yes { return .yes }
    return self == .no && other == .no ? .no : .unknown
  }

  /// Yes for no and no for yes.
  package var not: Answer {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }

  /// What several readings of one rule say together: their common answer, or unknown.
  package static func agreement(of answers: some Sequence<Answer>) -> Answer {
    var common: Answer?
    for answer in answers {
      if let common, common != answer { return .unknown }
      common = answer
    }
    return common ?? .unknown
  }
}
