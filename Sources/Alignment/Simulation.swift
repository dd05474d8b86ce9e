package import Matching
import Programme

/// What one more class or module would change, by the matching itself.
///
/// Today's open positions stand for those that will be open: nothing foretells them. Graduates are
/// added to the frozen candidates as if they had their diploma today, the lists are made again, and
/// what differs is told. The same inputs give the same answer.
package struct Simulation: Sendable {
  let landscape: Landscape
  let snapshot: Snapshot
  private let threads: Int

  /// A simulation over a frozen state.
  ///
  /// - Parameters:
  ///   - landscape: what was read beside it.
  ///   - snapshot: the frozen positions and candidates; its reference knows the skills of the classes.
  ///   - threads: how many tasks share the matching; it changes nothing but the time.
  package init(_ landscape: Landscape, _ snapshot: Snapshot, threads: Int) {
    self.landscape = landscape
    self.snapshot = snapshot
    self.threads = threads
  }

  /// What differs with some classes.
  package struct Outcome: Sendable {
    /// What was assumed.
    package let assumption: Assumption
    /// How many graduates were added.
    package let graduates: Int
    /// Positions that nobody matched before and a graduate does.
    package let fed: [OpenPosition]
    /// Positions in whose list of twenty a graduate stands.
    package let listed: [OpenPosition]
    /// Positions in whose short list a graduate stands, when all short lists are chosen together.
    package let shortListed: [OpenPosition]
    /// The communes of the workplaces of ``listed``, with how many positions each has.
    package let communes: [(name: String, positions: Int)]
  }

  /// What the classes `after` change against the classes `before`, one outcome an assumption.
  ///
  /// - Parameters:
  ///   - before: classes that are there in any case; empty for a class that is added.
  ///   - after: the classes as they would be.
  ///   - assumptions: how many graduate, and how far they search.
  /// - Returns: one outcome an assumption, in their order.
  /// - Throws: where a class cannot be frozen, such as one with a level out of range.
  package func outcomes(
    before: [Graduates] = [], after: [Graduates], _ assumptions: [Assumption]
  ) async throws -> [Outcome] {
    var outcomes: [Outcome] = []
    // Without a class there before, what was there is the same whatever is assumed.
    var today: Standings?
    for assumption in assumptions {
      let old: Standings
      if let today, before.isEmpty {
        old = today
      } else {
        old = try await lists(with: before, assumption)
      }
      today = old
      let new = try await lists(with: after, assumption)
      outcomes.append(outcome(old, new, after, assumption))
    }
    return outcomes
  }

  private func outcome(
    _ old: Standings, _ new: Standings, _ after: [Graduates], _ assumption: Assumption
  ) -> Outcome {
    let gained = { (old: Set<String>, new: Set<String>) in
      landscape.positions.filter { new.contains($0.id) && !old.contains($0.id) }
    }
    let listed = gained(old.listed, new.listed)
    let byCommune = Dictionary(grouping: listed, by: \.commune).map { code, positions in
      (name: landscape.communes[code]?.name ?? code, positions: positions.count)
    }
    return Outcome(
      assumption: assumption,
      graduates: after.reduce(0) { $0 + assumption.graduates(of: $1.places) },
      fed: gained(old.matched, new.matched), listed: listed,
      shortListed: gained(old.shortListed, new.shortListed),
      communes: byCommune.sorted { ($1.positions, $0.name) < ($0.positions, $1.name) })
  }

  private struct Standings {
    /// Positions with a match at all.
    var matched: Set<String> = []
    /// Positions with a graduate in the list, and in the short list.
    var listed: Set<String> = []
    var shortListed: Set<String> = []
  }

  /// Ids no candidate of a database has.
  static let prefix = "graduate-"

  private func lists(
    with classes: [Graduates], _ assumption: Assumption
  ) async throws -> Standings {
    var added: [Candidate] = []
    for (number, graduates) in classes.enumerated() {
      for place in 0..<assumption.graduates(of: graduates.places) {
        added.append(
          graduates.candidate(
            id: "\(Self.prefix)\(number)-\(place)", from: landscape.day, within: assumption.range))
      }
    }
    let matcher = Matcher(try snapshot.adding(added))
    let lists = try await matcher.lists(near: 0, threads: threads)
    var standings = Standings()
    for list in lists {
      if list.matchCount > 0 { standings.matched.insert(list.position) }
      if list.matches.contains(where: isGraduate) { standings.listed.insert(list.position) }
    }
    for pairs in matcher.allocate(lists).positions where pairs.matches.contains(where: isGraduate) {
      standings.shortListed.insert(pairs.position)
    }
    return standings
  }

  private func isGraduate(_ match: Match) -> Bool { match.candidate.hasPrefix(Self.prefix) }

  /// The positions that one graduate of each class would match.
  ///
  /// - Returns: for each class the ids of the positions, ascending.
  package func reach(
    of classes: [Graduates], _ assumption: Assumption
  ) async throws -> [[String]] {
    let ids = classes.indices.map { "\(Self.prefix)\($0)" }
    let added = zip(classes, ids).map {
      $0.candidate(id: $1, from: landscape.day, within: assumption.range)
    }
    return try await positions(matchedBy: added)
  }

  /// For each of some people the ids of the positions they match, ascending; nobody else matters.
  func positions(matchedBy people: [Candidate]) async throws -> [[String]] {
    let matcher = Matcher(try snapshot.replacing(candidates: people))
    return try await matcher.lists(
      candidates: people.map(\.id), limit: snapshot.positionCount, near: 0, threads: threads
    ).map { $0.matches.map(\.position).sorted() }
  }
}

extension Snapshot {
  /// The same snapshot with more candidates.
  func adding(_ added: [Candidate]) throws -> Snapshot {
    guard !added.isEmpty else { return self }
    return try replacing(candidates: (0..<candidateCount).map { candidate(at: $0) } + added)
  }

  /// The same positions with other candidates.
  func replacing(candidates: [Candidate]) throws -> Snapshot {
    var builder = Builder(reference: reference)
    for row in 0..<positionCount { builder.add(position(at: row)) }
    for candidate in candidates { builder.add(candidate) }
    return try builder.build(
      date: date, week: week, key: key, method: method, programme: programme)
  }
}
