import Programme
import Testing

@Suite struct `An answer` {
  @Test func `stays what it must be whatever the unknown turns out to be`() {
    // The three-valued tables follow from trying both values of every unknown.
    func values(_ answer: Answer) -> [Bool] {
      switch answer {
      case .yes: [true]
      case .no: [false]
      case .unknown: [true, false]
      }
    }
    func sure(_ results: [Bool]) -> Answer {
      Set(results).count == 1 ? Answer(results.first) : .unknown
    }
    for left in Answer.allCases {
      for right in Answer.allCases {
        let pairs = values(left).flatMap { one in values(right).map { (one, $0) } }
        #expect(left.and(right) == sure(pairs.map { $0 && $1 }))
        #expect(left.or(right) == sure(pairs.map { $0 || $1 }))
      }
    }
  }

  @Test func `of several readings is theirs when they agree`() {
    #expect(Answer.agreement(of: [.yes, .yes]) == .yes)
    #expect(Answer.agreement(of: [.yes, .no]) == .unknown)
    #expect(Answer.agreement(of: [.no, .unknown]) == .unknown)
    #expect(Answer.agreement(of: []) == .unknown)
  }
}
