import Testing

@testable import Nightly

@Suite struct `What a night does first` {
  @Test(
    arguments: [
      // requested, covered, unfinished, expected
      ([], [], nil, RunPlan.begin(territories: ["a", "b", "none"])),
      ([], ["a"], nil, .begin(territories: ["b", "none"])),
      ([], ["a", "b", "none"], nil, .done),
      (["b"], [], nil, .begin(territories: ["b"])),
      (["b", "a"], ["a"], nil, .begin(territories: ["b"])),
      (["b"], ["a", "b"], nil, .done),
      ([], ["a"], 7, .resume(run: 7)),
      (["b"], ["a"], 7, .resume(run: 7)),
      (["a"], ["a"], 7, .resume(run: 7)),
    ] as [([String], Set<String>, Int64?, RunPlan)])
  func `follows from what the date has seen`(
    requested: [String], covered: Set<String>, unfinished: Int64?, expected: RunPlan
  ) {
    #expect(
      RunPlan.decide(
        requested: requested, all: ["b", "none", "a"], covered: covered, unfinished: unfinished)
        == expected)
  }

  @Test func `the steps come in the order in which they are stored`() {
    #expect(Step.allCases.map(\.ordinal) == Array(1...Step.allCases.count))
    #expect(Step.match.isDone(after: .match) && Step.match.isDone(after: .report))
    #expect(!Step.match.isDone(after: .snapshot))
  }
}
