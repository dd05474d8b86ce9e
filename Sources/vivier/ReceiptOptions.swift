import ArgumentParser
import Digest
import Foundation
import Programme
import Store

/// Where the receipt goes that a person is given.
struct ReceiptOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the dated receipt, in French, into this file (default: below the answer).",
      valueName: "file"))
  var receipt: String?

  /// Writes a receipt where it was asked for; true when that was a file.
  func keep(_ receipt: Receipt) throws -> Bool {
    guard let path = self.receipt else { return false }
    try PrivateFile.write(receipt.text, to: path)
    note("the receipt is in \(path)")
    return true
  }
}

/// Files with something about a person: for the eyes of whoever runs the command.
enum PrivateFile {
  /// Writes a file that only this user can read.
  static func write(_ text: String, to path: String) throws {
    let isMade = FileManager.default.createFile(
      atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard isMade else { throw Failure.cannotWrite(path, hint: "name another file or folder") }
  }
}
