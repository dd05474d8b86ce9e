/// One host of the options and how it is reached.
struct Route: Hashable, Sendable {
  /// A name, an address, or the folder of a socket; empty for libpq's default folder.
  let host: String
  /// An address that stands for the host's name.
  let address: String?
  let port: String
  /// The kind of server to accept, where the options name one.
  let attributes: String?

  /// The name whose addresses are to be looked up.
  var nameToResolve: String? { address == nil && !isSocket ? host : nil }
  /// Whether it is a Unix socket.
  var isSocket: Bool { address == nil && (host.isEmpty || "/@".contains(host.prefix(1))) }
}

extension Options {
  /// The hosts that libpq's settings name, in order.
  func routes(_ effective: [String: String]) -> [Route] {
    let hosts = list(effective["host"])
    let addresses = list(effective["hostaddr"])
    let ports = list(effective["port"])
    let count = max(1, hosts.count, addresses.count)
    let attributes = effective["target_session_attrs"]
    // A standby is preferred by trying every host for one first.
    let passes = attributes == "prefer-standby" ? ["standby", "any"] : [attributes]
    return passes.flatMap { attributes in
      (0..<count).map { index in
        let address = index < addresses.count ? addresses[index] : ""
        return Route(
          host: index < hosts.count ? hosts[index] : "", address: address.isEmpty ? nil : address,
          // One port is for all.
          port: index < ports.count ? ports[index] : ports.last ?? "", attributes: attributes)
      }
    }
  }

  private func list(_ text: String?) -> [String] {
    guard let text, !text.isEmpty else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// What is added to the conninfo to reach one address of a route, and what to tell who fails.
  func settings(
    for route: Route, at address: String?, _ effective: [String: String]
  ) -> (text: String, hint: String?) {
    var added = ["host": route.host, "hostaddr": address ?? "", "port": route.port]
    added["target_session_attrs"] = route.attributes
    var hint: String?
    if !route.isSocket {
      for (keyword, value) in Self.liveness where effective[keyword, default: ""].isEmpty {
        added[keyword] = value
      }
      if let address, !Self.isLoopback(address), !saysTLS(effective) {
        added["sslmode"] = TLS.verifyFull.rawValue
        added["sslrootcert"] = rootCertificates(effective)
        hint = "a remote server must prove who it is; set tls (sslmode) to ask for less"
      }
    }
    return (Self.conninfo(added), hint)
  }

  /// What makes a silent connection end: after half a minute without an answer to what was sent, or
  /// after a minute without any sign of life.
  private static let liveness = [
    "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
    "tcp_user_timeout": "30000",
  ]

  private static func isLoopback(_ address: String) -> Bool {
    address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
  }

  /// Whether someone has said how to encrypt; libpq's default counts as silence.
  private func saysTLS(_ effective: [String: String]) -> Bool {
    if self["sslmode"] != nil { return true }
    return readsEnvironment && LibPQ.hasVariable("PGSSLMODE")
      || effective["sslmode", default: TLS.preferred.rawValue] != TLS.preferred.rawValue
  }

  /// The file of authorities to trust: the one set, else libpq's own place, else the system's.
  private func rootCertificates(_ effective: [String: String]) -> String? {
    if let set = effective["sslrootcert"], !set.isEmpty { return set }
    if let home = LibPQ.home(), LibPQ.canRead(home + "/.postgresql/root.crt") { return nil }
    return ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
      .first(where: LibPQ.canRead)
  }
}
