import Exchange
import Testing

@Suite struct `A CSV reader` {
  func read(_ text: String) throws -> [CSVRecord] { try CSVReader.records(Array(text.utf8)) }

  func read(_ bytes: [UInt8], piecesOf size: Int, limits: CSVReader.Limits = .init()) throws
    -> [CSVRecord]
  {
    var reader = CSVReader(limits: limits)
    var records: [CSVRecord] = []
    for piece in pieces(bytes, of: size) {
      reader.append(piece)
      while let record = try reader.next() { records.append(record) }
    }
    reader.finish()
    while let record = try reader.next() { records.append(record) }
    return records
  }

  @Test(arguments: [",", ";", "\t"])
  func `finds the separator in the header`(separator: String) throws {
    let records = try read("a\(separator)b\n1\(separator)2\n")
    #expect(records.map(\.cells) == [["a", "b"], ["1", "2"]])
  }

  @Test func `does not take a separator inside quotes for one`() throws {
    let records = try read("\"a,b,c\";d\n1;2\n")
    #expect(records.map(\.cells) == [["a,b,c", "d"], ["1", "2"]])
  }

  @Test func `understands a byte order mark, CRLF, blank lines and a missing last line end`() throws
  {
    let records = try read("\u{FEFF}a,b\r\n\r\n1,2\r\n\n3,\"4\"")
    #expect(records.map(\.cells) == [["a", "b"], ["1", "2"], ["3", "4"]])
    #expect(records.map(\.line) == [1, 3, 5])
  }

  @Test func `keeps separators, quotes and line breaks inside quotes`() throws {
    let records = try read("a,b\n\"x,\"\"y\"\"\r\nz\",\"\"\n\"\"\"\",1\n")
    #expect(records.map(\.cells) == [["a", "b"], ["x,\"y\"\r\nz", ""], ["\"", "1"]])
    #expect(records.map(\.line) == [1, 2, 4])
    #expect(records.allSatisfy { $0.problem == nil })
  }

  @Test func `keeps the raw bytes of a record`() throws {
    let records = try read("a,b\r\n\"1\n2\",3\r\n")
    #expect(records[1].raw == Array("\"1\n2\",3".utf8))
  }

  @Test func `names line and column of bytes that are not UTF-8 and shows what they meant`() throws
  {
    let records = try CSVReader.records(
      Array("a,b\n1,Ren".utf8) + [0xE9, 0x80] + Array("\n3,4\n".utf8))
    #expect(records[1].problem == CSVProblem(kind: .encoding, line: 2, column: 2))
    #expect(records[1].problem?.reason.contains("Windows-1252") == true)
    #expect(records[1].cells == ["1", "René€"])
    #expect(records[2].cells == ["3", "4"])
    #expect(records[2].problem == nil)
  }

  @Test(arguments: [
    [0xFF, 0xFE, 0x61, 0, 0x0A, 0], [0xFE, 0xFF, 0, 0x61, 0, 0x0A], [0x61, 0, 0x3B, 0, 0x0A, 0],
  ])
  func `refuses UTF-16`(bytes: [UInt8]) {
    #expect(throws: CSVError.utf16) { try CSVReader.records(bytes) }
  }

  @Test func `reports a NUL and goes on`() throws {
    let records = try read("a,b\n1,x\0y\n3,4\n")
    #expect(records[1].problem == CSVProblem(kind: .nul, line: 2, column: 2))
    #expect(records[2].cells == ["3", "4"])
  }

