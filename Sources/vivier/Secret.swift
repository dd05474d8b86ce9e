import Foundation
import Glibc

/// A secret from a file of its own: never an option, a variable or a line of the settings.
enum Secret {
  /// Why a secret is not taken.
  struct Fault: Error {
    let what: String
  }

  /// The first line of a file that belongs to us or to root and that others cannot read.
  ///
  /// A relative path is a credential that systemd lends us (`LoadCredential=`).
  static func read(_ path: String, environment: [String: String]) throws(Fault) -> String {
    guard !path.hasPrefix("/") else { return try contents(path, isLent: false) }
    guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty, !path.contains("/")
    else { throw Fault(what: "\(path) is not an absolute path, and systemd lends no credentials") }
    return try contents("\(folder)/\(path)", isLent: true)
  }

  private static func contents(_ path: String, isLent: Bool) throws(Fault) -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | (isLent ? 0 : O_NOFOLLOW))
    guard file >= 0 else { throw Fault(what: "\(path) cannot be read") }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Fault(what: "\(path) is no file")
    }
    guard isLent || status.st_uid == geteuid() || status.st_uid == 0 else {
      throw Fault(what: "\(path) belongs to another user")
    }
    guard isLent || status.st_mode & 0o077 == 0 else {
      throw Fault(what: "others may read \(path): chmod 600 \(path)")
    }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe Glibc.read(file, $0.baseAddress, $0.count)
    }
    let line = bytes.prefix(max(0, count)).prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
      throw Fault(what: "\(path) holds no secret")
    }
    return text
  }
}
