/// What a browser, a mail program or a scanner asks.
package struct PageRequest: Sendable {
  /// `GET`, `HEAD`, `POST` or anything else.
  package var method: String
  /// The path as it came, still encoded, with its query.
  package var target: String
  /// The body, of at most ``Site/bodyLimit`` bytes.
  package var body: [UInt8]
  /// The network address it comes from, or what a trusted proxy says of it.
  package var client: String

  /// A request from its parts.
  package init(method: String, target: String, body: [UInt8] = [], client: String) {
    self.method = method
    self.target = target
    self.body = body
    self.client = client
  }

  /// The path without its query.
  var path: Substring { target.prefix { $0 != "?" && $0 != "#" } }
}
