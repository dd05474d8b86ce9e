import Foundation
import Glibc
import TestSupport

/// The built server on a port of its own, and raw connections to it.
struct Wire {
  /// The server did not start.
  struct Failure: Error { let log: String }

  private let process: Process
  let port: UInt16

  /// Starts the program beside the bundle of these tests, and waits until it listens.
  init(_ database: TestDatabase) async throws {
    let bundle =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? bundle
    let folder = try TemporaryFolder()
    let log = try folder.write([], to: "log")
    process = Process()
    process.executableURL = URL(filePath: beside).deletingLastPathComponent()
      .appending(path: "vivier-portal")
    process.arguments = [
      "--listen", "127.0.0.1:0", "--database",
      database.conninfo.replacing("user=postgres", with: "user=vivier_portal"),
      "--client-header", "X-Forwarded-For",
    ]
    process.standardError = FileHandle(forWritingAtPath: log)
    try process.run()
    var found: UInt16?
    for _ in 0..<600 where found == nil {
      try await Task.sleep(for: .milliseconds(50))
      let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      found = text.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { UInt16($0.output.1) }
    }
    guard let found else {
      process.terminate()
      throw Failure(log: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }
    port = found
  }

  /// Ends the server.
  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Everything the server answers to these bytes until it closes, or for a while.
  func exchange(_ text: String, for seconds: Int = 20) -> String {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let isOpen = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isOpen else { return "" }
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    unsafe setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes {
        unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe recv(socket, $0.baseAddress, $0.count, 0)
      }
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  /// One request whose connection the server is asked to close.
  func ask(_ method: String, _ target: String, _ body: String = "", _ more: String = "") -> String {
    exchange(
      "\(method) \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(more)"
        + (body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n") + "\r\n\(body)")
  }
}
