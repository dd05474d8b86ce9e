/// The candidates of a snapshot arranged for sets: what is known of everybody before a position asks.
///
/// Made once and shared by all who sift.
struct Roster: Sendable {
  /// Those some position could take: open, and with their consent.
  let open: CandidateSet
  /// Where they search.
  let places: SearchPlaces
  /// Candidates alike for each gate that compares what both sides told.
  private let kinds: [Gate: Kinds]
  /// Candidates alike in levels and contracts, and in when the programme finds a diploma too old.
  private let schooling: Kinds
  private let diplomas: Kinds
  /// Who told each skill, and with what claim.
  let told: Ragged<UInt32>
  let claims: [UInt8]
  /// From whose diploma, and from whose wishes, the base skills of each ROME 3 occupation are read.
  let fromDiploma: Ragged<UInt32>
  let fromOccupations: Ragged<UInt32>
  /// Who refused a position or was refused, and who hides from a company.
  let refused: [Symbol: [UInt32]]
  let hidden: [Symbol: [UInt32]]
  /// What each candidate wishes, as ``Wishes``.
  let wishes: [Wishes]

  /// What a candidate wishes at all, as bits.
  struct Wishes: OptionSet, Sendable {
    let rawValue: UInt8

    static let occupation = Wishes(rawValue: 1)
    static let mission = Wishes(rawValue: 2)
    static let sector = Wishes(rawValue: 4)
    static let pay = Wishes(rawValue: 8)
  }

  /// Arranges the candidates of a snapshot.
  init(_ snapshot: Snapshot) {
    let candidates = snapshot.candidates
    let count = snapshot.candidateCount
    var open = CandidateSet(of: count)
    for row in 0..<count where candidates.facts[row].isOpen && candidates.facts[row].hasConsent {
      open.insert(row)
    }
    self.open = open
    places = SearchPlaces(candidates)
    schooling = Kinds(of: count) { Schooling(candidates.facts[$0]) }
    diplomas = Kinds(of: count) { candidates.facts[$0].diplomaEnd }
    kinds = Roster.kinds(candidates, schooling: schooling)
    wishes = (0..<count).map { Wishes($0, candidates) }
    var claims = [UInt8](repeating: 0, count: candidates.held.values.count)
    told = candidates.held.turned(
      keys: snapshot.vocabulary.skillKeys.count, by: { Int($0.skill) },
      placed: { claims[$0] = UInt8($1.claim) })
    self.claims = claims
    let parents = snapshot.vocabulary.parentCodes.count
    fromDiploma = candidates.inferredFromDiploma.turned(keys: parents, by: { Int($0) })
    fromOccupations = candidates.inferredFromOccupations.turned(keys: parents, by: { Int($0) })
    refused = candidates.refused.turned
    hidden = candidates.invisibleTo.turned
  }

  /// Who fails a gate, of which only the kinds of candidates and what the position told matter.
  func failing(_ gate: Gate, position: Int, of snapshot: Snapshot) -> CandidateSet? {
    kinds[gate].map { kinds in
      CandidateSet(kinds) {
        snapshot.reason(gate, position: position, candidate: $0).result == .fail
      }
    }
  }

  /// Who fails the programme: by the level, or by a diploma that is too old where none is being prepared.
  ///
  /// Asked in two parts, because there are as many kinds of candidates as days of diplomas.
  func failingProgramme(position: Int, of snapshot: Snapshot) -> CandidateSet {
    let facts = snapshot.candidates.facts
    let hire = snapshot.positions.facts[position].hireDay
    let lowest = snapshot.programme.minimumLevelHeld.lowerBound
    var failing = CandidateSet(schooling) { row in
      facts[row].levelHeld.map { Int($0) < lowest } ?? false
    }
    let graduates = CandidateSet(schooling) { facts[$0].levelPrepared == nil }
    let tooOld = CandidateSet(diplomas) { row in facts[row].diplomaEnd.map { $0 < hire } ?? false }
    failing.formUnion(graduates, in: tooOld)
    return failing
  }

  /// Who meets an asked skill, by what they told or by what is inferred.
  func meeting(_ asked: Int, _ scorer: borrowing Scorer) -> CandidateSet {
    let least = scorer.snapshot.method.metThreshold
    var set = CandidateSet(of: wishes.count)
    forEachSource(asked, scorer) { lists, list, credits in
      let meets = credits.map { $0 >= least }
      if meets.count == 1 {
        if meets[0] { set.insert(lists, list) { _ in true } }
      } else if meets.contains(true) {
        set.insert(lists, list) { meets[Int(claims[$0])] }
      }
    }
    return set
  }

