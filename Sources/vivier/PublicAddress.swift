import Cluster
import Nightly
import Vault

/// Where the pages of the portal are, as readers reach them.
struct PublicAddress: Hashable {
  /// The address, without a stroke at its end.
  let text: String

  /// The setting's name.
  static let variable = "VIVIER_PUBLIC_ADDRESS"

  /// Reads the setting; nil where none is made.
  ///
  /// Fails on anything but https, for links carry what lets their reader answer; http is for a machine
  /// of one's own.
  static func read(_ environment: [String: String]) throws -> PublicAddress? {
    guard let told = environment[variable], !told.isEmpty else { return nil }
    return try PublicAddress(told)
  }

  /// An address; see ``read(_:)``.
  init(_ told: String) throws {
    var text = told[...]
    while text.last == "/" { text.removeLast() }
    let isSafe = text.hasPrefix("https://")
    let isLocal = ["http://127.0.0.1", "http://localhost"].contains {
      text == $0 || text.hasPrefix($0 + ":")
    }
    let host = text.drop { $0 != "/" }.dropFirst(2)
    let isPlain = host.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || ".-:".utf8.contains($0)
    }
    // 72 characters is a line of a mail's text: a longer link would be cut.
    guard isSafe || isLocal, !host.isEmpty, isPlain, text.utf8.count + "/r/".utf8.count + 22 <= 69
    else {
      throw Failure(
        what: "\(Self.variable) is not the address of the pages: \"\(told)\"",
        hint: "give https:// and a host name of at most 36 letters, such as https://vivier.example",
        code: .configuration)
    }
    self.text = String(text)
  }
}

extension Context {
  /// What makes the links of messages; nil where no public address is set, and mails ask for a reply.
  var links: LinkMaker? {
    get throws {
      try PublicAddress.read(environment).map {
        LinkMaker(
          address: $0.text, key: try LinkKey(in: KeyFolder(try access.home.folder("links"))))
      }
    }
  }
}
