/// Sifts everybody at once for one position after the other; the memory one worker reuses.
///
/// For each requirement it keeps who does not meet it as a set, of a gate or of a skill, and makes it
/// once for all positions that ask the same. Where a candidate stands is then a matter of in how many
/// of a position's sets they are, and how many stand somewhere one of counting bits.
struct Sieve: ~Copyable {
  private let roster: Roster
  private var gates = Kept<Requirement>()
  private var places = Kept<SearchPlaces.Workplace>()
  private var skills = Kept<UInt32>()
  private var failing: Tally
  private var lacking: Tally
  /// Where everybody stands for the position sifted for.
  private(set) var standings: Standings

  /// What of a position a gate reads.
  private enum Requirement: Hashable {
    case contract(ContractSet)
    case level(UInt8, ContractSet)
    case availability(hire: Int32)
    case languages([LanguageCode: UInt8])
    case programme(hire: Int32, ContractSet)
  }

  /// A sieve for the candidates of a roster, of so many.
  init(_ roster: Roster, count: Int) {
    self.roster = roster
    failing = Tally(of: count)
    lacking = Tally(of: count)
    standings = Standings(of: count)
  }

  /// Sifts for the position a scorer is turned to, which is open.
  ///
  /// - Parameters:
  ///   - scorer: of the roster's snapshot, or of one with other positions.
  ///   - waived: a gate that is taken to pass.
  mutating func sift(_ scorer: borrowing Scorer, waiving waived: Gate? = nil) {
    let snapshot = scorer.snapshot
    let position = scorer.position
    let facts = snapshot.positions.facts[position]
    failing.reset()
    for (gate, requirement) in requirements(facts, snapshot, position) where gate != waived {
      let set = gates.set(requirement) {
        gate == .programme
          ? roster.failingProgramme(position: position, of: snapshot)
          : roster.failing(gate, position: position, of: snapshot)
      }
      if let set { failing.add(set) }
    }
    lacking.reset()
    for asked in 0..<scorer.requiredCount {
      if let set = skills.set(scorer.skill(asked), make: { roster.meeting(asked, scorer) }) {
        lacking.addOthers(of: set)
      }
    }
    var open = roster.open
    open.remove(roster.refused[facts.id] ?? [])
    open.remove(roster.hidden[facts.company] ?? [])
    let here =
      waived == .area
      ? open
      : places.set(SearchPlaces.Workplace(facts)) { roster.places.searching(facts) } ?? open
    standings.read(open, here: here, failing: failing, lacking: lacking)
  }

  /// The gates that may fail, but for the area and those that are a matter of single pairs.
  private func requirements(
    _ facts: PositionColumns.Facts, _ snapshot: Snapshot, _ position: Int
  ) -> [(Gate, Requirement)] {
    var result: [(Gate, Requirement)] = [
      (.availability, .availability(hire: facts.hireDay)),
      (.programme, .programme(hire: facts.hireDay, facts.contracts)),
    ]
    if !facts.contracts.isEmpty { result.append((.contract, .contract(facts.contracts))) }
    if let level = facts.minimumLevel { result.append((.level, .level(level, facts.contracts))) }
    var languages: [LanguageCode: UInt8] = [:]
    for language in snapshot.positions.languages[position] where language.isRequired {
      languages[language.code] = max(language.level, languages[language.code] ?? 0)
    }
    if !languages.isEmpty { result.append((.language, .languages(languages))) }
    return result
  }
}

/// Sets that were made, by what asked for them; all are given up where they become too many.
struct Kept<Key: Hashable> {
  private var sets: [Key: CandidateSet?] = [:]
  private var wordCount = 0

  /// How many words of eight bytes are kept at most.
  private static var limit: Int { 1 << 22 }

  /// The set of a key, made where it is not there.
  mutating func set(_ key: Key, make: () -> CandidateSet?) -> CandidateSet? {
    if let known = sets[key] { return known }
    let made = make()
    if wordCount > Self.limit {
      sets.removeAll()
      wordCount = 0
    }
    wordCount += made?.words.count ?? 0
    sets[key] = .some(made)
    return made
  }
}
