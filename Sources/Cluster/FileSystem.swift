import Glibc

/// The few file operations a cluster needs, none of which follows a symbolic link at the end of a path.
enum FileSystem {
  enum Kind: Hashable {
    case absent
    case folder(owner: UInt32, mode: UInt32)
    case symbolicLink
    case other
  }

  static func kind(of path: String) -> Kind {
    var facts = stat()
    guard unsafe lstat(path, &facts) == 0 else { return errno == ENOENT ? .absent : .other }
    switch facts.st_mode & S_IFMT {
    case S_IFDIR: return .folder(owner: facts.st_uid, mode: facts.st_mode & 0o7777)
    case S_IFLNK: return .symbolicLink
    default: return .other
    }
  }

  /// Device and inode, which say whether two paths mean the same folder.
  struct Identity: Hashable {
    let device: UInt
    let inode: UInt
  }

  static func identity(of path: String) -> Identity? {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { return nil }
    return Identity(device: UInt(facts.st_dev), inode: UInt(facts.st_ino))
  }

  static func exists(_ path: String) -> Bool { kind(of: path) != .absent }

  /// Makes a path absolute, without a slash at its end: `lstat` would follow a link before it.
  static func absolute(_ path: String) -> String {
    var text = path
    if !path.hasPrefix("/") {
      text = workingFolder() + "/" + path
    }
    var parts: [Substring] = []
    for part in text.split(separator: "/") where part != "." { parts.append(part) }
    return "/" + parts.joined(separator: "/")
  }

  private static func workingFolder() -> String {
    guard let raw = unsafe getcwd(nil, 0) else { return "" }
    defer { unsafe free(raw) }
    return unsafe String(cString: raw)
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  static func resolved(_ path: String) throws(ClusterError) -> String {
    guard let raw = unsafe realpath(path, nil) else {
      throw failure(.cannotCreate, "cannot be resolved", path)
    }
    defer { unsafe free(raw) }
    return unsafe String(cString: raw)
  }

  static func failure(
    _ kind: ClusterError.Kind, _ what: String, _ path: String, hint: String? = nil
  ) -> ClusterError {
    let code = errno
    let reason = unsafe String(cString: strerror(code))
    let isRight = code == EACCES || code == EPERM
    return ClusterError(isRight ? .noPermission : kind, "\(what): \(reason)", at: path, hint: hint)
  }

  static func makeFolder(_ path: String, mode: UInt32) throws(ClusterError) {
    guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else {
      throw failure(.cannotCreate, "the folder cannot be made", path)
    }
  }

  /// Makes a folder of a new name, which begins with `prefix`.
  static func makeTemporaryFolder(_ prefix: String) throws(ClusterError) -> String {
    var name = Array((prefix + ".XXXXXX").utf8CString)
    let isMade = unsafe name.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    guard isMade else { throw failure(.cannotCreate, "no folder can be made", prefix) }
    return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Makes what is missing above a state folder, as `mkdir -p` does.
  static func makeParents(_ path: String) throws(ClusterError) {
    if unsafe access(path, F_OK) == 0 { return }
    try makeParents(parent(of: path))
    try makeFolder(path, mode: 0o755)
  }

  static func setMode(_ mode: UInt32, of path: String) throws(ClusterError) {
    guard unsafe chmod(path, mode) == 0 else {
      throw failure(.noPermission, "the permissions cannot be set", path)
    }
  }

  static func setOwner(_ uid: UInt32, _ gid: UInt32, of path: String) throws(ClusterError) {
    guard unsafe lchown(path, uid, gid) == 0 else {
      throw failure(.noPermission, "the owner cannot be set", path)
    }
  }

  /// Reads a small file; `nil` where there is none or it is not a plain file.
  static func text(of path: String, limit: Int = 65_536, from offset: Int = 0) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    if offset > 0 { lseek(file, off_t(offset), SEEK_SET) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < limit {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress, $0.count)
      }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes a whole file under another name and renames it, so that a reader sees all or nothing.
  static func write(
    _ text: String, to path: String, mode: UInt32, group: UInt32? = nil
  ) throws(ClusterError) {
    let draft = path + ".new.\(getpid()).\(pthread_self())"
    unsafe unlink(draft)
    let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else { throw failure(.cannotCreate, "the file cannot be written", path) }
    defer { close(file) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else {
        unsafe unlink(draft)
        throw failure(.cannotCreate, "the file cannot be written", path)
      }
      rest = rest.dropFirst(count)
    }
    // The umask may have taken away what the server's user needs.
    fchmod(file, mode)
    if let group { fchown(file, geteuid(), group) }
    guard fsync(file) == 0, unsafe Glibc.rename(draft, path) == 0 else {
      unsafe unlink(draft)
      throw failure(.cannotCreate, "the file cannot be written", path)
    }
  }

  static func rename(_ old: String, to new: String) throws(ClusterError) {
    guard unsafe Glibc.rename(old, new) == 0 else {
      throw failure(.cannotCreate, "the folder cannot be renamed", new)
    }
    // Without this the rename itself may not survive a power cut.
    let folder = unsafe open(parent(of: new), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// The names in a folder, without `.` and `..`, in no particular order.
  static func names(in path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
