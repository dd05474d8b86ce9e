import Testing

@testable import vivier

@Suite struct `The DNS of a sender` {
  private func states(_ records: [String: [String]], selector: String? = "k1") -> [String] {
    SenderNames(domain: "agglo.example", selector: selector).findings { records[$0] ?? [] }
      .map { "\($0.check) \($0.state.rawValue)" }
  }

  private let whole = [
    "agglo.example": ["google-site-verification=x", "v=spf1 include:relay.example -all"],
    "k1._domainkey.agglo.example": ["v=DKIM1; k=rsa; p=MIIBIjANBg"],
    "_dmarc.agglo.example": ["v=DMARC1; p=quarantine"],
  ]

  @Test func `is good when it names who sends, a key and a policy`() {
    #expect(states(whole) == ["SPF good", "DKIM good", "DMARC good"])
  }

  @Test func `is to be watched where nothing is published or no selector is told`() {
    #expect(states([:], selector: nil) == ["SPF warning", "DKIM warning", "DMARC warning"])
  }

  @Test(
    arguments: [
      ("agglo.example", ["v=spf1 +all"], "SPF problem"),
      ("agglo.example", ["v=spf1 -all", "v=spf1 mx -all"], "SPF problem"),
      ("agglo.example", ["v=spf10 -all"], "SPF warning"),
      ("k1._domainkey.agglo.example", ["v=DKIM1; p="], "DKIM problem"),
      ("k1._domainkey.agglo.example", [], "DKIM problem"),
      ("_dmarc.agglo.example", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "DMARC warning"),
      ("_dmarc.agglo.example", ["v=DMARC1"], "DMARC warning"),
    ])
  func `says what is wrong`(name: String, texts: [String], expected: String) {
    var records = whole
    records[name] = texts
    #expect(states(records).contains(expected))
  }

  @Test func `is read from what dig prints: strings put together, aliases passed over`() {
    let printed = "alias.relay.example.\n\"v=DKIM1; p=AB\" \"CD\"\n\"say \\\"a\\\\b\\\"\"\n"
    #expect(Dig.texts(printed: printed) == ["v=DKIM1; p=ABCD", #"say "a\b""#])
  }
}
