/// Who was shown how often, by groups that nobody should be shown less for.
///
/// Made of the frozen inputs of runs and what they showed: codes only. The pool are the candidates
/// who were open and agreed to the matching on a date of the report; each is counted once, in the
/// group of the latest date.
package struct Fairness: Sendable {
  /// What candidates are grouped by.
  package enum Dimension: String, CaseIterable, Sendable {
    /// The level held.
    case level
    /// The months since the diploma.
    case diplomaAge = "diploma_age"
    /// The territory of workplaces inside the declared area; what is shown there counts there.
    case territory
    /// The territories, departments and regions declared by name; a candidate may be in several.
    case declaredPlace = "declared_place"
    /// How wide the declared area is.
    case areaWidth = "area_width"
  }

  /// One candidate of the pool.
  private struct Person {
    var groups: [Dimension: Set<String>] = [:]
    var showings = 0
    /// How often they were shown for a position of each territory.
    var showingsByTerritory: [String: Int] = [:]
  }

  private var people: [String: Person] = [:]

  /// A report over no run.
  package init() {}

  /// Takes in a run; runs come in the order of their dates.
  ///
  /// - Parameters:
  ///   - snapshot: the run's frozen input.
  ///   - showings: its short lists; near matches do not count.
  package mutating func add(_ snapshot: Snapshot, _ showings: [Showing]) {
    let workplaces = Workplaces(snapshot)
    for row in 0..<snapshot.candidateCount {
      let facts = snapshot.candidates.facts[row]
      guard facts.isOpen, facts.hasConsent else { continue }
      var person = people[snapshot.text(facts.id)] ?? Person()
      let before = person.groups[.territory] ?? []
      person.groups = groups(snapshot, row)
      person.groups[.territory] = before.union(workplaces.territories(of: row))
      people[snapshot.text(facts.id)] = person
    }
    for showing in showings where !showing.isNear {
      let territory = workplaces.territory(ofPosition: showing.position)
      people[showing.candidate]?.showings += 1
      people[showing.candidate]?.showingsByTerritory[territory, default: 0] += 1
      people[showing.candidate]?.groups[.territory, default: []].insert(territory)
    }
  }

  private func groups(_ snapshot: Snapshot, _ row: Int) -> [Dimension: Set<String>] {
    let candidate = snapshot.candidate(at: row)
    return [
      .level: [candidate.levelHeld.map { "level \($0)" } ?? Group.notTold],
      .diplomaAge: [Group.age(of: candidate.diplomaDay, on: snapshot.date)],
      .declaredPlace: Set(candidate.areas.compactMap { Group.name(of: $0) }),
      .areaWidth: [Group.width(of: candidate.areas)],
    ]
  }

  /// The groups of every dimension, in a fixed order.
  package var rows: [FairnessRow] {
    let showings = people.values.reduce(0) { $0 + $1.showings }
    return Dimension.allCases.flatMap { dimension in
      var tallies: [String: FairnessRow.Tally] = [:]
      for person in people.values {
        for group in person.groups[dimension] ?? [] {
          let count =
            dimension == .territory ? person.showingsByTerritory[group] ?? 0 : person.showings
          tallies[group, default: FairnessRow.Tally(pool: people.count, allShowings: showings)]
            .count(count)
        }
      }
      return FairnessRow.protected(dimension, tallies)
    }
  }
}

/// A group of candidates in a fairness report.
package struct FairnessRow: Hashable, Sendable {
  /// How few candidates nobody may learn about.
  package static let smallest = 5

  /// What is counted of a group.
  package struct Tally: Hashable, Sendable {
    /// How many candidates the group has.
    package private(set) var candidates = 0
    /// How many of them were shown at least once.
    package private(set) var shown = 0
    /// How often they were shown together.
    package private(set) var showings = 0
    private let pool, allShowings: Int

    init(pool: Int, allShowings: Int) {
      self.pool = pool
      self.allShowings = allShowings
    }

    mutating func count(_ count: Int) {
      candidates += 1
      if count > 0 { shown += 1 }
      showings += count
    }

    /// The share of the group that was shown.
    package var shownRate: Millionths { share(shown, of: candidates) }
    /// How often one of them was shown on average, in millionths.
    package var meanShowings: Millionths { share(showings, of: candidates) }
    /// The group's share of all candidates.
    package var shareOfPool: Millionths { share(candidates, of: pool) }
    /// The group's share of all that was shown.
    package var shareOfShowings: Millionths { share(showings, of: allShowings) }

    /// Where the rate of being shown lies in 95 of 100 such groups (Wilson 1927).
    package var interval: ClosedRange<Millionths> {
      guard candidates > 0 else { return 0...Score.unit }
      let z = 1.959_963_984_540_054
      let n = Double(candidates)
      let rate = Double(shown) / n
      let whole = 1 + z * z / n
      let middle = (rate + z * z / (2 * n)) / whole
      let reach = z * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot() / whole
      func millionths(_ share: Double) -> Int {
        Int((min(1, max(0, share)) * Double(Score.unit)).rounded())
      }
      return millionths(middle - reach)...millionths(middle + reach)
    }

    private func share(_ part: Int, of whole: Int) -> Millionths {
      whole == 0 ? 0 : part * Score.unit / whole
    }
  }

  /// What it is a group of.
  package let dimension: Fairness.Dimension
  /// Its name: codes, or a range.
  package let group: String
  /// What was counted; nil where the group is small, or is hidden so that a small one cannot be
  /// computed from the total.
  package let tally: Tally?

  /// The groups of a dimension, small ones hidden.
  ///
  /// One hidden group alone would follow from the total and the others, and so would a few that are
  /// small together: then the next smallest are hidden as well, and nothing tells which.
  static func protected(
    _ dimension: Fairness.Dimension, _ tallies: [String: Tally]
  ) -> [FairnessRow] {
    let bySize = tallies.sorted {
      ($0.value.candidates, $0.key) < ($1.value.candidates, $1.key)
    }
    var hiddenGroups = 0
    var hiddenCandidates = 0
    for (_, tally) in bySize {
      let isSmall = tally.candidates < smallest
      let isGivenAway = hiddenGroups == 1 || (hiddenGroups > 0 && hiddenCandidates < smallest)
      guard isSmall || isGivenAway else { break }
      hiddenGroups += 1
      hiddenCandidates += tally.candidates
    }
    let hidden = Set(bySize.prefix(hiddenGroups).map(\.key))
    return tallies.sorted { Group.precedes($0.key, $1.key) }.map {
      FairnessRow(dimension: dimension, group: $0, tally: hidden.contains($0) ? nil : $1)
    }
  }
}

