import Digest
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Portal

@Suite(.database) struct `A CFA` {
  private func details(_ desk: Desk) async throws -> [String] {
    try await desk.database.open().rows(
      "select purpose || ' ' || party || ' ' || provider || ' ' || coalesce(skill, '-') || ' ' || details::text from mail.answer order by id"
    ).decode(as: String.self)
  }

  @Test func `finds its sessions filled, and confirms or corrects them by one press`() async throws
  {
    let desk = try await Desk()
    let token = try await desk.link(.sessions, for: .cfa)
    let page = await desk.ask("GET", "/r/\(token)").text
    let key = "\(desk.training).2030-01-11"
    for field in [
      "name=\"starts.\(key)\" id=\"starts.\(key)\" value=\"2030-01-11\"",
      "name=\"ends.\(key)\" id=\"ends.\(key)\" value=\"2030-12-18\"",
      "name=\"places.\(key)\" id=\"places.\(key)\" value=\"12\"",
      "name=\"left.\(key)\" id=\"left.\(key)\" value=\"4\"", "Places indiquées le 2\u{A0}octobre",
    ] {
      #expect(page.contains(field), "\(field)")
    }
    let body =
      "choice=yes&starts.\(key)=2030-01-18&ends.\(key)=2030-12-18&places.\(key)=12&left.\(key)=2"
    #expect(await desk.ask("POST", "/r/\(token)", body).status == 200)
    #expect(await desk.ask("POST", "/r/\(token)", body).status == 200)
    let expected =
      #"sessions cfa \#(desk.provider) - {"sessions": [{"was": "2030-01-11", "ends_on": "2030-12-18", "#
      + #""capacity": 12, "training": "\#(desk.training)", "remaining": 2, "starts_on": "2030-01-18"}]}"#
    #expect(try await details(desk) == [expected])
    // Places change again before the link runs out.
    #expect(
      await desk.ask("POST", "/r/\(token)", body + "&note=Bis").status == 200)
    #expect(try await details(desk).count == 2)
  }

  @Test func `is told when a day or a number of places cannot be, and nothing is kept`()
    async throws
  {
    let desk = try await Desk()
    let token = try await desk.link(.sessions, for: .cfa)
    let key = "\(desk.training).2030-01-11"
    for fields in [
      "starts.\(key)=demain", "starts.\(key)=2030-02-30",
      "starts.\(key)=2030-01-11&ends.\(key)=2030-01-10",
      "starts.\(key)=2030-01-11&places.\(key)=5&left.\(key)=6",
      "starts.\(key)=2030-01-11&left.\(key)=-1", "starts.\(key)=2030-01-11&left.\(key)=10001",
      "starts.F-other.2030-01-11=2030-01-11", "",
    ] {
      let response = await desk.ask("POST", "/r/\(token)", "choice=yes&" + fields)
      #expect(response.status == 422, "\(fields)")
    }
    #expect(try await details(desk).isEmpty)
    #expect(
      await desk.ask("POST", "/r/\(token)", "choice=yes&note=Session+annul%C3%A9e").status == 200)
    #expect(try await details(desk).count == 1)
  }

  @Test func `says by one press which of its trainings teaches a skill already`() async throws {
    let desk = try await Desk()
    let token = try await desk.link(.teach, for: .cfa)
    let page = await desk.ask("GET", "/r/\(token)").text
    #expect(page.contains("value=\"\(desk.training)\" id=\"training-0\" checked>"))
    #expect(page.contains("CFA 90 (fictif)"))
    for body in ["choice=yes", "choice=yes&training=F-other", "training=\(desk.training)"] {
      #expect(await desk.ask("POST", "/r/\(token)", body).status == 422)
    }
    let body = "choice=yes&training=\(desk.training)"
    #expect(await desk.ask("POST", "/r/\(token)", body).status == 200)
    #expect(
      try await details(desk) == [
        "teach cfa \(desk.provider) rome3:121044 {\"trainings\": [\"\(desk.training)\"]}"
      ])
  }

  @Test func `sees the same for a link that ran out as for one that never was`() async throws {
    let desk = try await Desk()
    let never = await desk.ask("GET", "/r/\(Desk.fresh())")
    for purpose in [Purpose.sessions, .teach] {
      let token = try await desk.link(purpose, for: .cfa, expiresIn: -1)
      #expect(await desk.ask("GET", "/r/\(token)") == never)
      #expect(
        await desk.ask("POST", "/r/\(token)", "choice=yes&training=\(desk.training)") == never)
    }
    #expect(try await details(desk).isEmpty)
  }
}
