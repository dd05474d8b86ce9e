import Foundation
import Programme
import Testing

@testable import Digest

@Suite struct `A digest with links` {
  private static let home = "https://vivier-haut-bugey.example"

  /// Every digest with links, each link an address of 22 letters of its own.
  private static func mails() throws -> [(name: String, mail: Rendered, addresses: [String])] {
    func linked(_ name: String, _ digest: some LinkedDigest) throws -> (String, Rendered, [String])
    {
      var digest = digest
      digest.isLinked = true
      var addresses: [AskedLink: String] = [:]
      for (number, link) in digest.askedLinks.enumerated() {
        let digits = String(number)
        let token = String(repeating: "A", count: 22 - digits.count) + digits
        #expect(addresses.updateValue("\(home)/r/\(token)", forKey: link) == nil, "asked twice")
      }
      let mail = try digest.rendered(Links(addresses, home: home))
      return (name, mail, Array(addresses.values))
    }
    var mails = try Fixtures.company.map { try linked($0.name, $0.digest) }
    mails += try Fixtures.candidate.map { try linked($0.name, $0.digest) }
    mails += try Fixtures.cfa.map { try linked($0.name, $0.digest) }
    mails.append(try linked("company-full", Fixtures.companyFull))
    mails.append(try linked("session-question-rich", Fixtures.sessionQuestion))
    return mails
  }

  @Test func `shows each link once in both parts, and asks for no reply but a word to a person`()
    throws
  {
    for (name, mail, addresses) in try Self.mails() {
      #expect(addresses.count >= 5, "\(name)")
      for address in addresses {
        #expect(mail.html.components(separatedBy: "href=\"\(address)\"").count == 2, "\(name)")
        #expect(mail.text.components(separatedBy: address + "\n").count == 2, "\(name)")
      }
      #expect(mail.html.components(separatedBy: "<a ").count - 1 == addresses.count, "\(name)")
      for word in ["avec le code", "répondez «\u{A0}stop", "Répondez à ce message en citant"] {
        #expect(!mail.text.contains(word) && !mail.html.contains(word), "\(name): \(word)")
      }
      #expect(mail.html.utf8.count <= 30_000, "\(name): \(mail.html.utf8.count)")
      let lines = mail.text.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 72 }, "\(name)")
    }
  }

  @Test func `reads as recorded`() throws {
    for (name, mail, _) in try Self.mails() where name.hasSuffix("rich") {
      try Golden.check(mail.text, "\(name)-linked.txt")
      try Golden.check(mail.html, "\(name)-linked.html")
    }
  }

  @Test func `without an address asks for a reply, as one composed without links`() throws {
    var digest = Fixtures.companyRich
    let plain = try digest.rendered()
    digest.isLinked = true
    #expect(try digest.rendered(nil) == plain)
    digest.isLinked = nil
    #expect(try digest.rendered(Links([:], home: Self.home)) == plain)
    #expect(digest.askedLinks.isEmpty)
    // What was stored before there were links is read as it was.
    #expect(try !digest.json().contains("isLinked"))
  }

  @Test func `asks about pairs, positions and the reader, and about nobody else`() throws {
    var company = Fixtures.companyRich
    company.isLinked = true
    let pairs = Set(
      company.positions.flatMap(\.items).map { [$0.position, $0.candidate] }
        + (company.waiting ?? []).map { [$0.position, $0.candidate] })
    for link in company.askedLinks {
      switch link.purpose {
      case .meet, .later, .decline:
        #expect(pairs.contains([link.position ?? "", link.candidate ?? ""]))
      case .amend, .close: #expect(link.position != nil && link.candidate == nil)
      case .propose, .frequency, .pause, .unsubscribe, .myData:
        #expect(link.position == nil && link.candidate == nil)
      default: Issue.record("\(link)")
      }
    }
    var candidate = Fixtures.candidateRich
    candidate.isLinked = true
    let purposes = Set(candidate.askedLinks.map(\.purpose))
    #expect(
      purposes
        == [
          .meet, .decline, .declareSkill, .contest, .found, .frequency, .pause, .unsubscribe,
          .myData,
        ])
  }
}
