import Foundation

/// What the DNS says of the domain that mail comes from: who may send for it, how its signatures are
/// checked, and what receivers do with mail that fails both.
struct SenderNames {
  /// The domain of the From address.
  let domain: String
  /// The selector that the relay signs with; nil when nobody told it.
  let selector: String?

  /// Asks for the texts of a name; an empty list where there are none.
  typealias Lookup = (_ name: String) throws -> [String]

  /// What there is to say of SPF, DKIM and DMARC, in this order.
  func findings(_ texts: Lookup) rethrows -> [Finding] {
    let signature = try selector.map { try texts("\($0)._domainkey.\(domain)") }
    return [
      sending(try texts(domain)), signing(signature), policy(try texts("_dmarc.\(domain)")),
    ]
  }

  /// RFC 7208: one record (§3.2), which does not let everybody send.
  private func sending(_ texts: [String]) -> Finding {
    let records = texts.filter { $0.lowercased().split(separator: " ").first == "v=spf1" }
    let terms = records.first?.lowercased().split(separator: " ") ?? []
    let open = terms.contains { ["all", "+all"].contains($0) }
    switch records.count {
    case 0:
      return finding("SPF", .warning, "\(domain) says nothing", "name your relay in a TXT record")
    case 1 where open:
      return finding("SPF", .problem, "\(domain) lets everybody send for it", "end it with -all")
    case 1: return finding("SPF", .good, records[0], nil)
    default:
      return finding(
        "SPF", .problem, "\(domain) has \(records.count) records, which counts as an error",
        "keep one")
    }
  }

  /// RFC 6376, §3.6.1: a key record has p=, which is empty once the key is revoked.
  private func signing(_ texts: [String]?) -> Finding {
    guard let selector, let texts else {
      return finding(
        "DKIM", .warning, "not looked up: no selector is told",
        "set mail.dkim_selector to the one your relay signs with")
    }
    let name = "\(selector)._domainkey.\(domain)"
    let keys = texts.compactMap { tag("p", of: $0) }
    guard let key = keys.first else {
      return finding(
        "DKIM", .problem, "\(name) holds no key", "publish the key of your relay there")
    }
    return key.isEmpty
      ? finding("DKIM", .problem, "the key at \(name) is revoked", "publish the one in use")
      : finding("DKIM", .good, "a key at \(name)", nil)
  }

  /// RFC 7489, §6.3 and §6.6.3: one record that begins with its version.
  private func policy(_ texts: [String]) -> Finding {
    let records = texts.filter { tag("v", of: $0) == "DMARC1" }
    guard records.count == 1, let policy = tag("p", of: records[0]) else {
      return finding(
        "DMARC", .warning, "_dmarc.\(domain) holds \(records.isEmpty ? "no" : "no single") policy",
        "publish one, such as v=DMARC1; p=none; rua=mailto:...")
    }
    return finding("DMARC", .good, "policy \(policy)", nil)
  }

  /// The value of a tag in `a=b; c=d`, without blanks.
  private func tag(_ name: String, of record: String) -> String? {
    record.split(separator: ";").lazy
      .map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
      .first { $0.count == 2 && $0[0].trimmingCharacters(in: .whitespaces) == name }
      .map { $0[1].filter { !$0.isWhitespace } }
  }

  private func finding(
    _ check: String, _ state: Finding.State, _ what: String, _ fix: String?
  ) -> Finding {
    Finding(check: check, state: state, what: what, fix: fix)
  }
}

/// Asks the DNS with the program `dig`.
enum Dig {
  /// The texts of a name, each put together from its strings.
  ///
  /// - Throws: `Failure` (69) when the program is missing or no server answers.
  static func ask(_ name: String) throws -> [String] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["dig", "+short", "+time=3", "+tries=2", "TXT", "\(name)."]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    switch process.terminationStatus {
    case 0: return texts(printed: String(decoding: printed, as: UTF8.self))
    case 127:
      throw Failure(
        what: "the DNS was not asked: there is no program dig",
        hint: "apt-get install bind9-dnsutils", code: .unavailable)
    default:
      throw Failure(
        what: "no server of the DNS answered for \(name)",
        hint: "look at /etc/resolv.conf and the network", code: .unavailable)
    }
  }

  /// Reads `"v=spf1 " "-all"`, one answer a line; what has no quotes is an alias on the way.
  static func texts(printed: String) -> [String] {
    printed.split(separator: "\n").filter { $0.hasPrefix("\"") }.map { line in
      var text = ""
      var isInside = false
      var isEscaped = false
      for character in line {
        if isEscaped {
          text.append(character)
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isInside.toggle()
        } else if isInside {
          text.append(character)
        }
      }
      return text
    }
  }
}
