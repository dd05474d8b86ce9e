/// The server that takes our mail, and how to speak with it.
package struct SMTPServer: Sendable {
  /// How the connection is kept from being read or changed on its way.
  package enum Security: String, Sendable, CaseIterable {
    /// TLS from the first byte (port 465).
    case tls
    /// The command STARTTLS, without which nothing is said (port 587).
    case startTLS = "starttls"
    /// Nothing: for a server on this machine only.
    case none
  }

  /// Who we are to the server.
  package struct Login: Sendable {
    /// The name of the account.
    package let user: String
    /// Its password; never shown, logged or put on a command line.
    package let password: String

    /// A login from its two parts.
    package init(user: String, password: String) {
      self.user = user
      self.password = password
    }
  }

  /// How long we wait; RFC 5321, section 4.5.3.2, asks for minutes.
  package struct Patience: Sendable {
    /// Seconds until a connection stands.
    package var connect = 30.0
    /// Seconds until each answer but the last.
    package var reply = 120.0
    /// Seconds until the answer to the final dot, when the server already has the message.
    package var finalReply = 600.0

    /// The usual patience.
    package init() {}
  }

  /// The host name or address.
  package let host: String
  /// The port.
  package let port: UInt16
  /// How the connection is kept safe.
  package let security: Security
  /// Who we are; nil when the server asks nobody.
  package let login: Login?
  /// The name we say in EHLO.
  package let ehloName: String
  /// A file of certificates to trust instead of the system's.
  package let authorities: String?
  /// Where bounces go (MAIL FROM); nil for the author's address.
  package let bouncesTo: Address?
  /// How long we wait.
  package var patience: Patience

  /// Checks the settings of a server.
  ///
  /// - Throws: `MailError.setting` when a name has a wrong form, or a remote host would be spoken to
  ///   without TLS.
  package init(
    host: String, port: UInt16, security: Security, login: Login? = nil, ehloName: String,
    authorities: String? = nil, bouncesTo: Address? = nil, patience: Patience = Patience()
  ) throws(MailError) {
    guard DotAtom.isDomain(host.utf8) || Self.isIPv6(host) else {
      throw .setting("the host of the SMTP server is not a host name or an address")
    }
    guard DotAtom.isDomain(ehloName.utf8) else {
      throw .setting("the EHLO name is not a host name")
    }
    guard security != .none || Self.isThisMachine(host) else {
      throw .setting("the SMTP server \(host) is not this machine, so it needs TLS")
    }
    for text in [login?.user, login?.password] {
      guard text.map({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) ?? true
      else { throw .setting("the SMTP login is empty or holds a control character") }
    }
    self.host = host
    self.port = port
    self.security = security
    self.login = login
    self.ehloName = ehloName
    self.authorities = authorities
    self.bouncesTo = bouncesTo
    self.patience = patience
  }

  /// Whether a host is this machine, whatever the resolver says.
  static func isThisMachine(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let isLoopback =
      parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    return host == "localhost" || host == "::1" || isLoopback
  }

  private static func isIPv6(_ host: String) -> Bool {
    host.contains(":")
      && host.utf8.allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
  }

  /// The address as curl takes it; the path is the EHLO name.
  var url: String {
    let scheme = security == .tls ? "smtps" : "smtp"
    return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(ehloName)"
  }
}
