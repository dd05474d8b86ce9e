import Testing

@testable import vivier

@Suite struct `A suggestion` {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("list", "list", 0), ("lst", "list", 1),
    ("mach", "match", 1), ("kitten", "sitting", 3), ("é", "e", 1), ("flaw", "lawn", 2),
  ])
  func `counts the letters to add, drop or change`(left: String, right: String, due: Int) {
    #expect(Suggestion.distance(left, right) == due)
    #expect(Suggestion.distance(right, left) == due)
  }

  /// The definition itself, with no table: exponential, so for short words only.
  private func defined(_ left: Substring, _ right: Substring) -> Int {
    guard let first = left.first else { return right.count }
    guard let other = right.first else { return left.count }
    let kept = defined(left.dropFirst(), right.dropFirst()) + (first == other ? 0 : 1)
    return min(
      kept, defined(left.dropFirst(), right) + 1, defined(left, right.dropFirst()) + 1)
  }

  @Test func `counts as the definition does for every word of three letters`() {
    let words = ["a", "b", "c"].flatMap { a in
      ["", "a", "b"].flatMap { b in ["", "a", "c"].map { a + b + $0 } }
    }
    for left in words {
      for right in words {
        #expect(Suggestion.distance(left, right) == defined(left[...], right[...]))
      }
    }
  }

  @Test func `names the command that was meant`() {
    let found = Suggestion.forUnknownCommand(in: ["teritory", "at"], root: Vivier.self)
    #expect(found?.what == "vivier has no command \"teritory\"")
    #expect(found?.hint == "did you mean: vivier territory")
    let below = Suggestion.forUnknownCommand(in: ["territory", "lst"], root: Vivier.self)
    #expect(below?.hint == "did you mean: vivier territory list")
  }

  @Test func `lists the commands where none is near`() {
    let found = Suggestion.forUnknownCommand(in: ["db", "frobnicate"], root: Vivier.self)
    #expect(found?.hint == "commands: up, down, status, migrate, psql, destroy")
  }

  @Test func `stays silent where every word is known`() {
    #expect(Suggestion.forUnknownCommand(in: ["territory", "at", "x"], root: Vivier.self) == nil)
    #expect(Suggestion.forUnknownCommand(in: ["--help"], root: Vivier.self) == nil)
    #expect(Suggestion.forUnknownCommand(in: ["help", "x"], root: Vivier.self) == nil)
  }
}
