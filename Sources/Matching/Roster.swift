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
    var page = [UInt8](repeating: 0, count: wishes.count)
    mark(asked, scorer, on: &page, from: 0) { $0 >= least ? 1 : 0 }
    return CandidateSet(marked: page)
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
    let method = scorer.snapshot.method
    let strengths = method.strengths
    let inferred = [Evidence.inferredFromDiploma, .inferredFromOccupation].map {
      method.strength(proficiency: method.proficiencyInferred, evidence: $0)
    }
    // What an occupation teaches counts by the best of its skills alone.
    var parents: [UInt32: Int32] = [:]
    for answer in scorer.answers where Int(answer.asked) == asked {
      let marks = strengths.map { mark(Score.part(Int(answer.base), Int($0))) }
      Roster.mark(told, Int(answer.skill), on: &page, from: start) { marks[Int(claims[$0])] }
      for parent in scorer.snapshot.vocabulary.basedOn[Int(answer.skill)] {
        parents[parent] = max(parents[parent] ?? 0, answer.base)
      }
    }
    for (parent, base) in parents {
      for (readers, strength) in zip([fromDiploma, fromOccupations], inferred) {
        let mark = mark(Score.part(Int(base), strength))
        guard mark > 0 else { continue }
        Roster.mark(readers, Int(parent), on: &page, from: start) { _ in mark }
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
