import Glibc

/// Leaves each message as one `.eml` file in a folder.
///
/// A file is named after its Message-ID, written under a hidden name, synced and renamed: it is whole
/// or not there, and sending again leaves the same one file. One sender at a time per message, which
/// the outbox's claim ensures; what a killed one leaves is overwritten by the next.
package struct FolderTransport: Transport {
  /// The folder's path; the folder is made at the first message, its parent must exist.
  package let directory: String
  /// Whether the HTML part also lies beside each message as `.html`, for a browser.
  package let writesPages: Bool

  /// Makes a transport into a folder.
  package init(directory: String, writesPages: Bool = false) {
    self.directory = directory
    self.writesPages = writesPages
  }

  /// Always true: the name of the file is the identity of the message.
  package var isRepeatable: Bool { true }

  /// Writes `message` and returns the path of its file.
  ///
  /// - Throws: `MailError.file`, or what `beforeFinalDot` threw; the file is then not there, unless
  ///   it was before or only the last sync of the folder failed.
  package func send(_ message: Message, beforeFinalDot: () async throws -> Void) async throws
    -> String
  {
    let path = "\(directory)/\(message.messageID.text).eml"
    let unfinished = "\(directory)/.\(message.messageID.text).unfinished"
    try makeDirectory()
    do {
      // A message without its page would mislead, so the page comes first.
      if writesPages {
        try write(
          Array(message.html.utf8), to: "\(directory)/\(message.messageID.text).html",
          isSynced: false)
      }
      try write(message.bytes, to: unfinished)
      try await beforeFinalDot()
      guard unsafe rename(unfinished, path) == 0 else { throw failure("rename", path) }
    } catch {
      _ = unsafe unlink(unfinished)
      // What must not be sent must not lie there as a page either.
      if unsafe access(path, F_OK) != 0 {
        _ = unsafe unlink("\(directory)/\(message.messageID.text).html")
      }
      throw error
    }
    try sync(directory: directory)
    return path
  }

  private func makeDirectory() throws(MailError) {
    if unsafe mkdir(directory, 0o700) == 0 {
      try sync(directory: directory + "/..")
    } else if errno != EEXIST {
      throw failure("mkdir", directory)
    }
  }

  private func write(
    _ bytes: [UInt8], to path: String, isSynced: Bool = true
  ) throws(MailError) {
    // Not through a link someone may have put there, and for its owner's eyes only.
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC
    let file = unsafe open(path, flags, 0o600)
    guard file >= 0 else { throw failure("open", path) }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(file, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if count > 0 {
        done += count
      } else if errno != EINTR {
        throw failure("write", path)
      }
    }
    guard !isSynced || fsync(file) == 0 else { throw failure("fsync", path) }
  }

  private func sync(directory: String) throws(MailError) {
    let file = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw failure("open", directory) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure("fsync", directory) }
  }

  private func failure(_ operation: String, _ path: String) -> MailError {
    .file(operation: operation, path: path, code: errno)
  }
}
