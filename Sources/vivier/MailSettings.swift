import ArgumentParser
import Foundation
import Glibc
import Mail
import Nightly
import Postgres
import Store

/// How mail leaves, as the settings tell it, and what they lack.
struct MailSettings {
  /// Where messages go.
  enum Route: String, CaseIterable {
    /// Into files below the home; nothing is sent to anybody.
    case folder
    /// To a server.
    case smtp
    /// To a command of this machine.
    case sendmail
  }

  /// Something that is missing or wrong.
  struct Problem: Hashable {
    /// The setting.
    let name: String
    let what: String
  }

  private(set) var route = Route.folder
  /// The transport to people; nil while something of it is missing or wrong.
  private(set) var transport: (any Transport)?
  /// Ends the waiting for a server.
  private(set) var giveUp: @Sendable () -> Void = {}
  /// Who messages come from; nil while that is missing or wrong.
  private(set) var sender: Delivery.Sender?
  /// How many messages are under way at once.
  private(set) var connections = 4
  private(set) var pace = Pace()
  /// What is missing or wrong for real mail.
  private(set) var problems: [Problem] = []

  private let environment: [String: String]

  /// Reads the settings; what is wrong is collected, not thrown.
  init(_ environment: [String: String]) {
    self.environment = environment
    readRoute()
    readSender()
    connections = number("mail.connections", 1...64) ?? 4
    pace = Pace(
      perMinute: number("mail.per_minute", 1...1_000_000),
      perDomainAndMinute: number("mail.per_domain_and_minute", 1...1_000_000))
    readPublicPages()
    requireNames()
  }

  /// Tells the database who answers for the data, as the settings say; what they leave out stays.
  static func nameController(
    _ environment: [String: String], _ connection: Connection
  ) async throws {
    let settings = ["controller", "data_protection_contact"].map { name in
      SettingName.find(name).flatMap { environment[$0.variable] }.flatMap { $0.isEmpty ? nil : $0 }
    }
    guard settings.contains(where: { $0 != nil }) else { return }
    try await Installation.name(controller: settings[0], contact: settings[1], connection)
  }

  // MARK: Reading

  private func value(_ name: String) -> String? {
    guard let setting = SettingName.all.first(where: { $0.name == name }) else { return nil }
    let told = environment[setting.variable].flatMap { $0.isEmpty ? nil : $0 }
    return told ?? setting.fallback
  }

  private mutating func add(_ name: String, _ what: String) {
    problems.append(Problem(name: name, what: what))
  }

  private mutating func required(_ name: String) -> String? {
    if let value = value(name) { return value }
    add(name, "is not set")
    return nil
  }

  private mutating func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
    guard let text = value(name) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    add(name, "is no number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// An address, plain or as `Name <address>`.
  private mutating func address(_ name: String, _ text: String) -> Address? {
    do {
      guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
        return try Address(spec: text)
      }
      let shown = text[..<open].trimmingCharacters(in: .whitespaces)
      return try Address(
        name: shown.isEmpty ? nil : shown, spec: String(text[text.index(after: open)...].dropLast())
      )
    } catch {
      add(name, "is no address: \(error)")
      return nil
    }
  }

  private mutating func readRoute() {
    guard let text = value("mail.transport"), let route = Route(rawValue: text) else {
      return add(
        "mail.transport", "is none of \(Route.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self.route = route
    let bouncesTo = value("mail.bounces_to").flatMap { address("mail.bounces_to", $0) }
    switch route {
    case .folder: add("mail.transport", "is folder, which sends nothing: set smtp or sendmail")
    case .sendmail:
      do {
        let command = value("sendmail.command") ?? ""
        transport = try SendmailTransport(command: command, bouncesTo: bouncesTo)
        if unsafe access(command, X_OK) != 0 { add("sendmail.command", "\(command) cannot be run") }
      } catch { add("sendmail.command", "\(error)") }
    case .smtp: readServer(bouncesTo)
    }
  }

  private mutating func readServer(_ bouncesTo: Address?) {
    guard let host = required("smtp.host") else { return }
    let text = value("smtp.security") ?? ""
    guard let security = SMTPServer.Security(rawValue: text) else {
      return add("smtp.security", "is none of tls, starttls, none")
    }
    let usual = security == .tls ? 465 : security == .startTLS ? 587 : 25
    let port = value("smtp.port") == nil ? usual : number("smtp.port", 1...65_535) ?? usual
    var login: SMTPServer.Login?
    if let user = value("smtp.user") {
      guard let path = required("smtp.password_file") else { return }
      do {
        login = SMTPServer.Login(
          user: user, password: try Secret.read(path, environment: environment))
      } catch { return add("smtp.password_file", error.what) }
    }
    let ehloName = value("smtp.ehlo_name") ?? ProcessInfo.processInfo.hostName
    do {
      let server = try SMTPServer(
        host: host, port: UInt16(port), security: security, login: login, ehloName: ehloName,
        authorities: value("smtp.authorities"), bouncesTo: bouncesTo)
      let transport = SMTPTransport(server)
      self.transport = transport
      giveUp = { transport.giveUp() }
    } catch { add("smtp", "\(error)") }
  }

  private mutating func readSender() {
    let from = required("mail.from").flatMap { address("mail.from", $0) }
    let replyTo = required("mail.reply_to").flatMap { address("mail.reply_to", $0) }
    var byTerritory: [String: Address] = [:]
    let name = SettingName.replyToTerritory.name
    for pair in (value(name) ?? "").split(separator: " ") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        add(name, "is not territory=address, separated by spaces")
        continue
      }
      byTerritory[String(parts[0])] = address("\(name).\(parts[0])", String(parts[1]))
    }
    guard let from, let replyTo else { return }
    sender = Delivery.Sender(from: from, replyTo: replyTo, replyToByTerritory: byTerritory)
  }

  private mutating func readPublicPages() {
    do { _ = try PublicAddress.read(environment) } catch {
      add("public_address", Failure(error).what)
    }
    guard let text = value("notice_link") else { return }
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
    if !isPlain || !text.hasPrefix("https://") || URL(string: text)?.host() == nil {
      add("notice_link", "is no https address")
    }
  }

  /// What every mail says of who sends it, and what identifies it.
  private mutating func requireNames() {
    for name in ["controller", "data_protection_contact", "notice_link"] { _ = required(name) }
    if let domain = value("mail.domain"), domain.hasSuffix(".example") {
      add("mail.domain", "is \(domain), which belongs to nobody: set the domain of your mail")
    }
  }

  /// Fails unless mail may and can go to people.
  ///
  /// - Throws: `Failure` (78) naming every setting that is missing or wrong.
  func requireRealMail(_ connection: Connection) async throws {
    let installation = try await Installation.read(connection)
    if installation.isDemo {
      throw Failure(
        what: "this is a demo, which never sends mail", hint: "make a database without the demo",
        code: .configuration)
    }
    // What the database was told at another time is told, too: vivier notice load.
    let known = [
      "controller": installation.controller,
      "data_protection_contact": installation.dataProtectionContact,
    ]
    let problems = problems.filter { (known[$0.name] ?? nil) == nil }
    guard problems.isEmpty else {
      throw Failure(
        what: "mail cannot be sent: "
          + problems.map { "\($0.name) \($0.what)" }.joined(separator: "; "),
        hint: "see Ops/vivier.yaml; vivier config check lists them", code: .configuration)
    }
  }
}