/// What the groups are called, and their order.
private enum Group {
  static let notTold = "not told"

  private static let ages = ["0 to 6 months", "6 to 12 months", "12 to 24 months"]
  private static let widths = [
    "circle up to 15 km", "circle up to 30 km", "circle up to 60 km", "circle above 60 km",
    "territory", "department", "region", "country", "several",
  ]
  private static let order = ["to come"] + ages + ["above 24 months"] + widths

  /// The order they were defined in, then by name; who told nothing comes last.
  static func precedes(_ left: String, _ right: String) -> Bool {
    func key(_ name: String) -> (Int, String) {
      (name == notTold ? order.count + 1 : order.firstIndex(of: name) ?? order.count, name)
    }
    return key(left) < key(right)
  }

  static func age(of diploma: Int32?, on date: Int32) -> String {
    guard let diploma = diploma.map({ Int($0) }) else { return notTold }
    guard diploma <= date else { return "to come" }
    let day = CivilDate(daysSince1970: diploma)
    for (months, name) in zip([6, 12, 24], ages)
    where Int(date) < day.adding(months: months).daysSince1970 {
      return name
    }
    return "above 24 months"
  }

  static func name(of area: Area) -> String? {
    switch area {
    case .territory(let id): "territory \(id)"
    case .department(let code): "department \(code)"
    case .region(let code): "region \(code)"
    case .circle, .country: nil
    }
  }

  static func width(of areas: [Area]) -> String {
    guard let area = areas.first else { return notTold }
    guard areas.count == 1 else { return "several" }
    switch area {
    case .circle(_, let limit):
      let place = [15.5, 30.5, 60.5].firstIndex { limit <= chordSquared(kilometres: $0) }
      return widths[place ?? 3]
    case .territory: return "territory"
    case .department: return "department"
    case .region: return "region"
    case .country: return "country"
    }
  }

  /// The squared chord of a short arc of the Earth in units of 2⁻⁶⁰, by `sin x ≈ x - x³/6`.
  private static func chordSquared(kilometres: Double) -> Int64 {
    let half = kilometres / (2 * 6371)
    let chord = 2 * half * (1 - half * half / 6)
    return Int64(chord * chord * Double(1 << 60))
  }
}

/// The territories of the workplaces of a snapshot, and who searches there.
private struct Workplaces {
  private let snapshot: Snapshot
  /// A row of an open position for each place, with its territory.
  private var places: [(row: Int, territory: String)] = []

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    var seen: Set<[String]> = []
    for row in 0..<snapshot.positionCount {
      let position = snapshot.position(at: row)
      guard position.isOpen else { continue }
      let place = [position.commune, position.territory, position.department, position.region]
      let point = position.point.map { "\($0.x) \($0.y) \($0.z)" }
      if seen.insert((place + [point]).map { $0 ?? "" }).inserted {
        places.append((row, position.territory ?? "none"))
      }
    }
  }

  func territory(ofPosition id: String) -> String {
    guard let row = snapshot.positionRow(id) else { return "none" }
    return snapshot.optionalText(snapshot.positions.facts[row].territory) ?? "none"
  }

  /// The territories with a workplace inside the area a candidate declared.
  func territories(of candidate: Int) -> Set<String> {
    var found: Set<String> = []
    for (row, territory) in places where !found.contains(territory) {
      if snapshot.reason(.area, position: row, candidate: candidate).result == .pass {
        found.insert(territory)
      }
    }
    return found
  }
}
