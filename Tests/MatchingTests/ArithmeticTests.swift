import Testing

@testable import Matching

@Suite struct `The arithmetic` {
  @Test func `hashes as SipHash-2-4 is published to`() {
    // Appendix A of the paper: key 00…0f, message 00…0e.
    var hash = KeyedHash(key: KeyedHash.words([UInt8](0..<16)))
    for byte in UInt8(0)..<15 { hash.combine(byte) }
    #expect(hash.finish() == 0xa129_ca61_49be_45e5)
  }

  @Test(arguments: 0..<8)
  func `hashes a word as its bytes, wherever it begins`(offset: Int) {
    var whole = KeyedHash(key: (1, 2))
    var single = KeyedHash(key: (1, 2))
    for byte in 0..<UInt8(offset) {
      whole.combine(byte)
      single.combine(byte)
    }
    whole.combine(UInt64(0x0102_0304_0506_0708))
    for byte in UInt8(1)...8 { single.combine(9 - byte) }
    #expect(whole.finish() == single.finish())
  }

  @Test func `takes roots that are exact around every square`() {
    for root in stride(from: 1, through: 1_000_000, by: 97) {
      #expect(Score.floorSquareRoot(root * root) == root)
      #expect(Score.floorSquareRoot(root * root - 1) == root - 1)
      #expect(Score.floorSquareRoot(root * root + 2 * root) == root)
    }
    #expect(Score.combine(1_000_000, 1_000_000) == 1_000_000)
    #expect(Score.combine(0, 1_000_000) == 0)
  }

  @Test func `knows the calendar`() {
    #expect(CivilDate(daysSince1970: 0).description == "1970-01-01")
    #expect(CivilDate(daysSince1970: 20_778).description == "2026-11-21")
    #expect(CivilDate(daysSince1970: -1).description == "1969-12-31")
    for day in stride(from: -200_000, to: 200_000, by: 331) {
      #expect(CivilDate(daysSince1970: day).daysSince1970 == day)
    }
    let leap = CivilDate(daysSince1970: 19_782)
    #expect(leap.description == "2024-02-29")
    #expect(leap.adding(months: 12).description == "2025-02-28")
    #expect(leap.adding(months: 48).description == "2028-02-29")
    #expect(leap.adding(months: -2).description == "2023-12-29")
  }

  @Test func `packs language codes of up to eight letters`() {
    #expect(LanguageCode("fr")?.description == "fr")
    #expect(LanguageCode("zh-Hans1")?.description == "zh-Hans1")
    #expect(LanguageCode("zh-Hans12") == nil)
    #expect(LanguageCode("") == nil)
    #expect(LanguageCode("é") == nil)
  }

  @Test func `knows the Gini coefficient of plain cases`() {
    #expect(gini([]) == 0)
    #expect(gini([0, 0]) == 0)
    #expect(gini([3, 3, 3]) == 0)
    #expect(gini([0, 0, 0, 8]) == 750_000)
    #expect(gini([1, 3]) == 250_000)
  }

  @Test func `names each number of the method once`() {
    let names = Method.current.numbers.map(\.name)
    #expect(Set(names).count == names.count)
    // A stored property the list forgets would not be stored with a run.
    #expect(Mirror(reflecting: Method.current).children.count == names.count + 1)
    #expect(Set(Method.fields.map(\.path)).count == names.count)
  }
}
