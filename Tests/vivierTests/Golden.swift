import Foundation
import Testing

/// Files under `Golden/`, compared line by line, written anew with `RECORD=1`.
enum Golden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static func check(_ text: String, _ name: String) throws {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    let due = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, pair) in zip(found, due).enumerated() where pair.0 != pair.1 {
      Issue.record("\(name):\(number + 1): \(pair.0) instead of \(pair.1)")
    }
    #expect(found.count == due.count, "\(name) has another number of lines")
  }
}
