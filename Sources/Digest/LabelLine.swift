package import Programme

/// The label of the programme a position may carry, never as certain.
package struct LabelLine: Codable, Sendable, Hashable {
  /// The label.
  package var scheme: Scheme
  /// The rules whose facts are to be confirmed first, at most two; empty when all that was examined
  /// is met.
  package var toConfirm: [Rule]
  /// How many more are to be confirmed.
  package var otherCount: Int

  /// Says which rules stay open, the first to settle first.
  package init(_ scheme: Scheme, open rules: [Rule] = []) {
    self.scheme = scheme
    toConfirm = Array(rules.prefix(2))
    otherCount = max(0, rules.count - 2)
  }

  /// The same with one more rule to confirm, before the others.
  package func confirming(_ rule: Rule) -> LabelLine {
    var line = self
    line.toConfirm = Array(([rule] + toConfirm).prefix(2))
    line.otherCount = otherCount + toConfirm.count + 1 - line.toConfirm.count
    return line
  }

  /// `VTE TI : possible`, or what is to be confirmed.
  var words: String {
    let name = scheme.name.replacing(" ", with: French.hard)
    guard !toConfirm.isEmpty else { return "\(name)\(French.hard): possible" }
    let points = toConfirm.map(Self.words) + (otherCount > 0 ? ["entre autres"] : [])
    return "\(name)\(French.hard): à confirmer (\(points.joined(separator: ", ")))"
  }

  private static func words(_ rule: Rule) -> String {
    switch rule {
    case .talentLevel, .talentLevelVert: "niveau de diplôme"
    case .talentGraduate: "date du diplôme"
    case .talentStudent: "études en alternance"
    case .contract: "contrat et durée"
    case .mission: "mission et responsabilités"
    case .companySize: "effectif et comptes de l'entreprise"
    case .companySector: "lien avec l'industrie"
    default: rule.title.prefix(1).lowercased() + rule.title.dropFirst()
    }
  }
}
extension Scheme: Codable {}
extension Rule: Codable {}
