import Glibc

/// The keys of persons, one file each, in a folder that no backup of the database holds.
///
/// A person's key is made when something about them is first written down for good, and destroyed
/// with their erasure.
package struct KeyFolder: Sendable {
  /// The folder; it is there already and for this user alone.
  package let path: String

  /// The keys below a folder.
  package init(_ path: String) { self.path = path }

  /// The key of a person; nil when there is none, or none any more.
  package func key(of person: String) throws(VaultError) -> PersonKey? {
    guard let bytes = try SmallFile.read(try file(person)) else { return nil }
    guard let key = PersonKey(bytes) else {
      throw VaultError(.malformed, "the key \(try file(person)) is damaged")
    }
    return key
  }

  /// The key of a person, made now where there is none.
  package func keyOrNew(of person: String) throws(VaultError) -> PersonKey {
    if let key = try key(of: person) { return key }
    let key = PersonKey()
    // Of two commands that make it at once, the first one's stands.
    let isMine = try SmallFile.create(key.bytes, at: try file(person))
    if isMine { return key }
    guard let first = try self.key(of: person) else {
      throw VaultError(.inputOutput, "the key of a person was destroyed while it was asked for")
    }
    return first
  }

  /// Destroys a key: overwritten, then removed.
  ///
  /// Nothing happens where there is none.
  package func destroy(keyOf person: String) throws(VaultError) {
    let path = try file(person)
    guard try SmallFile.read(path) != nil else { return }
    try SmallFile.overwrite(path, with: PersonKey.random(PersonKey.length))
    try SmallFile.remove(path)
  }

  /// An id is a file name of ours only if it can be nothing else.
  private func file(_ person: String) throws(VaultError) -> String {
    let isPlain =
      !person.isEmpty && person.utf8.count <= 80
      && person.utf8.allSatisfy {
        $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
          || (0x61...0x7A).contains($0)
      }
    guard isPlain else { throw VaultError(.malformed, "a person's id is not one") }
    return path + "/" + person
  }
}
