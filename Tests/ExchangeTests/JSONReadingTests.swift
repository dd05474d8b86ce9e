import Exchange
import Testing

@Suite struct `A JSON text` {
  func read(_ text: String) throws -> JSON { try JSON(reading: Array(text.utf8)) }

  @Test func `is read as what it was written from`() throws {
    let value: JSON = [
      "id": "Q1", "empty": [], "nothing": nil, "flag": true, "count": -12,
      "share": .millionths(123_456), "deep": [["a": [1, 2, ["b": "c"]]], [:]],
      "text": "« Ligne\u{1}\n\t\"\\ » é 𝄞",
    ]
    #expect(try read(value.compact) == value)
    #expect(try read(value.pretty) == value)
  }

  @Test(arguments: [
    ("\"\\u00e9\\/\\b\\f\\ud834\\udd1e\"", JSON.string("é/\u{8}\u{c}𝄞")),
    (" 1.5e2 ", .millionths(150_000_000)),
    ("-0.0000005", .millionths(-1)), ("2.265824380218948", .millionths(2_265_824)),
    ("{\"a\":1,\"a\":2}", .object([JSON.Member("a", 1), JSON.Member("a", 2)])),
  ])
  func `is read as the standard says`(text: String, value: JSON) throws {
    #expect(try read(text) == value)
  }

  @Test(arguments: [
    ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\" 1}", 5), ("01", 1), ("1.", 2), ("tru", 0), ("\"a", 2),
    ("\"\u{1}\"", 1), ("\"\\x\"", 2), ("\"\\ud834\"", 7), ("1 2", 2), ("99999999999999999999", 20),
    ("1e400", 5), ("-", 1), ("{1:2}", 1),
  ])
  func `is refused at the byte that is wrong`(text: String, offset: Int) {
    #expect(throws: JSONError.self) { try read(text) }
    do {
      _ = try read(text)
    } catch let error as JSONError {
      #expect(error.offset == offset, "\(error)")
    } catch {
      Issue.record(error)
    }
  }

  @Test func `is refused where it is nested too deep, and where it is not UTF-8`() {
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(throws: JSONError.self) { try read(deep) }
    #expect(throws: JSONError.self) { try JSON(reading: [0x22, 0xFF, 0x22]) }
  }
}
