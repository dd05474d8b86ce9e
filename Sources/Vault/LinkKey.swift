import CCrypto

/// What the tokens of links are made with: a key of the installation that no database holds.
///
/// The token of a question follows from the key and the question, so that a message has the same links
/// whenever it is rendered, and nothing that opens a link is kept beside the key.
package struct LinkKey: Sendable {
  private let key: PersonKey

  /// The key of a folder of keys, made now where there is none.
  package init(in folder: KeyFolder) throws(VaultError) { key = try folder.keyOrNew(of: "links") }

  /// A key from its 32 bytes; nil when there are not so many.
  package init?(_ bytes: [UInt8]) {
    guard let key = PersonKey(bytes) else { return nil }
    self.key = key
  }

  /// The token of a question: the first 128 bits of HMAC-SHA-256 as 22 letters of base64url.
  package func token(for question: [String]) throws(VaultError) -> String {
    // The length before each word keeps two questions from reading alike.
    let name = question.map { "\($0.utf8.count):\($0)" }.joined()
    return Self.letters(of: try key.mark(name).prefix(16))
  }

  /// What the database keeps of a token: SHA-256 of its letters.
  package static func digest(of token: String) throws(VaultError) -> [UInt8] {
    guard let context = unsafe crypto_digest_begin() else { throw VaultError(.cannotSeal) }
    let letters = Array(token.utf8)
    let isTold = unsafe EVP_DigestUpdate(context, letters, letters.count) == 1
    var digest = [UInt8](repeating: 0, count: 32)
    let isMade = unsafe crypto_digest_end(context, &digest) == 1
    guard isTold, isMade else { throw VaultError(.cannotSeal) }
    return digest
  }

  /// Bytes as base64url without padding (RFC 4648, section 5).
  private static func letters(of bytes: some Sequence<UInt8>) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var text = ""
    var held: UInt32 = 0
    var bits = 0
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[Int(held >> UInt32(bits) & 63)])
      }
    }
    if bits > 0 { text.append(alphabet[Int(held << UInt32(6 - bits) & 63)]) }
    return text
  }
}
