/// Something in a position that a person decides about before anybody sees it.
package struct OfferFlag: Hashable, Sendable, CustomStringConvertible {
  /// What it is about.
  package enum Kind: String, CaseIterable, Sendable {
    /// An age, or youth as a requirement.
    case age
    /// A sex, or a family situation.
    case sex
    /// Where somebody lives.
    case residence
    /// Where somebody comes from: nationality, mother tongue, origin, confession.
    case origin
    /// The text is not in French.
    case language
    /// The offer has no date.
    case date
    /// No pay is told.
    case pay
    /// The employer is not named.
    case employer

    /// Where the law says so; a judge decides, not this list.
    package var law: String {
      switch self {
      case .age: "Code du travail, L1132-1, L5321-2 and L5331-2"
      case .sex: "Code du travail, L1132-1, L1142-1 and L5321-2"
      case .residence, .origin: "Code du travail, L1132-1 and L5321-2"
      case .language: "Code du travail, L5331-4"
      case .date: "Code du travail, L5332-2"
      case .pay: "directive (EU) 2023/970, article 5"
      case .employer: "Code du travail, L5332-1"
      }
    }

    /// What the company can do about it.
    package var remedy: String {
      switch self {
      case .age: "say which experience or diploma the work needs, never an age"
      case .sex: "address men and women alike, and ask nothing of the family"
      case .residence: "say where the work is; candidates declare where they search"
      case .origin: "say which level of which language the work needs, and why"
      case .language: "write it in French; foreign terms may stand beside their description"
      case .date: "fill opened_on"
      case .pay: "fill pay_min and pay_max"
      case .employer: "name the company"
      }
    }
  }

  /// What it is about.
  package let kind: Kind
  /// The words that were found, folded; empty where something is missing.
  package let found: String

  /// States a flag.
  package init(_ kind: Kind, found: String = "") {
    self.kind = kind
    self.found = found
  }

  /// The kind, and the words where there are some.
  package var description: String { found.isEmpty ? kind.rawValue : "\(kind.rawValue): \(found)" }
}
