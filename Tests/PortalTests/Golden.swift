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
    let lines = (
      text.split(separator: "\n", omittingEmptySubsequences: false),
      expected.split(
        separator: "\n", omittingEmptySubsequences: false)
    )
    for (number, pair) in zip(lines.0, lines.1).enumerated() where pair.0 != pair.1 {
      Issue.record("\(name):\(number + 1): \(pair.0) instead of \(pair.1)")
    }
    #expect(lines.0.count == lines.1.count, "\(name) has another number of lines")
  }
}
