import Digest
import Store
package import Vault

/// Makes the links of messages for an installation with a public address.
package struct LinkMaker: Sendable {
  private let address: String
  private let key: LinkKey

  /// Links below a public address, such as `https://vivier.example`, without a stroke at its end.
  package init(address: String, key: LinkKey) {
    self.address = address
    self.key = key
  }

  /// The links of a message, as its mail shows them.
  func links(_ asked: [AskedLink], of messageID: String) throws -> Links {
    var addresses: [AskedLink: String] = [:]
    for link in asked { addresses[link] = "\(address)/r/\(try token(link, of: messageID))" }
    return Links(addresses, home: address)
  }

  /// The links of a message, as the outbox keeps them.
  func stored(
    _ asked: [AskedLink], of messageID: String, for kind: Outbox.RecipientKind,
    _ recipient: String
  ) throws -> [Outbox.Link] {
    try asked.map { link in
      Outbox.Link(
        tokenDigest: try LinkKey.digest(of: token(link, of: messageID)),
        purpose: link.purpose.rawValue, contact: kind == .contact ? recipient : nil,
        candidate: kind == .candidate ? recipient : link.candidate, position: link.position,
        provider: link.provider, skill: link.skill, daysValid: link.purpose.daysValid)
    }
  }

  private func token(_ link: AskedLink, of messageID: String) throws -> String {
    try key.token(
      for: [messageID, link.purpose.rawValue, link.position ?? "", link.candidate ?? ""]
        + [link.provider, link.skill].compactMap(\.self))
  }
}

extension Purpose {
  /// How long a link of this kind can be used.
  ///
  /// Whoever finds an old mail can still stop the messages; what shows data closes soon, since a mail
  /// may be passed on.
  fileprivate var daysValid: Int {
    switch self {
    case .frequency, .pause, .unsubscribe: 400
    case .myData: 14
    default: 60
    }
  }
}
