import Mail
import Testing

/// A message whose subject, author and bodies can be chosen.
func message(
  subject: String = "2 profils pour « Responsable qualité »", name: String? = "Vivier",
  text: String = "Bonjour,\n", html: String = "<p>Bonjour,</p>\n",
  id: String = "d1.abc@vivier.example"
) throws -> Message {
  try Message(
    from: Address(name: name, spec: "vivier@vivier.example"),
    to: Address(name: "Camille Perrin", spec: "c.perrin@plastiform.example"),
    replyTo: Address(name: "Dominique Martin", spec: "d.martin@agglo.example"),
    subject: subject, date: 1_795_403_400, messageID: MessageID(id),
    listID: ListID("digest.vivier.example"), text: text, html: html)
}

/// SplitMix64, so that a failing seed can be tried again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

@Suite struct `The bytes of a message` {
  @Test func `hold each header once, in a fixed order`() throws {
    let decoded = try Decoder(message().bytes)
    #expect(
      decoded.fields.map(\.name) == [
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted",
        "MIME-Version", "Content-Type",
      ])
    #expect(decoded.field("From") == "Vivier <vivier@vivier.example>")
    #expect(decoded.field("To") == "Camille Perrin <c.perrin@plastiform.example>")
    #expect(decoded.field("Date") == "Mon, 23 Nov 2026 03:10:00 +0000")
    #expect(decoded.field("Message-ID") == "<d1.abc@vivier.example>")
    #expect(decoded.field("List-Id") == "<digest.vivier.example>")
    #expect(decoded.field("Auto-Submitted") == "auto-generated")
    #expect(
      try Decoder.words(decoded.field("Subject") ?? "") == "2 profils pour « Responsable qualité »")
  }

  @Test func `are the same every time`() throws {
    #expect(try message().bytes == message().bytes)
  }

  @Test func `hold the text part, then the HTML part`() throws {
    let decoded = try Decoder(message(text: "é\n\nb\n", html: "<p>ü</p>\n").bytes)
    #expect(decoded.parts.map(\.type) == ["text/plain; charset=utf-8", "text/html; charset=utf-8"])
    #expect(decoded.parts.map(\.text) == ["é\n\nb\n", "<p>ü</p>\n"])
  }

  @Test(arguments: [
    ".\n", "\n.\nQUIT\n", "From moi\n", "a\n..\n", String(repeating: ".", count: 300) + "\n",
    String(repeating: "x", count: 74) + ".From b\n", "mot \n\tblanc\t\n", "\u{0}\u{7F}=3D=\n",
    "--=_d\n--=_cbf29ce484222325--\n", String(repeating: "é", count: 500) + "\n",
    String(repeating: "From ", count: 60) + "\n", "\n",
  ]) func `carry any body unharmed, with no line that begins with a dot or From`(_ body: String)
    throws
  {
    let decoded = try Decoder(message(text: body, html: body).bytes)
    #expect(decoded.parts.map(\.text) == [body, body])
    #expect(decoded.lines.allSatisfy { !$0.hasPrefix(".") && !$0.hasPrefix("From ") })
  }

  @Test(arguments: ["a\rb", "a\nb", "a\r\nb"]) func `end every line of a body in CRLF`(
    _ body: String
  )
    throws
  {
    #expect(try Decoder(message(text: body).bytes).parts[0].text == "a\nb\n")
  }

  @Test(arguments: [
    "", "2 profils", "é", "=?utf-8?q?faux?=", " bord ", "deux  espaces", "a_b?c=d",
    String(repeating: "x", count: 998), String(repeating: "mot ", count: 300) + "fin",
    String(repeating: "👩‍🔧🇫🇷é̂", count: 40), "1\u{202F}240\u{A0}: « ça » ; œuvre…",
    "Subject: a", "a" + String(repeating: "\u{301}", count: 200),
  ]) func `carry any subject unharmed in lines of at most 76 characters`(_ subject: String) throws {
    let decoded = try Decoder(message(subject: subject).bytes)
    #expect(try Decoder.words(decoded.field("Subject") ?? "") == subject)
    #expect(decoded.lines.allSatisfy { $0.utf8.count <= 76 })
    #expect(decoded.fields.count == 10)
  }

  @Test(arguments: [
    "Perrin", "Perrin, Camille", "M. \"Bob\" \\ (x) <y@z>", "Zoë Ångström", "a:b;c@d",
    "=?utf-8?q?x?=",
    String(repeating: "nom ", count: 40) + "fin", "👩‍🔧", " bord",
  ]) func `carry any name unharmed beside its address`(_ name: String) throws {
    let decoded = try Decoder(message(name: name).bytes)
    let from = try #require(decoded.field("From"))
    #expect(from.hasSuffix(" <vivier@vivier.example>"))
    #expect(try Decoder.words(String(from.dropLast(" <vivier@vivier.example>".count))) == name)
    #expect(from.count { $0 == "<" } == 1 && !from.contains(","))
    #expect(decoded.lines.allSatisfy { $0.utf8.count <= 76 })
  }

  @Test func `give back what went in, whatever it is`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = Seeded(state: seed)
    let pieces = [
      "a", "Z", " ", " ", "=", "?", "_", ".", "-", "é", "œ", "€", "\u{202F}", "😀", "🇫🇷", "e\u{301}",
      "=?", "?=", "From ", "\"", "<", "mot ",
    ]
    for _ in 0..<500 {
      let count = Int.random(in: 0...150, using: &generator)
      let words = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }
      let line = words.joined()
      let body = line + "\n" + words.reversed().joined() + "\n"
      let decoded = try Decoder(message(subject: line, text: body, html: body).bytes)
      #expect(try Decoder.words(decoded.field("Subject") ?? "") == line, "seed \(seed)")
      #expect(decoded.parts.map(\.text) == [body, body], "seed \(seed)")
      #expect(decoded.lines.allSatisfy { $0.utf8.count <= 76 }, "seed \(seed)")
    }
  }

  @Test(
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 +0000"),
      (951_827_696, "Tue, 29 Feb 2000 12:34:56 +0000"),
      (1_767_225_599, "Wed, 31 Dec 2025 23:59:59 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
      (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 +0000"),
    ] as [(Int64, String)]) func `print the date in UTC`(_ seconds: Int64, _ expected: String)
    throws
  {
    let one = try Address(spec: "a@b.example")
    let message = try Message(
      from: one, to: one, subject: "a", date: seconds, messageID: MessageID("a@b.example"),
      text: "", html: "")
    #expect(try Decoder(message.bytes).field("Date") == expected)
  }
}

