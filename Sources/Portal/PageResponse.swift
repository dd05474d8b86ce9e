/// What is answered: a status, headers and a body.
package struct PageResponse: Sendable, Hashable {
  /// The HTTP status.
  package var status: Int
  /// Names in lower case, and values; `content-length` among them.
  package var headers: [Header]
  /// The body; empty in the answer to a HEAD.
  package var body: [UInt8]

  /// One header.
  package struct Header: Sendable, Hashable {
    /// The name, in lower case.
    package let name: String
    /// The value, without line ends.
    package let value: String
  }

  /// A response of one kind of content.
  ///
  /// - `keep`: how many seconds others may keep it; nil for what is for one reader only.
  init(
    _ status: Int, _ type: String, _ text: String, keep: Int? = nil, more: [(String, String)] = []
  ) {
    self.status = status
    body = Array(text.utf8)
    let caching = keep.map { "public, max-age=\($0)" } ?? "no-store"
    let own = [
      ("content-type", type), ("content-length", "\(body.count)"), ("cache-control", caching),
    ]
    headers = (own + Self.safety + more).map { Header(name: $0, value: $1) }
  }

  /// The same response as HEAD gets it: every header, no body.
  var withoutBody: PageResponse {
    var response = self
    response.body = []
    return response
  }

  /// What every response carries: nothing runs, nothing is framed, the address is told to nobody.
  private static let safety = [
    (
      "content-security-policy",
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex, nofollow"),
  ]
}
