import CCrypto
import Glibc

/// The SHA-256 of a file, read piece by piece.
package enum FileDigest {
  /// The digest in hexadecimal, and how many bytes the file has.
  package static func sha256(of path: String) throws(VaultError) -> (digest: String, bytes: Int) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .file("open", path) }
    defer { close(file) }
    guard let context = unsafe crypto_digest_begin() else { throw VaultError(.cannotSeal) }
    var total = 0
    var isWhole = true
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { isWhole = false }
      guard count > 0 else { break }
      total += count
      if unsafe EVP_DigestUpdate(context, buffer, count) != 1 { isWhole = false }
    }
    var digest = [UInt8](repeating: 0, count: 32)
    let isMade = unsafe crypto_digest_end(context, &digest) == 1
    guard isWhole, isMade else { throw .file("read", path) }
    return (digest.map(Self.hexadecimal).joined(), total)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 2 ? digits : "0" + digits
  }
}
