import Foundation
import Logging
import Mail
import Nightly
import Postgres
import Store
import Testing

@testable import vivier

@Suite struct `A file of settings` {
  private func names(_ text: String) throws -> [String: String] {
    let entries = try SettingsFile(text, path: "v.yaml").entries
    return Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.value) })
  }

  @Test func `is keys and values, indented below what they belong to`() throws {
    let text = """
      # Vivier
      controller: Communauté d'agglomération  # who answers
      mail:
        transport: smtp
        from: "Vivier <vivier@agglo.example>"
        reply_to_territory:
          ti-9305: a@agglo.example

      smtp:
        host: relay.agglo.example
        port: 587
      notice_link: https://agglo.example/donnees#vivier
      """
    #expect(
      try names(text) == [
        "controller": "Communauté d'agglomération", "mail.transport": "smtp",
        "mail.from": "Vivier <vivier@agglo.example>",
        "mail.reply_to_territory.ti-9305": "a@agglo.example", "smtp.host": "relay.agglo.example",
        "smtp.port": "587", "notice_link": "https://agglo.example/donnees#vivier",
      ])
    #expect(try names("").isEmpty)
    #expect(try names("home: /srv/v\r\n") == ["home": "/srv/v"])
  }

  @Test(
    arguments: [
      ("mail:\n\ttransport: smtp", 2), ("mail:\n   transport: smtp", 2), ("mail:\n    from: a", 2),
      ("a: b\n  c: d", 2), ("mail\n", 1), ("mail: [a, b]", 1), ("mail: &x b", 1), ("mail: |", 1),
      ("- a", 1), ("mail: \"a", 1), ("mail: a: b", 1), ("A: b", 1), ("home:x", 1),
      ("home: a\nhome: b", 2), ("smtp:\n  host: a\nmail:\n  from: b\nsmtp:\n  host: c", 5),
      ("mail:\nhome: b", 2), ("mail: \"a\\nb\"", 1),
    ] as [(String, Int)]) func `that says anything else is refused with its line`(
      _ text: String, _ line: Int
    )
  {
    let failure = #expect(throws: Failure.self) { try SettingsFile(text, path: "v.yaml") }
    #expect(failure?.what.hasPrefix("v.yaml line \(line): ") == true, "\(failure as Any)")
    #expect(failure?.hint != nil)
    #expect(failure?.code == .configuration)
  }

  @Test func `is weaker than the environment, and never names what nothing reads`() throws {
    let file = try SettingsFile(
      """
      database: postgresql://vivier@db.example/v
      mail:
        transport: smtp
        reply_to_territory:
          ti-1: a@b.example
          ti-2: c@d.example
      """, path: "v.yaml")
    let merged = file.environment(over: ["VIVIER_MAIL_TRANSPORT": "folder", "X": "y"])
    #expect(merged["VIVIER_MAIL_TRANSPORT"] == "folder")
    #expect(merged["DATABASE_URL"] == "postgresql://vivier@db.example/v")
    #expect(merged["VIVIER_MAIL_REPLY_TO_TERRITORY"] == "ti-1=a@b.example ti-2=c@d.example")
    #expect(file.environment(over: ["PGHOST": "h"])["DATABASE_URL"] == nil)
    #expect(
      file.environment(over: ["VIVIER_MAIL_TRANSPORT": ""])["VIVIER_MAIL_TRANSPORT"] == "smtp")
    #expect(throws: Never.self) { try file.check() }
    for text in [
      "smtp:\n  hots: a", "mail:\n  reply_to_territory: a", "smtp:\n  password: a",
      "database: postgresql://u:secret@h/d", "database: host=h password=secret",
    ] {
      let failure = #expect(throws: Failure.self) { try SettingsFile(text, path: "v").check() }
      #expect(
        failure?.what.contains("secret@") == false && failure?.what.contains("=secret") == false)
    }
  }

  @Test func `shipped as the example is understood and names every setting`() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Ops/vivier.yaml").standardized.path()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let plain = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#:") ? String(line.dropFirst(2)) : String(line)
    }.joined(separator: "\n")
    for text in [text, plain] { try SettingsFile(text, path: path).check() }
    let told = Set(
      try SettingsFile(plain, path: path).entries.compactMap { SettingName.find($0.name)?.name })
    #expect(told == Set(SettingName.all.map(\.name)))
  }
}

@Suite struct `The settings of mail` {
  static let whole = [
    "VIVIER_MAIL_TRANSPORT": "smtp", "VIVIER_SMTP_HOST": "relay.agglo.fr",
    "VIVIER_MAIL_FROM": "Vivier <vivier@agglo.fr>", "VIVIER_MAIL_REPLY_TO": "vte@agglo.fr",
    "VIVIER_MAIL_DOMAIN": "agglo.fr", "VIVIER_CONTROLLER": "Agglo",
    "VIVIER_DATA_PROTECTION_CONTACT": "dpo@agglo.fr",
    "VIVIER_NOTICE_LINK": "https://agglo.fr/donnees", "VIVIER_SMTP_EHLO_NAME": "agglo.fr",
  ]

