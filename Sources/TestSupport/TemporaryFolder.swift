import Glibc

/// A folder for one test, gone with the value.
package struct TemporaryFolder: ~Copyable {
  /// The folder or a file in it could not be made.
  package struct Failure: Error {
    let path: String
    let code: Int32
  }

  /// The absolute path.
  package let path: String

  /// Makes a folder below `/tmp` that only this user can read.
  package init() throws(Failure) {
    var template = Array("/tmp/vivier-test-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw Failure(path: "/tmp", code: errno)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a file and gives its path.
  package func write(_ bytes: [UInt8], to name: String) throws(Failure) -> String {
    let file = path + "/" + name
    let descriptor = unsafe open(file, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(path: file, code: errno) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard written > 0 else { throw Failure(path: file, code: errno) }
      rest = rest.dropFirst(written)
    }
    return file
  }

  deinit { Self.erase(path) }

  private static func erase(_ path: String) {
    // A link is removed, never followed.
    if unsafe unlink(path) == 0 { return }
    if let folder = unsafe opendir(path) {
      while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { bytes in
          unsafe bytes.withMemoryRebound(to: CChar.self, capacity: 256) {
            unsafe String(cString: $0)
          }
        }
        if name != ".", name != ".." { erase(path + "/" + name) }
      }
      unsafe closedir(folder)
    }
    unsafe rmdir(path)
  }
}