  /// Marks everybody who is credited anything for an asked skill, with the highest mark of a credit.
  ///
  /// - Parameters:
  ///   - asked: the place of the skill among those asked.
  ///   - scorer: turned to the position.
  ///   - page: a byte a candidate.
  ///   - start: where the first candidate's byte is.
  ///   - mark: the mark of a credit.
  func mark(
    _ asked: Int, _ scorer: borrowing Scorer, on page: inout [UInt8], from start: Int,
    _ mark: (Millionths) -> UInt8
  ) {
    forEachSource(asked, scorer) { lists, list, credits in
      let marks = credits.map { mark($0) }
      if marks.count == 1 {
        Roster.mark(lists, list, on: &page, from: start) { _ in marks[0] }
      } else {
        Roster.mark(lists, list, on: &page, from: start) { marks[Int(claims[$0])] }
      }
    }
  }

  /// Tells which lists of candidates are credited for an asked skill: those who told one, with a
  /// credit for each claim, and those of whom one is inferred, with a single credit.
  private func forEachSource(
    _ asked: Int, _ scorer: borrowing Scorer,
    _ body: (_ lists: Ragged<UInt32>, _ list: Int, _ credits: [Millionths]) -> Void
  ) {
    let method = scorer.snapshot.method
    let strengths = method.strengths
    // What an occupation teaches counts by the best of its skills alone.
    var parents: [UInt32: Int32] = [:]
    for answer in scorer.answers where Int(answer.asked) == asked {
      body(told, Int(answer.skill), strengths.map { Score.part(Int(answer.base), Int($0)) })
      for parent in scorer.snapshot.vocabulary.basedOn[Int(answer.skill)] {
        parents[parent] = max(parents[parent] ?? 0, answer.base)
      }
    }
    let inferred = [Evidence.inferredFromDiploma, .inferredFromOccupation].map {
      method.strength(proficiency: method.proficiencyInferred, evidence: $0)
    }
    for (parent, base) in parents {
      for (readers, strength) in zip([fromDiploma, fromOccupations], inferred) {
        body(readers, Int(parent), [Score.part(Int(base), strength)])
      }
    }
  }

  @inline(__always)
  private static func mark(
    _ rows: Ragged<UInt32>, _ key: Int, on page: inout [UInt8], from start: Int,
    _ mark: (_ index: Int) -> UInt8
  ) {
    let values = rows.values.span
    var bytes = page.mutableSpan
    for index in rows.range(key) {
      let place = start + Int(values[index])
      bytes[place] = max(bytes[place], mark(index))
    }
  }

  /// What each of these gates reads of a candidate; nothing else may decide it there.
  private static func kinds(_ candidates: CandidateColumns, schooling: Kinds) -> [Gate: Kinds] {
    let facts = candidates.facts
    return [
      .level: schooling,
      .contract: Kinds(of: facts.count) { facts[$0].contracts.rawValue },
      .availability: Kinds(of: facts.count) { facts[$0].availableDay },
      .language: Kinds(of: facts.count) { row in
        candidates.languages[row].map { [$0.code.packed, UInt64($0.level)] }
      },
    ]
  }

  private struct Schooling: Hashable {
    let held: UInt8?
    let prepared: UInt8?
    let contracts: ContractSet

    init(_ facts: CandidateColumns.Facts) {
      held = facts.levelHeld
      prepared = facts.levelPrepared
      contracts = facts.contracts
    }
  }
}

extension Roster.Wishes {
  fileprivate init(_ row: Int, _ candidates: CandidateColumns) {
    self = []
    if !candidates.wished.range(row).isEmpty { insert(.occupation) }
    if !candidates.missions.range(row).isEmpty { insert(.mission) }
    if !candidates.sectors.range(row).isEmpty { insert(.sector) }
    if candidates.facts[row].minimumPay != nil { insert(.pay) }
  }
}

extension Ragged {
  /// For each key the rows with an element of that key, ascending; tells where each element went.
  fileprivate func turned(
    keys: Int, by key: (Element) -> Int, placed: (_ place: Int, Element) -> Void = { _, _ in }
  ) -> Ragged<UInt32> {
    var starts = [UInt32](repeating: 0, count: keys + 1)
    for element in values { starts[key(element) + 1] += 1 }
    for key in 0..<keys { starts[key + 1] += starts[key] }
    var next = starts
    var rows = [UInt32](repeating: 0, count: values.count)
    for row in 0..<count {
      for index in range(row) {
        let key = key(values[index])
        rows[Int(next[key])] = UInt32(row)
        placed(Int(next[key]), values[index])
        next[key] += 1
      }
    }
    return Ragged<UInt32>(starts: starts, values: rows)
  }
}

extension Ragged<Symbol> {
  /// The rows that list each symbol.
  fileprivate var turned: [Symbol: [UInt32]] {
    var rows: [Symbol: [UInt32]] = [:]
    for row in 0..<count {
      for index in range(row) { rows[values[index], default: []].append(UInt32(row)) }
    }
    return rows
  }
}
