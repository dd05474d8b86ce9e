import Matching
package import Programme

/// Those whom a CFA entered and who finished the same diploma in the same half of a year.
package struct Cohort: Sendable {
  /// The certification, and what people call it; nil where none was told.
  package let certification, title: String?
  /// The first day of the half year in which the diploma was, or is to be; nil where not told.
  package let from: Day?
  /// Whether it is all those together whose own cohort is too small to be told of.
  package let isRest: Bool
  /// How many there are, match a position today, were shown to a company within twelve months, met one
  /// (both said yes), and were hired.
  package let members, matched, shown, met, hired: Guarded
  /// Why those who match nothing do not: what keeps them from the position they come nearest to, with how
  /// many, the most first; reasons of too few are left out.
  package let reasons: [(reason: String, members: Guarded)]

  /// One of them.
  package struct Member: Sendable {
    /// Their id, which nothing tells.
    package let id: String
    /// The certification of the diploma, and its day.
    package let certification: String?
    package let diplomaOn: Day?
    /// Whether a position matches, and what keeps them from the nearest one where none does.
    package let isMatched: Bool
    package let away: String?
    /// Whether they were shown to a company, met one, and were hired.
    package let wasShown, hasMet, wasHired: Bool

    /// A member from their parts.
    package init(
      id: String, certification: String?, diplomaOn: Day?, isMatched: Bool, away: String?,
      wasShown: Bool, hasMet: Bool, wasHired: Bool
    ) {
      self.id = id
      self.certification = certification
      self.diplomaOn = diplomaOn
      self.isMatched = isMatched
      self.away = away
      self.wasShown = wasShown
      self.hasMet = hasMet
      self.wasHired = wasHired
    }
  }
}

extension Landscape {
  /// The cohorts of a CFA, the latest first; the small ones together as one, last, or not at all.
  package func cohorts(_ members: [Cohort.Member]) -> [Cohort] {
    struct Key: Hashable {
      let certification: String?
      let from: Day?
    }
    let groups = Dictionary(grouping: members) {
      Key(certification: $0.certification, from: $0.diplomaOn.flatMap(half))
    }
    let cohorts = groups.mapValues { cohort($0, isRest: false) }
    let isSmall = cohorts.mapValues { $0.members.atLeast == nil }
    let rest = cohort(
      groups.filter { isSmall[$0.key] ?? false }.flatMap(\.value), isRest: true)
    let told = cohorts.values.filter { $0.members.atLeast != nil }.sorted { left, right in
      let mine = (right.from?.number ?? 0, left.certification ?? "")
      return mine < (left.from?.number ?? 0, right.certification ?? "")
    }
    return told + (rest.members.atLeast == nil ? [] : [rest])
  }

  /// Some members as one cohort, which is named by the first of them.
  private func cohort(_ members: [Cohort.Member], isRest: Bool) -> Cohort {
    func told(_ isCounted: (Cohort.Member) -> Bool) -> Guarded {
      var crowd = Crowd()
      for member in members where isCounted(member) { crowd.add(veil.mark(of: member.id)) }
      return veil.guarded(crowd)
    }
    let first = isRest ? nil : members.first
    let reasons = Set(members.filter { !$0.isMatched && !$0.wasHired }.map { $0.away ?? "several" })
    return Cohort(
      certification: first?.certification,
      title: first?.certification.map { certifications[$0]?.title ?? $0 },
      from: first?.diplomaOn.flatMap(half), isRest: isRest, members: told { _ in true },
      matched: told(\.isMatched), shown: told(\.wasShown), met: told(\.hasMet),
      hired: told(\.wasHired),
      reasons: reasons.map { reason in
        (
          reason: reason,
          members: told {
            !$0.isMatched && !$0.wasHired && ($0.away ?? "several") == reason
          }
        )
      }
      .filter { $0.members.atLeast != nil }
      .sorted { ($1.members.value, $0.reason) < ($0.members.value, $1.reason) })
  }
}

/// The first day of the half of a year a day lies in.
private func half(_ day: Day) -> Day? {
  let (year, month, _) = day.components
  return Day(year: year, month: month < 7 ? 1 : 7, day: 1)
}
