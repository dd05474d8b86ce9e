package import Programme

/// How often at most a reader gets a digest.
package enum Frequency: String, Hashable, Sendable, CaseIterable {
  case daily
  case weekly
  case monthly
  /// No digest at all.
  case never
}

/// What a contact receives, as a cell or an option names it.
package enum ScopeReference: Hashable, Sendable, CustomStringConvertible {
  /// Everything of a company.
  case company(SIREN)
  /// Everything of one establishment.
  case establishment(SIRET)
  /// One position, by its id or a reference that only one has.
  case position(String)
  /// What concerns a CFA or school.
  case provider(SIRET)
  /// What a lead of a territory gets; where several regions share it, of one region or of all.
  case territory(TerritoryID, region: RegionCode?)

  /// The words it is read from.
  package var description: String {
    switch self {
    case .company(let siren): "company:\(siren)"
    case .establishment(let siret): "establishment:\(siret)"
    case .position(let name): "position:\(name)"
    case .provider(let siret): "cfa:\(siret)"
    case .territory(let id, let region): "territory:\(id)" + (region.map { ":\($0)" } ?? "")
    }
  }
}

/// What a contact receives: `company:SIREN`, `establishment:SIRET`, `position:REFERENCE`, `cfa:SIRET` or
/// `territory:ti-7510:76`; a SIRET, a SIREN or the id of a territory or position may stand alone.
package func scopeReference(_ item: String) throws(InvalidIdentifier) -> ScopeReference {
  let parts = split(item, at: ":")
  guard parts.count > 1 else { return try bareScope(item) }
  let rest = parts.dropFirst().joined(separator: ":")
  switch fold(parts[0]) {
  case "company", "entreprise", "siren": return .company(try SIREN(rest))
  case "establishment", "etablissement", "site", "siret": return .establishment(try SIRET(rest))
  case "position", "poste": return .position(try line(rest, limit: 64))
  case "cfa", "provider", "organisme", "ecole": return .provider(try SIRET(rest))
  case "territory", "territoire":
    let region = parts.count > 2 ? try RegionCode(parts[2]) : nil
    guard parts.count <= 3 else { throw unknownScope }
    return .territory(try TerritoryID(parts[1]), region: region)
  default: throw unknownScope
  }
}

private func bareScope(_ text: String) throws(InvalidIdentifier) -> ScopeReference {
  if text.hasPrefix("P-") { return .position(try line(text, limit: 64)) }
  let digits = text.utf8.count { $0 >= 0x30 && $0 <= 0x39 }
  // A wrong check digit is told as what it is.
  if digits > 9 { return .establishment(try SIRET(text)) }
  if digits > 4 { return .company(try SIREN(text)) }
  guard let id = try? TerritoryID(text) else { throw unknownScope }
  return .territory(id, region: nil)
}

private let unknownScope = InvalidIdentifier(
  name: "scope", problem: .format,
  expected:
    "a SIREN, a SIRET, position:REFERENCE, cfa:SIRET, or territory:ti-7510 with :REGION behind or not"
)

/// How often, in English or French.
package func frequency(_ text: String) throws(InvalidIdentifier) -> Frequency {
  switch fold(text) {
  case "daily", "quotidien", "quotidienne", "chaque jour", "jour": return .daily
  case "weekly", "hebdomadaire", "hebdo", "chaque semaine", "semaine": return .weekly
  case "monthly", "mensuel", "mensuelle", "chaque mois", "mois": return .monthly
  case "never", "jamais", "aucun", "stop": return .never
  default:
    throw InvalidIdentifier(
      name: "frequency", problem: .format, expected: "daily, weekly, monthly or never")
  }
}
