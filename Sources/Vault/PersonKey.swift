import CCrypto

/// The key of one person, 256 bits: what is written about them in a log that never changes is sealed
/// under it, and cannot be read by anybody once it is destroyed.
package struct PersonKey: Sendable {
  let bytes: [UInt8]

  /// How long a key is, in bytes.
  static let length = 32
  private static let nonceLength = 12
  private static let tagLength = 16

  /// A new key from the system's secure random numbers.
  package init() { bytes = Self.random(Self.length) }

  /// A key as it was kept; nil when it has not the length of one.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    self.bytes = bytes
  }

  /// Seals a text with AES-256-GCM under a fresh nonce, which stands before it.
  ///
  /// - `bound`: must be told again to open it, so that a sealed text cannot be moved elsewhere.
  package func seal(_ text: String, bound: String) throws(VaultError) -> [UInt8] {
    let plain = Array(text.utf8)
    let nonce = Self.random(Self.nonceLength)
    var sealed = [UInt8](repeating: 0, count: plain.count + Self.tagLength)
    let bound = Array(bound.utf8)
    guard
      unsafe crypto_seal(
        bytes, nonce, bound, Int32(bound.count), plain, Int32(plain.count), &sealed) == 1
    else { throw VaultError(.cannotSeal) }
    return nonce + sealed
  }

  /// Opens what was sealed; fails when key, text or what it was bound to differ.
  package func open(_ sealed: [UInt8], bound: String) throws(VaultError) -> String {
    let length = sealed.count - Self.nonceLength - Self.tagLength
    guard length >= 0 else { throw VaultError(.cannotOpen) }
    let nonce = Array(sealed.prefix(Self.nonceLength))
    let rest = Array(sealed.dropFirst(Self.nonceLength))
    let bound = Array(bound.utf8)
    // One byte more than the text, so that an empty one has a place as well.
    var plain = [UInt8](repeating: 0, count: length + 1)
    guard
      unsafe crypto_open(
        bytes, nonce, bound, Int32(bound.count), rest, Int32(length), &plain) == 1
    else { throw VaultError(.cannotOpen) }
    return String(decoding: plain.prefix(length), as: UTF8.self)
  }

  /// HMAC-SHA-256 of a word: a mark that finds what is about the person, and tells nothing without
  /// the key.
  package func mark(_ word: String) throws(VaultError) -> [UInt8] {
    let text = Array(word.utf8)
    var mac = [UInt8](repeating: 0, count: 32)
    guard unsafe crypto_mac(bytes, Int32(bytes.count), text, text.count, &mac) == 1 else {
      throw VaultError(.cannotSeal)
    }
    return mac
  }

  static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
