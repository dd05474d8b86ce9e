import Programme

extension CandidateDigest {
  /// The digest to send out of this draft, or nil when nothing in it is news.
  ///
  /// At most 10 positions, what changed marked as such; what is waited for takes the place of one, and
  /// never makes a mail of its own. A position left out for lack of room is not
  /// told, so it is news again next time.
  package func planned(after told: [ToldItem]) -> CandidateDigest? {
    let recalled = WaitingAnswer.recalled(waiting ?? [], on: date)
    guard
      let (groups, hiddenCount) = Selection.choose(
        from: [items], after: told, perGroup: 10, perMail: recalled.isEmpty ? 10 : 9)
    else { return nil }
    var digest = self
    digest.hiddenCount = hiddenCount
    digest.items = groups.flatMap { $0 }
    digest.waiting = recalled.without(
      digest.items.filter(\.isNews).map { ($0.position, $0.candidate) })
    return digest
  }

  /// The same digest without these pairs, or nil when nothing is left that justifies a mail.
  package func without(_ gone: [(position: String, candidate: String)]) -> CandidateDigest? {
    var digest = self
    digest.items.removeAll { item in
      gone.contains { $0.position == item.position && $0.candidate == item.candidate }
    }
    digest.waiting = waiting?.without(gone)
    return digest.items.contains(where: \.isNews) ? digest : nil
  }

  /// What the store remembers once this digest is on its way.
  package var toldItems: [ToldItem] {
    items.filter(\.isNews).map(\.told)
      + (items.first.map { item in (closed ?? []).map { $0.told(to: item.candidate) } } ?? [])
  }
}

extension PositionItem: ListedItem {
  var topics: [(Topic, String)] {
    [
      (.contract, contracts.map(\.rawValue).joined(separator: "|") + " \(durationInMonths ?? 0)"),
      (.pay, "\(payMinimum ?? 0) \(payMaximum ?? 0)"),
      (.start, startDay?.description ?? ""),
      (.place, communeName ?? ""),
      (
        .skills,
        matched.map(\.label).sorted().joined(separator: "|") + "/"
          + missing.map(\.label).sorted().joined(separator: "|")
      ),
      (.away, away?.key ?? ""),
    ] + (dailyLife.map { [(.dailyLife, $0.key)] } ?? [])
  }
}