@Suite struct `A header` {
  static let injections = [
    "a\rb", "a\nb", "a\r\nBcc: x@y.example", "a\r\n\r\n<html>", "\u{0}", "a\u{0B}b", "a\u{7F}",
    "a\u{85}b", "a\u{2028}b", "a\u{2029}Bcc: x@y.example", "a\tb", "a\u{1B}[31m",
  ]

  @Test(arguments: injections) func `never takes a character that could end it`(_ payload: String) {
    #expect(throws: MailError.self) { try message(subject: payload) }
    #expect(throws: MailError.self) { try message(name: payload) }
    #expect(throws: MailError.self) { try Address(spec: "a\(payload)@b.example") }
    #expect(throws: MailError.self) { try MessageID("a\(payload)@b.example") }
    #expect(throws: MailError.self) { try ListID("a\(payload).example") }
  }

  @Test func `error says which character it was, and nothing of the text`() {
    let error = #expect(throws: MailError.self) { try message(subject: "secret\r\nBcc: a") }
    #expect(error == .header(name: "Subject", scalar: 13))
    #expect(error?.kind == .invalidData)
    #expect(error?.description.contains("secret") == false)
  }
}

@Suite struct `An address` {
  @Test(arguments: [
    "a@b.example", "c.perrin@plastiform.example", "a+b_c-d@x-y.example",
    "!#$%&'*/=?^`{|}~@b.example",
    "a@localhost", String(repeating: "a", count: 64) + "@b.example",
  ]) func `of a plain form is accepted as it is`(_ spec: String) throws {
    #expect(try Address(spec: spec).spec == spec)
  }

