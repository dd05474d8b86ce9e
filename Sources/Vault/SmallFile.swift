import Glibc

/// Whole small files for this user alone, on the disk before anybody is told.
enum SmallFile {
  /// The bytes of a file; nil when there is none.
  static func read(_ path: String) throws(VaultError) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw .file("open", path)
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .file("read", path) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Makes a file under a name that is free, whole or not at all; false when the name is taken.
  static func create(_ bytes: [UInt8], at path: String) throws(VaultError) -> Bool {
    let draft = path + ".new.\(getpid()).\(pthread_self())"
    unsafe unlink(draft)
    try write(bytes, to: draft, flags: O_WRONLY | O_CREAT | O_EXCL)
    defer { unsafe unlink(draft) }
    if unsafe link(draft, path) != 0 {
      guard errno == EEXIST else { throw .file("link", path) }
      return false
    }
    try syncFolder(of: path)
    return true
  }

  /// Puts other bytes in the place of a file's.
  static func overwrite(_ path: String, with bytes: [UInt8]) throws(VaultError) {
    try write(bytes, to: path, flags: O_WRONLY)
  }

  /// Puts a whole file in the place of another.
  static func replace(_ path: String, with bytes: [UInt8]) throws(VaultError) {
    let draft = path + ".new.\(getpid()).\(pthread_self())"
    unsafe unlink(draft)
    try write(bytes, to: draft, flags: O_WRONLY | O_CREAT | O_EXCL)
    guard unsafe rename(draft, path) == 0 else { throw .file("rename", path) }
    try syncFolder(of: path)
  }

  /// Adds bytes at the end of a file, which is made where there is none.
  static func append(_ bytes: [UInt8], to path: String) throws(VaultError) {
    try write(bytes, to: path, flags: O_WRONLY | O_CREAT | O_APPEND)
    try syncFolder(of: path)
  }

  /// Removes a file.
  static func remove(_ path: String) throws(VaultError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .file("unlink", path) }
    try syncFolder(of: path)
  }

  private static func write(
    _ bytes: [UInt8], to path: String, flags: Int32
  ) throws(VaultError) {
    let file = unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw .file("open", path) }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .file("write", path) }
      rest = rest.dropFirst(count)
    }
    guard fsync(file) == 0 else { throw .file("fsync", path) }
  }

  private static func syncFolder(of path: String) throws(VaultError) {
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    let file = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw .file("open", folder) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw .file("fsync", folder) }
  }
}
