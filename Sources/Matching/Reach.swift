/// Finds whom a position could list; the memory one worker reuses.
///
/// Whoever searches elsewhere, fails two gates or lacks two required skills is passed by after a look
/// at a few words. Those found are a superset of the matches and of the near matches inside declared
/// areas.
struct Reach: ~Copyable {
  private let snapshot: Snapshot
  private let index: Index
  private let words: [UInt64]
  private let entries: [Index.Entry]
  private let signatures: [Index.Signature]
  /// For each required skill the bits of what meets it, and whether something inferred may.
  private var required: [(bits: Index.Signature, isInferable: Bool)] = []
  /// The last position each candidate was found for.
  private var stamps: [UInt32]
  private var stamp: UInt32 = 0

  init(_ snapshot: Snapshot, _ index: Index) {
    self.snapshot = snapshot
    self.index = index
    words = index.words
    entries = index.entries
    signatures = index.signatures
    stamps = [UInt32](repeating: 0, count: snapshot.candidateCount)
  }

  /// The rows of those found for the position a scorer is turned to, each once.
  mutating func rows(_ scorer: borrowing Scorer) -> [Int] {
    prepare(scorer)
    stamp += 1
    return find(snapshot.positions.facts[scorer.position], searchHere: true)
  }

  /// The rows of those besides who may fail nothing but that they search elsewhere, each once; after
  /// ``rows(_:)``.
  mutating func rowsElsewhere(_ scorer: borrowing Scorer) -> [Int] {
    find(snapshot.positions.facts[scorer.position], searchHere: false)
  }

  private mutating func find(_ facts: PositionColumns.Facts, searchHere: Bool) -> [Int] {
    var result: [Int] = []
    let word = GateWord(facts, date: snapshot.date, method: snapshot.method)
    let minuend = word.minuend
    let contracts = word.contractBits
    for area in index.places.indices {
      let mayReach = index.mayReach(area, facts)
      guard mayReach || !searchHere else { continue }
      for place in Int(
        index.starts[area * index.classCount])..<Int(index.starts[(area + 1) * index.classCount])
      {
        let word = words[place]
        let failed = ~(minuend &- word) & GateWord.guards
        let isContractApart = word & contracts == 0
        // At most one gate: no bit is left when the lowest is taken away.
        guard failed & (failed &- 1) == 0, !isContractApart || failed == 0 else { continue }
        let isClear = failed == 0 && !isContractApart
        guard isClear || searchHere else { continue }
        let entry = entries[place]
        if searchHere, entry.limit >= 0, let point = facts.point, !entry.reaches(point) { continue }
        guard mayMeet(place, isWhole: entry.isWhole, missing: isClear && searchHere ? 1 : 0)
        else { continue }
        guard stamps[Int(entry.row)] != stamp else { continue }
        stamps[Int(entry.row)] = stamp
        result.append(Int(entry.row))
      }
    }
    return result
  }

  private mutating func prepare(_ scorer: borrowing Scorer) {
    required.removeAll(keepingCapacity: true)
    let least = Int32(snapshot.method.metThreshold)
    for asked in 0..<scorer.requiredCount {
      required.append((Index.Signature(), scorer.bestInferred(asked) >= least))
    }
    for answer in scorer.answers where Int(answer.asked) < required.count {
      if scorer.credit(most: answer.base) >= least {
        required[Int(answer.asked)].bits.insert(answer.skill)
      }
    }
  }

  /// Whether all required skills but so many may be met.
  @inline(__always)
  private func mayMeet(_ place: Int, isWhole: Bool, missing: Int) -> Bool {
    var left = missing
    for skill in required {
      if skill.isInferable, !isWhole { continue }
      var shared: UInt64 = 0
      for word in 0..<8 { shared |= skill.bits.words[word] & signatures[place].words[word] }
      guard shared == 0 else { continue }
      left -= 1
      if left < 0 { return false }
    }
    return true
  }
}
