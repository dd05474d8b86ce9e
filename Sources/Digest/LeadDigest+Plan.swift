import Programme

extension LeadDigest {
  /// The digest to send out of this draft, or nil when nothing in it is news.
  ///
  /// What is to be done stays in the mail, behind what is new, until it is done; deadlines and profiles
  /// are told once. Territories share the room: five positions of a kind and ten deadlines in all, and
  /// at least one each.
  package func planned(after told: [ToldItem]) -> LeadDigest? {
    let judged = territories.map { $0.judged(after: told) }.filter { $0.newsCount > 0 }
    guard !judged.isEmpty else { return nil }
    var digest = self
    let most = max(1, 5 / judged.count)
    digest.territories = judged.map { $0.shortened(to: most) }
    digest.hiddenCount = zip(judged, digest.territories).reduce(0) {
      $0 + $1.0.newsCount - $1.1.newsCount
    }
    return digest
  }

  /// What the store remembers once this digest is on its way.
  package var toldItems: [ToldItem] { territories.flatMap(\.toldItems) }
}

extension TerritoryBlock {
  /// What the store remembers of the block.
  fileprivate var toldItems: [ToldItem] {
    var told = unreachable.filter(\.isNews).map(\.told)
    told += starving.filter(\.isNews).map(\.told)
    told += deadlines.map(\.item.told)
    told += proposed.flatMap(\.profiles).map(\.told)
    return told
  }

  /// The same with the standing of each item, what is done with left out.
  fileprivate func judged(after told: [ToldItem]) -> TerritoryBlock {
    var block = self
    block.unreachable = Selection.newsFirst(Selection.judged(unreachable, after: told))
    block.starving = Selection.newsFirst(Selection.judged(starving, after: told))
    block.deadlines = zip(deadlines, Selection.judged(deadlines.map(\.item), after: told))
      .filter { $0.1.isNews }
      .map { CompanyDeadline(companyName: $0.companyName, item: $1) }
    block.proposed = proposed.compactMap { entry in
      let news = Selection.judged(entry.profiles, after: told).filter(\.isNews)
      return news.isEmpty ? nil : ProposedPosition(entry.name, profiles: news)
    }
    return block
  }

  /// How many items are news.
  fileprivate var newsCount: Int {
    unreachable.count(where: \.isNews) + starving.count(where: \.isNews) + deadlines.count
      + proposed.reduce(0) { $0 + $1.profiles.count }
  }

  /// At most so many of each kind, and twice as many lines.
  fileprivate func shortened(to most: Int) -> TerritoryBlock {
    var block = self
    block.unreachable = Array(unreachable.prefix(most))
    block.starving = Array(starving.prefix(most))
    block.deadlines = Array(deadlines.prefix(2 * most))
    block.proposed = proposed.prefix(2 * most).map {
      ProposedPosition($0.name, profiles: Array($0.profiles.prefix(5)))
    }
    return block
  }
}

extension UnreachablePosition: RememberedItem {
  var position: String { name.id }
  var candidate: String { "unreachable" }
  var topics: [(Topic, String)] { [(.reach, reason.rawValue)] }
}

extension StarvingPosition: RememberedItem {
  var position: String { name.id }
  var candidate: String { "starving" }
  var topics: [(Topic, String)] { [(.remedy, remedy?.key ?? "")] }
}

extension StarvingPosition.Remedy {
  /// The value as text without meaning but its equality; stored in hashes, so it must not change.
  fileprivate var key: String {
    switch self {
    case .contract: "contract"
    case .level: "level"
    case .availability: "availability"
    case .area: "area"
    case .programme: "programme"
    case .language(let code): "language \(code)"
    case .skillWished(let label): "wished \(label)"
    case .skillDropped(let label): "dropped \(label)"
    }
  }
}

extension ProposedPosition.Profile: RememberedItem {
  var topics: [(Topic, String)] { [] }
}
