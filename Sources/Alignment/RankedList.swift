package import Programme

/// The four ways in which asking and teaching do not meet.
package enum RankedList: String, CaseIterable, Sendable {
  /// Positions ask it, and no training in range is known to teach it.
  case askedNotTaught = "asked_not_taught"
  /// A training in range is this, and no position asks it.
  case taughtNotAsked = "taught_not_asked"
  /// Asked and taught, and fewer talents who search here hold it than people are looked for.
  case taughtTalentsLack = "taught_talents_lack"
  /// Asked and taught, and of those trained to it hardly anybody searches here.
  case trainedLeave = "trained_leave"
}

extension ZoneAlignment {
  /// The rows of a list at a grain, the first first.
  ///
  /// Asked rows come by how much their positions count, taught ones by how many trainings there are.
  /// Numbers of persons decide as they are told, so that no order tells more.
  package func rows(_ list: RankedList, _ grain: Grain) -> [Row] {
    rows.filter { $0.item.grain == grain && belongs($0, to: list) }.sorted { left, right in
      if list == .taughtNotAsked {
        return (right.offers.count, left.item) < (left.offers.count, right.item)
      }
      return (right.weight, left.item) < (left.weight, right.item)
    }
  }

  private func belongs(_ row: Row, to list: RankedList) -> Bool {
    let isAsked = !row.positions.isEmpty
    let isTaught = !row.offers.isEmpty
    return switch list {
    case .askedNotTaught: isAsked && !isTaught
    case .taughtNotAsked: row.isOwn && isTaught && !isAsked
    case .taughtTalentsLack: isAsked && isTaught && row.talents.value < row.openings
    case .trainedLeave:
      isAsked && isTaught && row.trained.atLeast != nil && row.staying.atLeast == nil
    }
  }
}

extension ZoneAlignment.Row {
  /// How the best known of its trainings is known; nil where there is none.
  package var content: Content? { offers.map(\.content).max() }

  /// Trainings that a CFA tells, and those of the catalogue of 2020.
  package var offersTold: Int { offers.count { !$0.offer.isCatalogue } }
  package var offersCatalogue: Int { offers.count { $0.offer.isCatalogue } }

  /// The share of those trained to it who search here; nil where either is too few to be told.
  package var stayingShare: Estimate? {
    guard let whole = trained.atLeast, let part = staying.atLeast else { return nil }
    return Estimate(part: min(part, whole), whole: whole)
  }

  /// The places of the sessions that begin within a year, as told; nil where none was told.
  package func places(from day: Day) -> Int? { sum(soon(day)) }

  /// Whether some of these places were told too long ago, or nobody knows when.
  package func arePlacesStale(on day: Day) -> Bool { soon(day).contains { $0.isStale(on: day) } }

  /// The places of the sessions that end within two years: no more can graduate.
  package func graduates(from day: Day) -> Int? {
    sum(
      sessions { session in
        session.endsOn.map { $0 >= day && $0 < day.adding(months: 24) } ?? false
      })
  }

  private func soon(_ day: Day) -> [TrainingOffer.Session] {
    sessions { $0.startsOn >= day && $0.startsOn < day.adding(months: 12) }
  }

  /// The sessions whose places were told.
  private func sessions(
    _ isCounted: (TrainingOffer.Session) -> Bool
  ) -> [TrainingOffer.Session] {
    offers.flatMap(\.offer.sessions).filter { $0.capacity != nil && isCounted($0) }
  }

  private func sum(_ sessions: [TrainingOffer.Session]) -> Int? {
    sessions.isEmpty ? nil : sessions.compactMap(\.capacity).reduce(0, +)
  }
}
