package import Exchange
package import Postgres
import Programme

/// What a contact receives.
package struct ContactScope: Hashable, Sendable, CustomStringConvertible {
  /// What it is about.
  package enum Kind: String, Sendable {
    case company
    case establishment
    case position
    case provider
    case territory
  }

  /// What it is about.
  package let kind: Kind
  /// The owner, of a company, an establishment or a position.
  package let siren: String?
  /// The SIREN, SIRET, id of the position, SIRET of the CFA, or id of the territory.
  package let subject: String
  /// The vintage of a territory.
  package let vintage: String?
  /// What the contact is to a territory, and the region they speak for.
  package let part: TerritoryProfile.Part?
  package let region: String?

  /// States a scope of a company: all of it, an establishment or a position.
  init(_ kind: Kind, siren: String?, subject: String) {
    self.kind = kind
    self.siren = siren
    self.subject = subject
    vintage = nil
    part = nil
    region = nil
  }

  /// States a part in a territory of a vintage.
  init(
    territory: String, vintage: String, part: TerritoryProfile.Part, region: String?
  ) {
    kind = .territory
    siren = nil
    subject = territory
    self.vintage = vintage
    self.part = part
    self.region = region
  }

  /// As options and cells name it.
  package var description: String {
    let name = kind == .provider ? "cfa" : kind.rawValue
    return "\(name):\(subject)" + (region.map { ":\($0)" } ?? "")
  }

  // The columns of app.contact_scope that a kind fills.
  var siret: String? { kind == .establishment ? subject : nil }
  var position: String? { kind == .position ? subject : nil }
  var provider: String? { kind == .provider ? subject : nil }
  var territory: String? { kind == .territory ? subject : nil }
}

/// What scopes are looked up in.
package struct ScopeDirectory: Sendable {
  /// Why a scope cannot be taken.
  package struct Unknown: Error, Sendable {
    /// What is wrong, and what to do about it.
    package let reason: String
    package let hint: String
  }

  private let companies: Set<String>
  private let establishments: Set<String>
  private let positions: [String: [(id: String, siren: String)]]
  private let providers: Set<String>
  private let gazetteer: Gazetteer

  /// Reads the companies, positions and CFA of now, with the territories in force on the day.
  package static func read(
    _ gazetteer: Gazetteer, _ connection: Connection
  ) async throws -> ScopeDirectory {
    let sites = try await connection.rows("select siret from app.establishment").decode(
      as: String.self)
    let positions = try await connection.rows("select id, reference, siren from app.position")
      .decode(as: (String, String, String).self)
    var byName: [String: [(id: String, siren: String)]] = [:]
    for (id, reference, siren) in positions {
      byName[id, default: []].append((id, siren))
      if reference != id { byName[reference, default: []].append((id, siren)) }
    }
    return ScopeDirectory(
      companies: Set(sites.map { String($0.prefix(9)) }), establishments: Set(sites),
      positions: byName,
      providers: Set(
        try await connection.rows("select siret from app.provider").decode(as: String.self)),
      gazetteer: gazetteer)
  }

  /// The scope behind a name; of a territory as its lead, in the vintage in force.
  package func scope(_ reference: ScopeReference) throws(Unknown) -> ContactScope {
    switch reference {
    case .company(let siren):
      guard companies.contains(siren.text) else {
        throw Unknown(reason: "no company has the SIREN \(siren)", hint: Self.importFirst)
      }
      return ContactScope(.company, siren: siren.text, subject: siren.text)
    case .establishment(let siret):
      guard establishments.contains(siret.text) else {
        throw Unknown(
          reason: "no establishment has the SIRET \(siret)",
          hint: providers.contains(siret.text) ? "of a CFA: cfa:\(siret)" : Self.importFirst)
      }
      return ContactScope(.establishment, siren: siret.siren.text, subject: siret.text)
    case .position(let name):
      let found = positions[name] ?? []
      guard let only = found.first, found.count == 1 else {
        throw Unknown(
          reason: found.isEmpty
            ? "there is no position \"\(name.prefix(40))\""
            : "\(found.count) positions have the reference \"\(name.prefix(40))\"",
          hint: found.isEmpty
            ? "find positions with: vivier position list --search"
            : "use an id: " + found.prefix(5).map(\.id).joined(separator: ", "))
      }
      return ContactScope(.position, siren: only.siren, subject: only.id)
    case .provider(let siret):
      guard providers.contains(siret.text) else {
        throw Unknown(
          reason: "no CFA has the SIRET \(siret)", hint: "import its trainings first")
      }
      return ContactScope(.provider, siren: nil, subject: siret.text)
    case .territory(let id, let region):
      guard gazetteer.name(ofTerritory: id.text) != nil else {
        throw Unknown(
          reason: "the vintage \(gazetteer.vintage) has no territory \(id)",
          hint: "find it with: vivier territory list --search")
      }
      let regions = gazetteer.regions(ofTerritory: id.text)
      if let region, !regions.contains(region.text) {
        throw Unknown(
          reason: "\(id) has no commune in the region \(region)",
          hint: "its regions: " + regions.sorted().joined(separator: ", "))
      }
      return ContactScope(
        territory: id.text, vintage: gazetteer.vintage, part: .lead, region: region?.text)
    }
  }

  private static let importFirst = "import its companies first"
}

extension Gazetteer {
  /// The codes of the regions in which a territory of the vintage in force has communes.
  package func regions(ofTerritory id: String) -> Set<String> {
    Set(communes(ofTerritory: id).compactMap { commune($0)?.region })
  }
}
