import Foundation
import Mail
import Testing

@Suite struct `A folder transport` {
  /// A fresh folder that is gone afterwards.
  private func inFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path())
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func `leaves one whole file, named after the Message-ID, in a folder it makes`()
    async throws
  {
    try await inFolder { parent in
      let folder = parent + "/outbox"
      let message = try message()
      let path = try await FolderTransport(directory: folder).send(message) {}
      #expect(path == folder + "/d1.abc@vivier.example.eml")
      let files = try names(in: folder)
      #expect(files == ["d1.abc@vivier.example.eml"])
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(message.bytes))
    }
  }

  @Test func `keeps one file when the same message is sent again`() async throws {
    try await inFolder { folder in
      let transport = FolderTransport(directory: folder)
      #expect(transport.isRepeatable)
      for _ in 0..<3 { _ = try await transport.send(message()) {} }
      _ = try await transport.send(message(id: "d2@vivier.example")) {}
      let files = try names(in: folder)
      #expect(files == ["d1.abc@vivier.example.eml", "d2@vivier.example.eml"])
    }
  }

  @Test func `asks once, when the file is not there yet`() async throws {
    try await inFolder { folder in
      var calls = 0
      _ = try await FolderTransport(directory: folder).send(message()) {
        calls += 1
        let files = try names(in: folder)
        #expect(files == [".d1.abc@vivier.example.unfinished"])
      }
      #expect(calls == 1)
    }
  }

  @Test func `leaves nothing when it is told not to`() async throws {
    struct Refusal: Error {}
    try await inFolder { folder in
      await #expect(throws: Refusal.self) {
        try await FolderTransport(directory: folder).send(message()) { throw Refusal() }
      }
      let files = try names(in: folder)
      #expect(files == [])
    }
  }

  @Test func `killed before the rename leaves no message, and the next attempt leaves one`()
    async throws
  {
    try await inFolder { folder in
      await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
        _ = try await FolderTransport(directory: folder).send(message()) { kill(getpid(), SIGKILL) }
      }
      let left = try names(in: folder)
      #expect(left == [".d1.abc@vivier.example.unfinished"])
      _ = try await FolderTransport(directory: folder).send(message()) {}
      let files = try names(in: folder)
      #expect(files == ["d1.abc@vivier.example.eml"])
    }
  }

  @Test func `says that a folder cannot be made`() async throws {
    try await inFolder { folder in
      try Data().write(to: URL(filePath: folder + "/file"))
      for path in [folder + "/file", folder + "/file/below", folder + "/not/there"] {
        let error = await #expect(throws: MailError.self) {
          try await FolderTransport(directory: path).send(message()) {}
        }
        #expect(error?.kind == .cannotCreate)
        #expect(error?.description.contains(folder) == true)
      }
    }
  }

  @Test func `never writes through a link`() async throws {
    try await inFolder { folder in
      let target = folder + "/target"
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/.d1.abc@vivier.example.unfinished", withDestinationPath: target)
      await #expect(throws: MailError.self) {
        try await FolderTransport(directory: folder).send(message()) {}
      }
      #expect(!FileManager.default.fileExists(atPath: target))
    }
  }

  @Test func `reports a full disk and leaves no message`() async throws {
    try await inFolder { folder in
      // A limit on the size of files fails a write in the middle, as a full disk does.
      await #expect(processExitsWith: .exitCode(42)) { [folder = folder as String] in
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        do {
          let long = String(repeating: "mot ", count: 5000)
          _ = try await FolderTransport(directory: folder).send(message(text: long)) {}
        } catch let error as MailError where error.kind == .inputOutput {
          exit(42)
        }
      }
      let files = try names(in: folder)
      #expect(files == [])
    }
  }

  @Test func `tells a full disk from a folder that cannot be written`() {
    func kind(_ code: Int32) -> MailError.Kind {
      MailError.file(operation: "open", path: "/x", code: code).kind
    }
    #expect([ENOSPC, EIO, EDQUOT, EFBIG].allSatisfy { kind($0) == .inputOutput })
    #expect([EACCES, EROFS, ENOTDIR, ENOENT].allSatisfy { kind($0) == .cannotCreate })
  }
}