  @Test func `reports a quote never closed and saves the lines it swallowed`() throws {
    let records = try read("a,b\n1,\"x\n3,4\n5,6\n")
    #expect(
      records.map(\.problem) == [nil, CSVProblem(kind: .openQuote, line: 2, column: 2), nil, nil])
    #expect(records[1].cells == ["1", "x"])
    #expect(records[2].cells == ["3", "4"])
    #expect(records[3].line == 4)
  }

  @Test func `saves the lines a stray quote tied together`() throws {
    let records = try read("a,b\n1,\"x\n3,4\n5,\"y\"\n7,8\n")
    #expect(
      records.compactMap(\.problem) == [CSVProblem(kind: .textAfterQuote, line: 2, column: 2)])
    #expect(records.dropFirst(2).map(\.cells) == [["3", "4"], ["5", "y"], ["7", "8"]])
  }

  @Test func `reports another number of cells than the header has`() throws {
    let records = try read("a,b\n1\n1,2,3\n1,2,,\n")
    #expect(
      records.map(\.problem?.kind) == [
        nil, .columnCount(expected: 2, found: 1), .columnCount(expected: 2, found: 3), nil,
      ])
    #expect(records[3].cells == ["1", "2"])
  }

  @Test func `reports a cell, a record and a row of columns beyond the limits and goes on`() throws
  {
    var limits = CSVReader.Limits()
    limits.cell = 20
    limits.record = 50
    limits.columns = 4
    let long = String(repeating: "x", count: 21)
    let wide = Array(repeating: "0123456789", count: 6).joined(separator: ",")
    let text = "a,b\n1,\(long)\n\(wide)\n1,2,3,4,5\n6,7\n1,\"\(long)\n8,9\n"
    for size in [1, 7, 1000] {
      let records = try read(Array(text.utf8), piecesOf: size, limits: limits)
      #expect(
        records.map(\.problem?.kind) == [
          nil, .cellTooLong(limit: 20), .recordTooLong(limit: 50), .tooManyColumns(limit: 4), nil,
          .openQuote, nil,
        ])
      #expect(records.map(\.line) == [1, 2, 3, 4, 5, 6, 7])
      #expect(records.last?.cells == ["8", "9"])
    }
  }

  @Test func `passes over a line of many megabytes`() throws {
    var reader = CSVReader()
    reader.append(Array("a,b\n1,".utf8))
    var records: [CSVRecord] = []
    let chunk = [UInt8](repeating: 0x78, count: 65_536)
    for _ in 0..<40 {
      reader.append(chunk)
      while let record = try reader.next() { records.append(record) }
    }
    reader.append(Array("\n3,4\n".utf8))
    reader.finish()
    while let record = try reader.next() { records.append(record) }
    #expect(records.map(\.problem?.kind) == [nil, .cellTooLong(limit: 65_536), nil])
    #expect(records.last?.line == 3)
  }

  @Test(arguments: [1, 2, 3, 64])
  func `reads the same whatever the pieces`(size: Int) throws {
    let text = "\u{FEFF}é;b\r\n\"1\"\"\n;\";2\r\nx;\"y\nz;1\n\"a\"b;1\n5;6"
    let bytes = Array(text.utf8)
    let whole = try CSVReader.records(bytes)
    let inPieces = try read(bytes, piecesOf: size)
    #expect(inPieces.map(\.cells) == whole.map(\.cells))
    #expect(inPieces.map(\.problem) == whole.map(\.problem))
    #expect(inPieces.map(\.line) == whole.map(\.line))
  }

  @Test func `survives random bytes and accounts for every line`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("\"\"\",,;\n\n\r\tab1 ".utf8) + [0, 0xC3, 0xA9, 0xFF, 0xE2, 0x80]
    for round in 0..<1000 {
      let count = Int.random(in: 0...120, using: &generator)
      let bytes = (0..<count).map { _ in
        round % 4 == 0
          ? UInt8.random(in: 0...255, using: &generator)
          : alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      guard let whole = try? CSVReader.records(bytes) else { continue }
      let size = Int.random(in: 1...9, using: &generator)
      let again = try read(bytes, piecesOf: size)
      #expect(whole.map(\.cells) == again.map(\.cells), "seed \(seed), round \(round)")
      #expect(whole.map(\.problem) == again.map(\.problem), "seed \(seed), round \(round)")
      let lines = whole.map(\.line)
      #expect(lines == lines.sorted() && Set(lines).count == lines.count, "seed \(seed)")
      #expect((lines.last ?? 0) <= bytes.count { $0 == 0x0A } + 1, "seed \(seed)")
    }
  }
}
