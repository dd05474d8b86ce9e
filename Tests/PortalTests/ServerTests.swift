import Digest
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Portal

@Suite(.database) struct `The server` {
  @Test func `shows a page, acts on POST alone, and holds its limits`() async throws {
    let desk = try await Desk()
    let wire = try await Wire(desk.database)
    defer { wire.stop() }
    let token = try await desk.link(.decline, for: .company)
    let before = try await desk.state()

    let page = wire.ask("GET", "/r/\(token)")
    #expect(page.hasPrefix("HTTP/1.1 200"))
    #expect(page.contains("content-security-policy: default-src 'none'"))
    #expect(!page.lowercased().contains("set-cookie") && !page.lowercased().contains("\r\nserver:"))
    #expect(page.hasSuffix("</html>\n"))
    let head = wire.ask("HEAD", "/r/\(token)")
    #expect(head.hasPrefix("HTTP/1.1 200") && head.hasSuffix("\r\n\r\n"))
    let length = page.firstMatch(of: /content-length: (\d+)/)?.output.1
    #expect(head.firstMatch(of: /content-length: (\d+)/)?.output.1 == length)
    #expect(wire.ask("GET", "/style.css").contains("content-type: text/css"))
    #expect(wire.ask("GET", "/readyz").hasSuffix("ready\n"))

    // What is too large, malformed or meant to be read in two ways is refused, and changes nothing.
    let large = String(repeating: "x", count: Portal.Site.bodyLimit + 1)
    #expect(wire.ask("POST", "/r/\(token)", large).hasPrefix("HTTP/1.1 413"))
    let field = "X-Long: \(String(repeating: "x", count: 9_000))\r\n"
    #expect(!wire.ask("POST", "/r/\(token)", "choice=pay", field).hasPrefix("HTTP/1.1 200"))
    let fields = (0..<200).map { "X-\($0): x\r\n" }.joined()
    #expect(!wire.ask("POST", "/r/\(token)", "choice=pay", fields).hasPrefix("HTTP/1.1 200"))
    for text in [
      "POST /r/\(token) HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nchoice=pay",
      "POST /r/\(token) HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nContent-Length: 11\r\n\r\nchoice=pay",
      "POST /r/\(token) HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n",
    ] {
      #expect(!wire.exchange(text, for: 3).hasPrefix("HTTP/1.1 200"), "\(text.prefix(90))")
    }
    let override = "X-HTTP-Method-Override: POST\r\n"
    #expect(wire.ask("GET", "/r/\(token)?_method=POST&choice=pay", "", override).contains(" 200"))
    #expect(try await desk.state() == before)

    #expect(wire.ask("POST", "/r/\(token)", "choice=pay").hasPrefix("HTTP/1.1 200"))
    #expect(try await desk.answers() == ["decline company pay"])
  }

  @Test func `closes on whoever sends slowly, and serves others meanwhile`() async throws {
    let desk = try await Desk()
    let wire = try await Wire(desk.database)
    defer { wire.stop() }
    let start = ContinuousClock.now
    #expect(wire.exchange("GET /r/slow HTTP/1.1\r\nHost: x\r\n", for: 30).isEmpty)
    #expect(ContinuousClock.now - start < .seconds(25))
    #expect(wire.ask("GET", "/healthz").hasSuffix("ok\n"))
  }

  @Test func `tells clients of a proxy apart by its header`() async throws {
    let desk = try await Desk()
    let wire = try await Wire(desk.database)
    defer { wire.stop() }
    for number in 0..<31 {
      _ = wire.ask("GET", "/r/\(Desk.fresh())", "", "X-Forwarded-For: 203.0.113.9, 192.0.2.1\r\n")
      _ = number
    }
    let held = wire.ask("GET", "/r/\(Desk.fresh())", "", "X-Forwarded-For: 8.8.8.8, 192.0.2.1\r\n")
    #expect(held.hasPrefix("HTTP/1.1 429"))
    let free = wire.ask(
      "GET", "/r/\(Desk.fresh())", "", "X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n")
    #expect(free.hasPrefix("HTTP/1.1 404"))
  }
}
