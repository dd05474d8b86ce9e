import Digest
import Matching
import Postgres
import Programme
import Store

// What contacts of companies are told, and what nobody could be told.
extension Composer {
  /// One digest for each contact with something new.
  func companyDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    let told = try await Outbox.told(.companyDigest, connection)
    let served = try await Outbox.recipients(.companyDigest, on: run.date, connection)
    let pairsOfPosition = Dictionary(grouping: pairs, by: \.match.position)
    let readers = audience.contacts.filter { $0.isWrittenTo && !served.contains($0.id) }
    let waiting = try await waiting(for: readers.map(\.id), connection) { $1 }
    return try await inParallel(readers) { contact in
      var draft = companyDigest(for: contact, pairsOfPosition)
      draft.waiting = waiting[contact.id]
      guard let digest = draft.planned(after: items(told[contact.id])) else { return nil }
      return try stored(digest, .companyDigest, .contact, contact.id)
    }
  }

  private func companyDigest(
    for contact: Audience.Contact, _ pairsOfPosition: [String: [ListedPair]]
  ) -> CompanyDigest {
    let positions = coverage.positions(of: contact)
    let due = coverage.due(of: contact)
    let sites = sites(positions, due)
    return CompanyDigest(
      date: run.date, reader: reader(contact.civility, contact.name), sites: sites, isDemo: isDemo,
      deadlines: due.isEmpty ? nil : HireDeadlines(items: due.map(\.item)),
      aidCheckedDay: programme.aidCheckedDay,
      positions: sites.flatMap { site in
        positions.filter { $0.siret == site.siret }.map { block($0, pairsOfPosition[$0.id] ?? []) }
      })
  }

  /// The places of what a contact is told, territory by territory.
  private func sites(
    _ positions: [Audience.Position], _ due: [ProgrammeNews.Due]
  ) -> [Site] {
    var sites: [String: Site] = [:]
    for position in positions where sites[position.siret] == nil {
      sites[position.siret] = Site(
        siret: position.siret, companyName: position.companyName,
        establishmentName: position.establishmentName,
        communeName: gazetteer.commune(position.siteCommune)?.name,
        territoryNames: territoryNames(
          positions.filter { $0.siret == position.siret }.map(\.commune)))
    }
    for hire in due.map(\.hire) where sites[hire.siret] == nil {
      sites[hire.siret] = Site(
        siret: hire.siret, companyName: hire.company, communeName: hire.commune.name,
        territoryNames: territoryNames([hire.commune.code]))
    }
    return sites.values.sorted {
      ($0.territoryNames.isEmpty ? 1 : 0, $0.territoryNames.first ?? "", $0.companyName, $0.siret)
        < (
          $1.territoryNames.isEmpty ? 1 : 0, $1.territoryNames.first ?? "", $1.companyName,
          $1.siret
        )
    }
  }

  private func territoryNames(_ communes: [String]) -> [String] {
    Set(communes.compactMap { gazetteer.territory(ofCommune: $0) }).sorted()
      .compactMap { gazetteer.name(ofTerritory: $0) }
  }

  private func block(_ position: Audience.Position, _ pairs: [ListedPair]) -> PositionBlock {
    var advice: [Advice] = []
    if position.payMin == nil, position.payMax == nil { advice.append(.payMissing) }
    if !position.hasSkills { advice.append(.skillsMissing) }
    if position.startOn == nil { advice.append(.startMissing) }
    return PositionBlock(
      position: position.id, siret: position.siret, title: position.title,
      communeName: gazetteer.commune(position.commune)?.name,
      contracts: contracts(position.contracts), label: programme.labels[position.id],
      items: pairs.compactMap { profile($0, position) }, advice: advice)
  }

  // MARK: What nobody can be told

  /// What is new for companies that digests cannot reach: positions with candidates, and hires with
  /// something due.
  var unreachable: [Unreachable] {
    let listed = Dictionary(grouping: pairs, by: \.match.position)
    let positions = listed.compactMap { id, pairs -> Unreachable? in
      guard let position = audience.positions[id], !isTold(position) else { return nil }
      return Unreachable(
        .position, id, siren: position.siren, siret: position.siret,
        reach: coverage.obstacle(
          siren: position.siren, siret: position.siret, position: position.id),
        news: pairs.count)
    }
    var hires: [String: Unreachable] = [:]
    for hire in programme.due.map(\.hire) {
      let position = hire.position?.code
      if coverage.reaches(siren: hire.siren, siret: hire.siret, position: position) { continue }
      hires[hire.id] = Unreachable(
        .hire, hire.id, siren: hire.siren, siret: hire.siret,
        reach: coverage.obstacle(siren: hire.siren, siret: hire.siret, position: position), news: 1)
    }
    return positions + hires.values
  }

  /// Whether digests reach anybody who answers for a position; candidates are told of no other.
  func isTold(_ position: Audience.Position) -> Bool {
    coverage.reaches(siren: position.siren, siret: position.siret, position: position.id)
  }
}
