import Matching
package import Programme

/// Those whom a CFA entered and who finished the same diploma in the same half of a year.
package struct Cohort: Sendable {
  /// The certification, and what people call it; nil where none was told.
  package let certification, title: String?
  /// The first day of the half year in which the diploma was, or is to be; nil where not told.
  package let from: Day?
  /// How many there are, match a position today, and were shown to a company within twelve months.
  package let members, matched, shown: Guarded
  /// Why those who match nothing do not: what keeps them from the position they come nearest to, with how
  /// many, the most first; reasons of too few are left out.
  package let reasons: [(reason: String, members: Guarded)]

  /// One of them.
  package struct Member: Sendable {
    /// The certification of the diploma, and its day.
    package let certification: String?
    package let diplomaOn: Day?
    /// Whether a position matches, and what keeps them from the nearest one where none does.
    package let isMatched: Bool
    package let away: String?
    /// Whether they were shown to a company.
    package let wasShown: Bool

    /// A member from their parts.
    package init(
      certification: String?, diplomaOn: Day?, isMatched: Bool, away: String?, wasShown: Bool
    ) {
      self.certification = certification
      self.diplomaOn = diplomaOn
      self.isMatched = isMatched
      self.away = away
      self.wasShown = wasShown
    }
  }
}

extension Landscape {
  /// The cohorts of a CFA, the latest first; of small ones only that they are.
  package func cohorts(of provider: String, _ members: [Cohort.Member]) -> [Cohort] {
    struct Key: Hashable {
      let certification: String?
      let from: Day?
    }
    func half(_ day: Day) -> Day? {
      let (year, month, _) = day.components
      return Day(year: year, month: month < 7 ? 1 : 7, day: 1)
    }
    let groups = Dictionary(grouping: members) {
      Key(certification: $0.certification, from: $0.diplomaOn.flatMap(half))
    }
    return groups.map { key, members in
      let cell = [provider, key.certification ?? "", key.from?.description ?? ""]
      func told(_ count: Int, _ measure: String) -> Guarded {
        guarded(count, cell: cell + [measure])
      }
      let reasons = Dictionary(grouping: members.filter { !$0.isMatched }) { $0.away ?? "several" }
      return Cohort(
        certification: key.certification,
        title: key.certification.map { certifications[$0]?.title ?? $0 }, from: key.from,
        members: told(members.count, "members"),
        matched: told(members.count(where: \.isMatched), "matched"),
        shown: told(members.count(where: \.wasShown), "shown"),
        reasons: reasons.map { (reason: $0.key, members: told($0.value.count, "away " + $0.key)) }
          .filter { $0.members.atLeast != nil }
          .sorted { ($1.members.value, $0.reason) < ($0.members.value, $1.reason) })
    }.sorted { left, right in
      let mine = (right.from?.number ?? 0, left.certification ?? "")
      return mine < (left.from?.number ?? 0, right.certification ?? "")
    }
  }
}
