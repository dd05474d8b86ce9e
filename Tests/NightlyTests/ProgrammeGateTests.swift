import Matching
import Postgres
import Programme
import Store
import TestSupport
import Testing

@Suite(.database) struct `The programme's gate` {
  @Test func `is sure of a pair only where the rules are`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let connection = try await database.open()
    let day = World.today
    let gazetteer = try await Gazetteer.read(on: day, connection)
    let snapshot = try await SnapshotLoader(day: day, gazetteer: gazetteer, connection).load(
      week: day.week, key: Array(repeating: 7, count: 16), method: .current)
    let matcher = Matcher(snapshot)
    let book = try await RuleBook.read(connection)
    let workplaces = try await Workplaces.read(connection)
    var counts: [GateResult: Int] = [:]
    for row in 0..<snapshot.positionCount {
      let position = try await PositionKnowledge.read(
        snapshot.position(at: row).id, workplaces, connection)
      for other in 0..<snapshot.candidateCount {
        let candidate = try await CandidateKnowledge.read(
          snapshot.candidate(at: other).id, on: day, connection)
        let explanation = try matcher.explain(position: position.id, candidate: candidate.id)
        let gate = try #require(explanation.gates.first { $0.gate == .programme })
        counts[gate.result, default: 0] += 1
        let answers = self.answers(position, candidate, on: day, book)
        switch gate.result {
        case .pass:
          #expect(answers.contains(.yes), "\(position.id) \(candidate.id): \(gate.reason)")
        case .fail:
          #expect(
            answers.allSatisfy { $0 == .no }, "\(position.id) \(candidate.id): \(gate.reason)")
        case .unknown: break
        }
      }
    }
    #expect(counts.values.reduce(0, +) > 1_000 && counts.count == 3, "\(counts)")
  }

  /// What the rules about the talent say, for each contract the two could sign.
  private func answers(
    _ position: PositionKnowledge, _ candidate: CandidateKnowledge, on day: Day, _ book: RuleBook
  ) -> [Answer] {
    let offered = position.contracts.isEmpty ? Contract.allCases : position.contracts
    let accepted = candidate.contracts.isEmpty ? Contract.allCases : candidate.contracts
    let shared = offered.filter(accepted.contains)
    return (shared.isEmpty ? offered : shared).map { contract in
      let hire = max(position.startOn ?? day, day)
      let facts = HireFacts(position, candidate, on: day, hiredOn: hire, contract: contract)
      return book.judge(facts).result(.vteTI, about: [.talent])
    }
  }
}
