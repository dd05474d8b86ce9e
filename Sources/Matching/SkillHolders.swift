/// Who may hold what answers for a skill: the way from a skill to its candidates.
struct SkillHolders: Sendable {
  private let snapshot: Snapshot
  /// The candidates who told each skill.
  private let told: Ragged<UInt32>
  /// The candidates from whose diploma or wishes each ROME 3 occupation is read.
  private let read: Ragged<UInt32>

  /// Turns the skills of the candidates round.
  init(_ snapshot: Snapshot) {
    let candidates = snapshot.candidates
    var toldPairs: [(key: Int, value: UInt32)] = []
    toldPairs.reserveCapacity(candidates.held.values.count)
    var readPairs: [(key: Int, value: UInt32)] = []
    for row in candidates.facts.indices {
      let number = UInt32(row)
      for index in candidates.held.range(row) {
        toldPairs.append((Int(candidates.held.values[index].skill), number))
      }
      for parents in [candidates.inferredFromDiploma, candidates.inferredFromOccupations] {
        for index in parents.range(row) { readPairs.append((Int(parents.values[index]), number)) }
      }
    }
    self.snapshot = snapshot
    told = Ragged(count: snapshot.vocabulary.skillKeys.count, pairs: toldPairs)
    read = Ragged(count: snapshot.vocabulary.parentCodes.count, pairs: readPairs)
  }

  /// For each candidate, how many required skills of the position a scorer is turned to they meet at
  /// most.
  func mostMet(_ scorer: Scorer) -> [Int32] {
    var counts = [Int32](repeating: 0, count: snapshot.candidateCount)
    var seen = [Int32](repeating: -1, count: counts.count)
    func count(_ candidates: Ragged<UInt32>, _ key: UInt32, for asked: Int32) {
      for index in candidates.range(Int(key)) {
        let candidate = Int(candidates.values[index])
        guard seen[candidate] != asked else { continue }
        seen[candidate] = asked
        counts[candidate] += 1
      }
    }
    // A credit is never above its base.
    let least = Int32(snapshot.method.metThreshold)
    for asked in 0..<Int32(scorer.requiredCount) {
      for answer in scorer.answers where answer.asked == asked && answer.base >= least {
        count(told, answer.skill, for: asked)
        for parent in snapshot.vocabulary.basedOn[Int(answer.skill)] {
          count(read, parent, for: asked)
        }
      }
    }
    return counts
  }
}
