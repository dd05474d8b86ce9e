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
  /// The least pay each accepts, or zero.
  let leastPay: [Int32]
  /// Those of whom no skill is known, neither told nor inferred.
  let silent: CandidateSet

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
    var silent = CandidateSet(of: count)
    for row in 0..<count where candidates.isSilent(row) { silent.insert(row) }
    self.silent = silent
    leastPay = candidates.facts.map { $0.minimumPay ?? 0 }
    places = SearchPlaces(candidates)
    kinds = Roster.kinds(candidates)
    wishes = (0..<count).map { Wishes($0, candidates) }
    var toldPairs: [(key: Int, value: UInt64)] = []
    toldPairs.reserveCapacity(candidates.held.values.count)
    for row in 0..<count {
      for index in candidates.held.range(row) {
        let held = candidates.held.values[index]
        toldPairs.append((Int(held.skill), UInt64(held.claim) << 32 | UInt64(row)))
      }
    }
    let told = Ragged(count: snapshot.vocabulary.skillKeys.count, pairs: toldPairs)
    self.told = Ragged(
      starts: told.starts, values: told.values.map { UInt32(truncatingIfNeeded: $0) })
    claims = told.values.map { UInt8(truncatingIfNeeded: $0 >> 32) }
    let parents = snapshot.vocabulary.parentCodes.count
    fromDiploma = candidates.inferredFromDiploma.turned(keys: parents)
    fromOccupations = candidates.inferredFromOccupations.turned(keys: parents)
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

  /// Who meets an asked skill, by what they told or by what is inferred.
  func meeting(_ asked: Int, _ scorer: borrowing Scorer) -> CandidateSet {
    let least = scorer.snapshot.method.metThreshold
    var set = CandidateSet(of: wishes.count)
    forEachCredit(asked, scorer) { row, credit in
      if credit >= least { set.insert(row) }
    }
    return set
  }

  /// Tells of everybody who is credited anything for an asked skill; of who is credited in several
  /// ways, each.
  func forEachCredit(
    _ asked: Int, _ scorer: borrowing Scorer, _ body: (_ row: Int, _ credit: Millionths) -> Void
  ) {
    let method = scorer.snapshot.method
    let strengths = method.strengths
    let inferred = [Evidence.inferredFromDiploma, .inferredFromOccupation].map {
      method.strength(proficiency: method.proficiencyInferred, evidence: $0)
    }
    for answer in scorer.answers where Int(answer.asked) == asked {
      let credits = strengths.map { Score.part(Int(answer.base), Int($0)) }
      for index in told.range(Int(answer.skill)) {
        body(Int(told.values[index]), credits[Int(claims[index])])
      }
      for parent in scorer.snapshot.vocabulary.basedOn[Int(answer.skill)] {
        for (readers, strength) in zip([fromDiploma, fromOccupations], inferred) {
          let credit = Score.part(Int(answer.base), strength)
          for index in readers.range(Int(parent)) { body(Int(readers.values[index]), credit) }
        }
      }
    }
  }

  /// What each of these gates reads of a candidate; nothing else may decide it there.
  private static func kinds(_ candidates: CandidateColumns) -> [Gate: Kinds] {
    let facts = candidates.facts
    return [
      .contract: Kinds(of: facts.count) { facts[$0].contracts.rawValue },
      .level: Kinds(of: facts.count) { Schooling(facts[$0], day: nil) },
      .availability: Kinds(of: facts.count) { facts[$0].availableDay },
      .language: Kinds(of: facts.count) { row in
        candidates.languages[row].map { [$0.code.packed, UInt64($0.level)] }
      },
      .programme: Kinds(of: facts.count) { Schooling(facts[$0], day: facts[$0].diplomaDay) },
    ]
  }

  private struct Schooling: Hashable {
    let held: UInt8?
    let prepared: UInt8?
    let contracts: ContractSet
    let diplomaDay: Int32?

    init(_ facts: CandidateColumns.Facts, day: Int32?) {
      held = facts.levelHeld
      prepared = facts.levelPrepared
      contracts = facts.contracts
      diplomaDay = day
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

extension CandidateColumns {
  /// Whether no skill of a candidate is known.
  fileprivate func isSilent(_ row: Int) -> Bool {
    held.range(row).isEmpty && inferredFromDiploma.range(row).isEmpty
      && inferredFromOccupations.range(row).isEmpty
  }
}

extension Ragged<UInt32> {
  /// The rows that list each number below a count.
  fileprivate func turned(keys: Int) -> Ragged<UInt32> {
    var pairs: [(key: Int, value: UInt32)] = []
    pairs.reserveCapacity(values.count)
    for row in 0..<count {
      for index in range(row) { pairs.append((Int(values[index]), UInt32(row))) }
    }
    return Ragged(count: keys, pairs: pairs)
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
