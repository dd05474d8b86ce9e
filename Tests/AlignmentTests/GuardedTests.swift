import Testing

@testable import Alignment

@Suite struct `A number of persons` {
  private static func shown(_ count: Int) -> Set<Int?> {
    Set((0..<5).map { Guarded(count, threshold: $0).atLeast })
  }

  @Test func `is never told of fewer than five, and never more than there are`() {
    for count in 0...60 {
      for threshold in 0..<5 {
        let told = Guarded(count, threshold: threshold).atLeast
        if let told { #expect(told >= 5 && told <= count && count - told <= 8) }
        if count < 5 { #expect(told == nil) }
        if count >= 9 { #expect(told != nil) }
      }
    }
  }

  @Test func `tells of two days nothing that one person more or less must have made`() {
    // Whatever two reports show where one person left, they may show where nobody did.
    for count in 1...60 {
      for before in Self.shown(count) {
        for after in Self.shown(count - 1) {
          let isInnocent = (0...61).contains {
            Self.shown($0).contains(before) && Self.shown($0).contains(after)
          }
          #expect(isInnocent, "\(count) persons, then one fewer")
        }
      }
    }
  }
}

@Suite struct `An estimate` {
  @Test func `has the interval of Wilson`() throws {
    // Wilson (1927) for 10 of 20, as published tables have it: 0.299 to 0.701.
    let interval = try #require(Estimate(part: 10, whole: 20).interval)
    #expect(abs(interval.lowerBound - 299_298) < 10 && abs(interval.upperBound - 700_702) < 10)
    #expect(Estimate(part: 0, whole: 0).interval == nil)
  }
}