  @Test(arguments: ["é@b.example", "a@société.example", "用户@例え.example"])
  func `with letters outside ASCII needs a server that takes them`(_ spec: String) throws {
    #expect(try Address(spec: spec).needsUTF8)
    #expect(try !Address(name: "Éric", spec: "eric@b.example").needsUTF8)
  }

  static let refused: [(String, MailError.AddressFault)] = [
    ("", .notOneAt), ("a", .notOneAt), ("@b.example", .notOneAt),
    ("a@", .notOneAt), ("a@b@c.example", .notOneAt), ("a>@b.example", .forbiddenCharacter),
    ("<a@b.example>", .forbiddenCharacter), ("a,c@b.example", .forbiddenCharacter),
    ("a b@c.example", .forbiddenCharacter), ("\"a\"@b.example", .forbiddenCharacter),
    ("a@[127.0.0.1]", .forbiddenCharacter), ("a\u{0}@b.example", .forbiddenCharacter),
    ("a\u{200B}@b.example", .forbiddenCharacter), ("a\u{2028}@b.example", .forbiddenCharacter),
    ("a\u{85}@b.example", .forbiddenCharacter), ("a@b\u{3002}example", .forbiddenCharacter),
    ("a\u{202E}@b.example", .forbiddenCharacter), (".a@b.example", .malformed),
    ("a..c@b.example", .malformed), ("a.@b.example", .malformed), ("a@b..example", .malformed),
    ("a@-b.example", .malformed), ("a@b-.example", .malformed), ("a@b_c.example", .malformed),
    ("a@" + String(repeating: "b", count: 64) + ".example", .malformed),
    (String(repeating: "a", count: 65) + "@b.example", .tooLong),
    ("a@" + String(repeating: "b.", count: 130) + "example", .tooLong),
  ]

  @Test(arguments: refused) func `of another form is refused with its reason`(
    _ spec: String, _ fault: MailError.AddressFault
  ) {
    #expect(throws: MailError.address(fault)) { try Address(spec: spec) }
  }
}

@Suite struct `An identifier` {
  @Test(arguments: [
    "a", "a@", "@b", "a/b@c", "../a@b", ".a@b", "a%@b", "a@b@c", "a b@c", "<a@b>", "",
  ])
  func `that could not be a file name or a header is refused`(_ text: String) {
    #expect(throws: MailError.identifier(header: "Message-ID")) { try MessageID(text) }
  }

  @Test(arguments: [
    "http://a.example/u", "https://", "https://a b", "https://a.example/\r\nX: y", "https://a>b",
    "https://a.example/é", "mailto:a@b.example",
  ]) func `of a page to unsubscribe is https and nothing else`(_ text: String) {
    #expect(throws: MailError.identifier(header: "List-Unsubscribe")) { try UnsubscribeLink(text) }
  }

  @Test(arguments: [[], ["a:b"], ["a b"], [""], ["a", "b", "c", "d", "e"], ["é"]])
  func `for feedback is four plain words at most`(_ words: [String]) {
    #expect(throws: MailError.identifier(header: "Feedback-ID")) { try FeedbackID(words) }
  }

  @Test(arguments: ["digest", "", "a b.c", "a..b", "<a.b>"]) func `of a list needs two labels`(
    _ text: String
  ) {
    #expect(throws: MailError.identifier(header: "List-Id")) { try ListID(text) }
  }
}
