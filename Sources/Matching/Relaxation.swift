/// One requirement of a position, and how it would be given up.
package enum Relaxation: Hashable, Sendable {
  /// Every kind of contract is offered.
  case contract
  /// No level is asked.
  case level
  /// The first day is left to the candidate; how old a diploma may be still counts from the start.
  case availability
  /// The workplace counts as inside every declared area, as work from anywhere would.
  case area
  /// The programme's rules do not bind.
  case programme
  /// A required language, by its code, is not asked.
  case language(String)
  /// A required skill, by its key, is wished at the same importance.
  case skillWished(String)
  /// A required skill, by its key, is not asked.
  case skillDropped(String)

  /// What is given up, in JSON and in stored rows.
  package var kind: String {
    switch self {
    case .contract: "contract"
    case .level: "level"
    case .availability: "availability"
    case .area: "area"
    case .programme: "programme"
    case .language: "language"
    case .skillWished: "skill_wished"
    case .skillDropped: "skill_dropped"
    }
  }

  /// From the words it is stored in; nil where they name none.
  package init?(kind: String, subject: String?) {
    switch (kind, subject) {
    case ("contract", nil): self = .contract
    case ("level", nil): self = .level
    case ("availability", nil): self = .availability
    case ("area", nil): self = .area
    case ("programme", nil): self = .programme
    case ("language", let code?): self = .language(code)
    case ("skill_wished", let key?): self = .skillWished(key)
    case ("skill_dropped", let key?): self = .skillDropped(key)
    default: return nil
    }
  }

  /// The code of the language or the key of the skill.
  package var subject: String? {
    switch self {
    case .language(let code): code
    case .skillWished(let key), .skillDropped(let key): key
    default: nil
    }
  }
}
