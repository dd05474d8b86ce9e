import Programme

extension CompanyDigest {
  /// The digest to send out of this draft, or nil when nothing in it is news.
  ///
  /// At most 5 profiles per position and 10 per mail, what changed marked as such. A profile left
  /// out for lack of room is not told, so it is news again next time.
  package func planned(after told: [ToldItem]) -> CompanyDigest? {
    guard
      let (groups, hiddenCount) = Selection.choose(
        from: positions.map(\.items), after: told, perGroup: 5, perMail: 10)
    else { return nil }
    var digest = self
    digest.hiddenCount = hiddenCount
    for (index, items) in groups.enumerated() { digest.positions[index].items = items }
    digest.positions.removeAll { $0.items.isEmpty }
    return digest
  }

  /// What the store remembers once this digest is on its way.
  package var toldItems: [ToldItem] {
    positions.flatMap(\.items).filter(\.isNews).map(\.told)
  }
}

extension ProfileItem: ListedItem {
  var topics: [(Topic, String)] {
    [
      (.availability, availableDay?.description ?? ""),
      (.level, "\(level ?? 0) \(levelPrepared ?? 0) \(diplomaTitle ?? "")"),
      (.place, areas.map(\.key).joined(separator: "|")),
      (.skills, matched.map(\.label).sorted().joined(separator: "|")),
      (.away, away?.key ?? ""),
    ]
  }
}
