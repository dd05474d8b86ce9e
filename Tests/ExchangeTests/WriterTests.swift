import Exchange
import Testing

@Suite struct `A CSV writer` {
  func written(_ records: [[String]], separator: UInt8 = UInt8(ascii: ",")) -> [UInt8] {
    var writer = CSVWriter(separator: separator)
    for record in records { writer.write(record) }
    return writer.take()
  }

  @Test func `quotes only where it must`() {
    let bytes = written([["a", "b c", "d,e", "f\"g", "h\ni", "", " j"]])
    #expect(
      String(decoding: bytes, as: UTF8.self) == "a,b c,\"d,e\",\"f\"\"g\",\"h\ni\",,\" j\"\n")
  }

  @Test(arguments: ["=1+1", "+33", "-5", "@SUM(A1)", "\tx", "\rx", "＝1", "  =1", "\u{A0}=1", "'=1"])
  func `disarms what a spreadsheet would run`(cell: String) throws {
    let text = String(decoding: written([[cell]]), as: UTF8.self)
    #expect(text.hasPrefix("\"'"))
    // Reading shows the apostrophe; only an import takes it away.
    #expect(try CSVReader.records(Array(text.utf8)).map(\.cells) == [["'" + cell]])
  }

  @Test func `gives back any cells when read`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("ab\",;\t\n\r é日'x=+ ")
    for round in 0..<500 {
      let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09][round % 3]
      let width = Int.random(in: 1...6, using: &generator)
      let header = (0..<width).map { "h\($0)" }
      let rows = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
        (0..<width).map { _ in
          String(
            (0..<Int.random(in: 0...9, using: &generator)).map { _ in
              alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            })
        }
      }
      let bytes = written([header] + rows, separator: separator)
      let read = try CSVReader.records(bytes).map(\.cells)
      // One column has no separator to find; its cells may then hold another.
      guard width > 1 else { continue }
      #expect(read.count == rows.count + 1, "seed \(seed), round \(round)")
      for (cells, row) in zip(read.dropFirst(), rows) {
        for (cell, original) in zip(cells, row) {
          #expect(cell == original || cell == "'" + original, "seed \(seed), round \(round)")
        }
      }
    }
  }
}

@Suite struct `A TSV writer` {
  @Test func `keeps a record on one line and tells every cell apart`() {
    var writer = TSVWriter()
    writer.write(["a\tb", "c\nd", "e\r", "f\\t", ""])
    #expect(String(decoding: writer.take(), as: UTF8.self) == "a\\tb\tc\\nd\te\\r\tf\\\\t\t\n")
    #expect(writer.take().isEmpty)
  }
}

@Suite struct `A JSON value` {
  @Test func `keeps the order of keys`() {
    let value: JSON = ["b": 1, "a": [true, nil, "x"], "c": [:], "d": []]
    #expect(value.compact == #"{"b":1,"a":[true,null,"x"],"c":{},"d":[]}"#)
    #expect(
      value.pretty == """
        {
          "b": 1,
          "a": [
            true,
            null,
            "x"
          ],
          "c": {},
          "d": []
        }
        """)
  }

  @Test(arguments: [
    (0, "0.000000"), (1, "0.000001"), (-1, "-0.000001"), (1_000_000, "1.000000"),
    (871_234, "0.871234"), (-12_345_678, "-12.345678"), (Int.min, "-9223372036854.775808"),
  ])
  func `prints millionths with six decimals`(value: Int, text: String) {
    #expect(JSON.millionths(value).compact == text)
  }

  @Test func `escapes what JSON does not allow and nothing else`() {
    #expect(JSON.string("\"\\\n\r\t\0\u{1F}é😀/").compact == #""\"\\\n\r\t\u0000\u001fé😀/""#)
    #expect(JSON.optional(nil as String?) == .null)
    #expect(JSON.optional(3) == 3)
  }
}