  @Test func `lack nothing when they are whole`() {
    let settings = MailSettings(Self.whole)
    #expect(settings.problems.isEmpty, "\(settings.problems)")
    #expect((settings.transport as? SMTPTransport)?.server.port == 587)
    #expect(settings.sender?.from.name == "Vivier")
  }

  @Test(
    arguments: [
      ("VIVIER_MAIL_TRANSPORT", "", "mail.transport"),
      ("VIVIER_MAIL_TRANSPORT", "x", "mail.transport"),
      ("VIVIER_SMTP_HOST", "", "smtp.host"), ("VIVIER_MAIL_FROM", "", "mail.from"),
      ("VIVIER_MAIL_FROM", "Vivier <a@b@c>", "mail.from"),
      ("VIVIER_MAIL_REPLY_TO", "", "mail.reply_to"),
      ("VIVIER_MAIL_DOMAIN", "", "mail.domain"), ("VIVIER_CONTROLLER", "", "controller"),
      ("VIVIER_DATA_PROTECTION_CONTACT", "", "data_protection_contact"),
      ("VIVIER_NOTICE_LINK", "", "notice_link"),
      ("VIVIER_NOTICE_LINK", "http://a.fr", "notice_link"),
      ("VIVIER_PUBLIC_ADDRESS", "https://", "public_address"),
      ("VIVIER_SMTP_PORT", "0", "smtp.port"),
      ("VIVIER_SMTP_SECURITY", "none", "smtp"), ("VIVIER_SMTP_SECURITY", "ssl", "smtp.security"),
      ("VIVIER_SMTP_USER", "vivier", "smtp.password_file"),
      ("VIVIER_MAIL_CONNECTIONS", "many", "mail.connections"),
      ("VIVIER_MAIL_REPLY_TO_TERRITORY", "ti-1:a@b.fr", "mail.reply_to_territory"),
    ] as [(String, String, String)]) func `name what is missing or wrong`(
      _ variable: String, _ value: String, _ name: String
    )
  {
    var environment = Self.whole
    environment[variable] = value
    #expect(MailSettings(environment).problems.map(\.name) == [name])
  }

  @Test func `take a secret only from a file that nobody else reads`() throws {
    let path = FileManager.default.temporaryDirectory.path() + "secret-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("tr0ub4dor\n".utf8).write(to: URL(filePath: path))
    func problems(mode: Int) throws -> [MailSettings.Problem] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let more = ["VIVIER_SMTP_USER": "vivier", "VIVIER_SMTP_PASSWORD_FILE": path]
      return MailSettings(Self.whole.merging(more) { $1 }).problems
    }
    #expect(try problems(mode: 0o600).isEmpty)
    #expect(try problems(mode: 0o400).isEmpty)
    for mode in [0o640, 0o604, 0o620, 0o777] {
      let found = try problems(mode: mode)
      #expect(found.map(\.name) == ["smtp.password_file"])
      #expect(!"\(found)".contains("tr0ub4dor"))
    }
  }
}

@Suite struct `The verdict of a monitoring` {
  private func verdict(
    age: Int64? = 3_600, oldest: Int64 = 0, messages: [String: Int] = [:], stop: DeliveryStop? = nil
  ) -> HealthVerdict {
    HealthVerdict(
      ServiceHealth(
        secondsSinceNight: age, messages: messages, oldestWaitingSeconds: oldest, stop: stop),
      nightAge: 26, waiting: 60)
  }

  @Test func `is a word, a code and numbers`() {
    #expect(verdict().code == 0)
    #expect(verdict().line.hasPrefix("VIVIER OK - "))
    #expect(verdict(age: nil).code == 1)
    #expect(verdict(age: 26 * 3_600 + 1).code == 2)
    #expect(verdict(oldest: 3_601).code == 2)
    #expect(verdict(messages: ["uncertain": 1]).code == 1)
    #expect(verdict(messages: ["held": 3]).code == 1)
    for isAlarm in [true, false] {
      let stop = DeliveryStop(
        by: "vivier", since: .init(microsecondsSince1970: 0), reason: "554 5.7.1", isAlarm: isAlarm)
      #expect(verdict(oldest: 99_999, stop: stop).code == (isAlarm ? 2 : 1))
    }
    #expect(verdict(messages: ["pending": 4]).line.contains("pending=4"))
    #expect(!verdict().line.contains("\n"))
  }
}

@Suite struct `A line of the log in JSON` {
  @Test(arguments: [
    "plain", "two\nlines", "\u{1B}[31mred", "quote \" and \\", "\u{0}\u{2028}é", "}{",
  ])
  func `is one line, whatever it tells`(_ text: String) throws {
    let line = JSONLogHandler.line(
      text, level: .warning, metadata: ["reason": "\(text)"], label: "vivier",
      at: Date(timeIntervalSince1970: 0))
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
    #expect(object?["event"] == text && object?["reason"] == text)
    #expect(object?["level"] == "warning")
    #expect(object?["time"]?.hasPrefix("1970-01-01T00:00:00") == true)
  }
}
