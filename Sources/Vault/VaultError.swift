import Glibc

/// Why a key, a seal or the journal does not work: never carries what it is about.
package struct VaultError: Error, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  package enum Kind: Sendable, Hashable {
    /// The cipher refused to work.
    case cannotSeal
    /// Another key, or not what was sealed.
    case cannotOpen
    /// A file or folder cannot be made, written or removed.
    case inputOutput
    /// A line of the journal is not one of ours.
    case malformed
  }

  /// What kind of trouble it is.
  package let kind: Kind
  /// What happened and where, in one line.
  package let description: String

  init(_ kind: Kind, _ description: String? = nil) {
    self.kind = kind
    self.description =
      description
      ?? (kind == .cannotSeal
        ? "libcrypto refused to seal" : "what was sealed cannot be opened with this key")
  }

  /// What the last system call said about a path.
  static func file(_ operation: String, _ path: String) -> VaultError {
    let reason = unsafe String(cString: strerror(errno))
    return VaultError(.inputOutput, "\(operation) \(path): \(reason)")
  }
}
