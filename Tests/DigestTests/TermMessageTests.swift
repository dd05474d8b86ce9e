import Programme
import Testing

@testable import Digest

@Suite struct `A message about a term` {
  private static let today = Fixtures.today
  private static let later = Day(number: Fixtures.today.number + 14)
  private static let earlier = Day(number: Fixtures.today.number - 46)

  private static let messages: [(name: String, message: any StoredDigest)] = [
    (
      "still-current-positions",
      StillCurrent(
        date: today, reader: Reader(civility: .madame, name: "Martin"),
        subject: .positions([
          StillCurrent.Position(
            position: "P-1", title: "Responsable qualité", communeName: "Segré-en-Anjou Bleu",
            confirmedOn: earlier, expiresOn: later),
          StillCurrent.Position(
            position: "P-2", title: "Acheteur", communeName: nil, confirmedOn: earlier,
            expiresOn: later),
        ]))
    ),
    (
      "still-current-search",
      StillCurrent(
        date: today, isDemo: true, subject: .search(lastContactOn: earlier, expiresOn: later))
    ),
    ("session-question", Fixtures.sessionQuestion),
    (
      "retention-warning",
      RetentionWarning(date: today, lastContactOn: earlier, erasedOn: later, hasEnded: true)
    ),
  ]

  @Test(arguments: messages.indices) func `reads as recorded`(_ index: Int) throws {
    let (name, message) = Self.messages[index]
    let mail = try message.rendered()
    let head = "Subject: \(mail.subject)\nPreheader: \(mail.preheader)\n\n"
    try Golden.check(head + mail.text, "\(name).txt")
    #expect(mail.subject.count <= 60)
    #expect((40...100).contains(mail.preheader.count), "\(mail.preheader)")
    #expect(mail.text.split(separator: "\n").allSatisfy { $0.count <= 72 && $0.last != " " })
    #expect(!mail.html.contains("<a ") && !mail.html.contains("href"))
    #expect(message.toldItems.isEmpty)
  }

  @Test func `is the same after a stay in the outbox`() throws {
    for (_, message) in Self.messages {
      let stored = try message.json()
      if let question = message as? StillCurrent {
        #expect(try StillCurrent(json: stored) == question)
      } else if let question = message as? SessionQuestion {
        #expect(try SessionQuestion(json: stored) == question)
      } else {
        #expect(try RetentionWarning(json: stored) == message as? RetentionWarning)
      }
    }
  }

  @Test func `has sentences of twenty words at most`() throws {
    for (name, message) in Self.messages {
      let text = try message.rendered().text.replacing("\n", with: " ")
      for sentence in text.split(whereSeparator: { ".!?:".contains($0) }) {
        #expect(sentence.split(separator: " ").count <= 20, "\(name): \(sentence)")
      }
    }
  }
}

@Suite struct `A receipt` {
  @Test func `of each right reads as recorded`() throws {
    let text = Receipt.Right.allCases.map { right in
      Receipt(
        right, on: Fixtures.today, of: "C-0123456789ab", isCandidate: true, by: "M. Roche",
        done: ["Une première chose a été faite.", "Une autre aussi."],
        proof: right == .access ? nil : String(repeating: "0f", count: 32)
      ).text
    }.joined(separator: "\n=====\n")
    try Golden.check(text, "receipts.txt")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 72 })
    #expect(!text.contains("conforme"))
  }
}
