import Exchange
import Programme
import Testing

@Suite struct `A calendar file` {
  private func file(_ events: [CalendarEvent], at microseconds: Int64 = 0) -> String {
    var writer = CalendarWriter(title: "Échéances", writtenAt: microseconds)
    for event in events { writer.write(event) }
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  private func event(_ summary: String, _ description: String = "") throws -> CalendarEvent {
    CalendarEvent(
      uid: "H-1-label@vivier.example", day: try Day("2026-12-31"), summary: summary,
      description: description)
  }

  /// The lines as a reader sees them, folds undone.
  private func unfolded(_ file: String) -> [String] {
    // By bytes: an accent after a fold would join the space before it.
    var bytes: [UInt8] = []
    for byte in file.utf8 {
      bytes.append(byte)
      if bytes.suffix(3).elementsEqual("\r\n ".utf8) { bytes.removeLast(3) }
    }
    return bytes.split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0.dropLast(), as: UTF8.self)
    }
  }

  @Test func `holds one event a day, whole, with its stamp and its id`() throws {
    let file = file([try event("Label", "Un;deux")], at: 1_795_864_602_000_000)
    #expect(
      file == """
        BEGIN:VCALENDAR\r
        VERSION:2.0\r
        PRODID:-//Vivier//vivier//FR\r
        CALSCALE:GREGORIAN\r
        METHOD:PUBLISH\r
        X-WR-CALNAME:Échéances\r
        BEGIN:VEVENT\r
        UID:H-1-label@vivier.example\r
        DTSTAMP:20261128T111642Z\r
        DTSTART;VALUE=DATE:20261231\r
        DTEND;VALUE=DATE:20270101\r
        SUMMARY:Label\r
        DESCRIPTION:Un\\;deux\r
        TRANSP:TRANSPARENT\r
        END:VEVENT\r
        END:VCALENDAR\r

        """)
  }

  @Test func `escapes what would end a value or begin another`() throws {
    let lines = unfolded(
      file([try event("a\\b;c,d: \"e\"", "un\r\ndeux\ntrois\tq\u{7}\u{2028}\rEND:VEVENT")]))
    #expect(lines.contains("SUMMARY:a\\\\b\\;c\\,d: \"e\""))
    #expect(lines.contains("DESCRIPTION:un\\ndeux\\ntrois q\\n\\nEND:VEVENT"))
    #expect(lines.count { $0 == "END:VEVENT" } == 1)
  }

  @Test func `folds lines at 75 octets and never inside a character`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("abc é日🙂e\u{301},;\\ ")
    for _ in 0..<200 {
      let text = String(
        (0..<Int.random(in: 0...300, using: &generator)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        })
      let file = file([try event(text)])
      #expect(!file.unicodeScalars.contains("\u{FFFD}"), "seed \(seed)")
      for line in file.utf8.split(separator: UInt8(ascii: "\n")) {
        #expect(line.last == UInt8(ascii: "\r") && line.count <= 76, "seed \(seed)")
      }
      let escaped = text.replacing("\\", with: "\\\\").replacing(",", with: "\\,")
        .replacing(";", with: "\\;")
      #expect(unfolded(file).contains { $0 == "SUMMARY:" + escaped }, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: [
    (Int64(0), "19700101T000000Z"), (-1, "19691231T235959Z"),
    (951_782_399_999_999, "20000228T235959Z"),
    (951_782_400_000_000, "20000229T000000Z"),
  ])
  func `stamps the instant in universal time`(microseconds: Int64, due: String) throws {
    #expect(unfolded(file([try event("x")], at: microseconds)).contains("DTSTAMP:" + due))
  }
}
