import Glibc

/// The messages that a ``FolderTransport`` left, to be taken away again.
package enum FolderCopies {
  /// Removes the files of a message, whether or not they are there.
  ///
  /// - Throws: `MailError.file` when one is there and stays.
  package static func remove(messageID: String, in directory: String) throws(MailError) {
    guard !messageID.contains("/") else { return }
    for ending in ["eml", "html"] {
      let path = "\(directory)/\(messageID).\(ending)"
      guard unsafe unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else {
        throw .file(operation: "unlink", path: path, code: errno)
      }
    }
  }
}
