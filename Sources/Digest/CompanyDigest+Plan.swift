import Programme

extension CompanyDigest {
  /// The digest to send out of this draft, or nil when nothing in it is news.
  ///
  /// At most 5 deadlines, 5 profiles per position and 10 of both, what changed marked as such; what is
  /// waited for takes the place of one of them, and never makes a mail of its own.
  /// What is left out for lack of room is not told, so it is news again next time.
  package func planned(after told: [ToldItem]) -> CompanyDigest? {
    let deadlines = deadlines?.planned(after: told)
    let recalled = WaitingAnswer.recalled(waiting ?? [], on: date)
    let profiles = Selection.choose(
      from: positions.map(\.items), after: told, perGroup: 5,
      perMail: 10 - (deadlines?.items.count ?? 0) - (recalled.isEmpty ? 0 : 1))
    guard profiles != nil || deadlines != nil else { return nil }
    var digest = self
    digest.deadlines = deadlines
    digest.hiddenCount = profiles?.hiddenCount ?? 0
    for index in positions.indices {
      digest.positions[index].items = profiles?.groups[index] ?? []
    }
    digest.positions.removeAll { $0.items.isEmpty }
    digest.waiting = recalled.without(
      digest.positions.flatMap(\.items).filter(\.isNews).map { ($0.position, $0.candidate) })
    let told = Set(digest.positions.map(\.siret) + (deadlines?.items ?? []).map(\.siret))
    digest.sites.removeAll { !told.contains($0.siret) }
    return digest
  }

  /// The same digest without these pairs, or nil when nothing is left that justifies a mail.
  package func without(_ gone: [(position: String, candidate: String)]) -> CompanyDigest? {
    var digest = self
    for index in positions.indices {
      digest.positions[index].items.removeAll { item in
        gone.contains { $0.position == item.position && $0.candidate == item.candidate }
      }
    }
    digest.positions.removeAll { $0.items.isEmpty }
    digest.waiting = waiting?.without(gone)
    let told = Set(digest.positions.map(\.siret) + (deadlines?.items ?? []).map(\.siret))
    digest.sites.removeAll { !told.contains($0.siret) }
    let isNews = digest.positions.contains { $0.items.contains(where: \.isNews) }
    return isNews || digest.deadlines != nil ? digest : nil
  }

  /// What the store remembers once this digest is on its way.
  package var toldItems: [ToldItem] {
    positions.flatMap(\.items).filter(\.isNews).map(\.told) + (deadlines?.items ?? []).map(\.told)
  }
}

extension ProfileItem: ListedItem {
  var topics: [(Topic, String)] {
    [
      (.availability, declared.availability),
      (.level, declared.level),
      (.place, declared.place),
      (.skills, matched.map(\.label).sorted().joined(separator: "|")),
      (.away, away?.key ?? ""),
    ]
  }
}
