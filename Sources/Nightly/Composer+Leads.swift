import Digest
import Matching
import Postgres
import Programme
import Store

// What the leads of territories are told.
extension Composer {
  /// What waits in one territory, each with the region it lies in.
  private struct Waiting {
    var unreachable: [(region: String?, item: UnreachablePosition)] = []
    var starving: [(region: String?, item: StarvingPosition)] = []
    var deadlines: [(region: String?, item: CompanyDeadline)] = []
    var proposed: [(region: String?, item: ProposedPosition)] = []
  }

  /// One digest for each lead with something new.
  func leadDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    guard !audience.leads.isEmpty else { return [] }
    let told = try await Outbox.told(.leadDigest, connection)
    let served = try await Outbox.recipients(.leadDigest, on: run.date, connection)
    let waiting = waiting()
    return try audience.leads.filter { !served.contains($0.id) }.compactMap { lead in
      let draft = LeadDigest(
        date: run.date, reader: reader(lead.civility, lead.name), isDemo: isDemo,
        territories: lead.territories.compactMap { block($0, waiting) })
      guard let digest = draft.planned(after: items(told[lead.id])) else { return nil }
      return try stored(digest, .leadDigest, .contact, lead.id)
    }
  }

  private func block(
    _ territory: (id: String, region: String?), _ waiting: [String: Waiting]
  ) -> TerritoryBlock? {
    guard let here = waiting[territory.id], let name = gazetteer.name(ofTerritory: territory.id)
    else { return nil }
    func own<Item>(_ entries: [(region: String?, item: Item)]) -> [Item] {
      entries.filter { speaks(territory, for: $0.region) }.map(\.item)
    }
    return TerritoryBlock(
      territory: Self.reader(ofTerritory: territory.id, in: run), name: name,
      unreachable: own(here.unreachable), starving: own(here.starving),
      deadlines: own(here.deadlines), proposed: own(here.proposed))
  }

  /// Whether a lead is told of what lies in a region: their own, any where they speak for all of the
  /// territory, and one that no other lead speaks for.
  private func speaks(_ lead: (id: String, region: String?), for region: String?) -> Bool {
    if lead.region == nil || lead.region == region { return true }
    return !audience.leads.contains { other in
      other.territories.contains { place in
        place.id == lead.id && (place.region == nil || place.region == region)
      }
    }
  }

  // MARK: What waits

  private func waiting() -> [String: Waiting] {
    var waiting: [String: Waiting] = [:]
    func note<Item>(
      _ item: Item, in commune: String,
      _ list: WritableKeyPath<Waiting, [(region: String?, item: Item)]>
    ) {
      guard let territory = gazetteer.territory(ofCommune: commune) else { return }
      waiting[territory, default: Waiting()][keyPath: list].append(
        (gazetteer.commune(commune)?.region, item))
    }
    let listed = Dictionary(grouping: pairs, by: \.match.position)
    let positions = listed.keys.compactMap { audience.positions[$0] }
      .sorted { ($0.title, $0.id) < ($1.title, $1.id) }
    var untold: [(position: Audience.Position, item: UnreachablePosition)] = []
    for position in positions {
      let pairs = listed[position.id] ?? []
      if isTold(position) {
        guard let item = proposed(position, pairs) else { continue }
        note(item, in: position.commune, \.proposed)
      } else {
        untold.append((position, unreachable(position, pairs)))
      }
    }
    // Where most wait for an answer comes first.
    for (position, item) in untold.sorted(by: { Self.precedes($0.item, $1.item) }) {
      note(item, in: position.commune, \.unreachable)
    }
    let named = Set(untold.map(\.position.id))
    for entry in starving where !named.contains(entry.position) {
      guard let position = audience.positions[entry.position] else { continue }
      note(
        StarvingPosition(name(position), remedy: remedy(entry.relaxation), gain: entry.gain),
        in: position.commune, \.starving)
    }
    for due in programme.due {
      note(
        CompanyDeadline(companyName: due.hire.company, item: due.item), in: due.hire.commune.code,
        \.deadlines)
    }
    return waiting
  }

  private static func precedes(_ one: UnreachablePosition, _ other: UnreachablePosition) -> Bool {
    (other.matchCount, other.nearCount, one.name.title, one.name.id)
      < (one.matchCount, one.nearCount, other.name.title, other.name.id)
  }

  private func unreachable(
    _ position: Audience.Position, _ pairs: [ListedPair]
  ) -> UnreachablePosition {
    let obstacle = coverage.obstacle(
      siren: position.siren, siret: position.siret, position: position.id)
    let reason: UnreachablePosition.Reason =
      switch obstacle {
      case nil, .reachable: .none
      case .noAddress: .noAddress
      case .never: .never
      case .suppressed: .suppressed
      }
    let matches = pairs.count { $0.match.away == nil }
    return UnreachablePosition(
      name(position), reason: reason, matchCount: matches, nearCount: pairs.count - matches)
  }

  /// The matches of a position under the codes of the leads of its territory; nil where there is none.
  private func proposed(
    _ position: Audience.Position, _ pairs: [ListedPair]
  ) -> ProposedPosition? {
    guard let territory = gazetteer.territory(ofCommune: position.commune) else { return nil }
    let profiles = pairs.map(\.match).filter { $0.away == nil }.sorted(by: Match.precedes)
      .compactMap { match -> ProposedPosition.Profile? in
        guard audience.candidates[match.candidate] != nil,
          let code = codes[Self.reader(ofTerritory: territory, in: run) + match.candidate]
        else { return nil }
        return ProposedPosition.Profile(
          position: position.id, candidate: match.candidate, code: code)
      }
    return profiles.isEmpty ? nil : ProposedPosition(name(position), profiles: profiles)
  }

  private func name(_ position: Audience.Position) -> PositionName {
    PositionName(
      id: position.id, title: position.title, companyName: position.companyName,
      communeName: gazetteer.commune(position.commune)?.name)
  }

  private func remedy(_ relaxation: Relaxation?) -> StarvingPosition.Remedy? {
    switch relaxation {
    case nil: nil
    case .contract: .contract
    case .level: .level
    case .availability: .availability
    case .area: .area
    case .programme: .programme
    case .language(let code): .language(code)
    case .skillWished(let key): .skillWished(label: nomenclature.label(ofSkill: key))
    case .skillDropped(let key): .skillDropped(label: nomenclature.label(ofSkill: key))
    }
  }
}
