import Glibc

/// Reads a regular file from its beginning, in chunks.
package struct FileReader: ~Copyable {
  private let descriptor: Int32
  private let path: String

  /// How many bytes a chunk has at most.
  private static let chunk = 256 << 10

  /// Opens a file; refuses folders, pipes and devices, which would not end or answer.
  ///
  /// - `followsLinks`: whether a symbolic link is followed; a folder others write to may hold any.
  package init(_ path: String, followsLinks: Bool = true) throws {
    descriptor = unsafe open(
      path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW))
    self.path = path
    guard descriptor >= 0 else {
      throw StoreError(
        errno == ENOENT ? .notFound : .data, "cannot read \(path): \(FileReader.reason())",
        hint: errno == ENOENT ? "check the path" : nil)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw StoreError(.data, "\(path) is not a regular file", hint: "name a CSV file")
    }
  }

  /// Reads standard input to its end.
  package static func standardInput() -> FileReader {
    FileReader(descriptor: dup(STDIN_FILENO), path: "standard input")
  }

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// The next bytes; nil at the end.
  package func next() throws -> [UInt8]? {
    while true {
      var failure: Int32 = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, count in
        let got = unsafe read(descriptor, buffer.baseAddress, Self.chunk)
        failure = got < 0 ? errno : 0
        count = max(0, got)
      }
      if failure == EINTR { continue }
      guard failure == 0 else {
        throw StoreError(.data, "reading \(path) failed: \(FileReader.reason(failure))")
      }
      return bytes.isEmpty ? nil : bytes
    }
  }

  /// The whole file.
  package static func bytes(of path: String) throws -> [UInt8] {
    let file = try FileReader(path)
    var bytes: [UInt8] = []
    while let chunk = try file.next() { bytes += chunk }
    return bytes
  }

  /// Whether there is something at a path.
  package static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }

  private static func reason(_ code: Int32 = errno) -> String {
    unsafe String(cString: strerror(code))
  }
}
