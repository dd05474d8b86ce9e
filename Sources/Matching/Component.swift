/// The things a pair is scored on, in the order in which contributions are told.
package enum ComponentName: Int, CaseIterable, Sendable {
  /// Skills the position cannot do without.
  case requiredSkills
  /// Skills that help.
  case desiredSkills
  /// The position's occupation among those wished and studied.
  case positionOccupation
  /// Languages wished.
  case languages
  /// The position's occupation among those wished.
  case candidateOccupation
  /// The mission category among those wished.
  case mission
  /// The sector among those wished.
  case sector
  /// The pay against the least accepted.
  case pay
  /// What a side counts in which nothing was asked.
  case prior

  /// Its name in JSON.
  package var name: String {
    switch self {
    case .requiredSkills: "required_skills"
    case .desiredSkills: "desired_skills"
    case .positionOccupation, .candidateOccupation: "occupation"
    case .languages: "languages"
    case .mission: "mission"
    case .sector: "sector"
    case .pay: "pay"
    case .prior: "prior"
    }
  }
}

/// How a component came to its value.
package enum ComponentState: UInt8, Sendable {
  /// From what was told.
  case known
  /// From the method's prior, because the other side left it open.
  case unknown
  /// At least in part from skills the matching concluded.
  case inferred

  /// Its name in JSON.
  package var name: String {
    switch self {
    case .known: "known"
    case .unknown: "unknown"
    case .inferred: "inferred"
    }
  }
}

/// One of the two views of a pair.
package enum SideName: Sendable {
  /// How well the candidate meets what the position asks.
  case position
  /// How well the position meets what the candidate declared.
  case candidate

  /// Its name in JSON.
  package var name: String {
    switch self {
    case .position: "side_position"
    case .candidate: "side_candidate"
    }
  }

  /// Its components in order.
  package var components: [ComponentName] {
    switch self {
    case .position: [.requiredSkills, .desiredSkills, .positionOccupation, .languages]
    case .candidate: [.candidateOccupation, .mission, .sector, .pay]
    }
  }
}

extension Method {
  /// The weight of a component.
  package func weight(_ component: ComponentName) -> Int {
    switch component {
    case .requiredSkills: weightRequiredSkills
    case .desiredSkills: weightDesiredSkills
    case .positionOccupation: weightPositionOccupation
    case .languages: weightLanguages
    case .candidateOccupation: weightCandidateOccupation
    case .mission: weightMission
    case .sector: weightSector
    case .pay: weightPay
    case .prior: 0
    }
  }

  /// What a component counts that was asked and left unanswered.
  package func prior(_ component: ComponentName) -> Millionths {
    switch component {
    case .requiredSkills: priorRequiredSkills
    case .desiredSkills: priorDesiredSkills
    case .positionOccupation: priorPositionOccupation
    case .languages: priorLanguages
    case .candidateOccupation: priorCandidateOccupation
    case .mission: priorMission
    case .sector: priorSector
    case .pay: priorPay
    case .prior: 0
    }
  }

  /// What a side counts in which nothing was asked.
  package func prior(_ side: SideName) -> Millionths {
    switch side {
    case .position: priorSidePosition
    case .candidate: priorSideCandidate
    }
  }
}
