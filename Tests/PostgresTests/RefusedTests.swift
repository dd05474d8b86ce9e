import Foundation
import Testing

/// Compiles the programs in the folder `Refused`, whose first lines say what the compiler must answer.
@Suite struct `A program that misuses the library` {
  @Test(arguments: programs)
  func `does not compile`(program: URL) async throws {
    let text = try String(contentsOf: program, encoding: .utf8)
    let expected = text.prefix { $0 != "\n" }.dropFirst("// ".count)
    let answer = try await Self.answer(to: program)
    // Once, and for no other reason.
    let errors = answer.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(errors.count == 1, "\(answer)")
    #expect(errors.allSatisfy { $0.contains(expected) }, "\(answer)")
  }

  @Test func `is told from one that does not, which compiles without a word`() async throws {
    #expect(try await Self.answer(to: Self.folder.appending(path: "Accepted.swift")) == "")
    #expect(Self.programs.count >= 9)
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Refused")

  private static let programs: [URL] = {
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.lastPathComponent != "Accepted.swift" }
      .sorted { $0.path < $1.path }
  }()

  /// What the compiler says about a program, compiled against the library under test.
  ///
  /// Compiled to the end, because races are looked for after the types were checked.
  private static func answer(to program: URL) async throws -> String {
    let built = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let package = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let told = FileManager.default.temporaryDirectory
      .appending(path: "refused-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: told) }
    let flags = """
      -swift-version 6 -diagnostic-style llvm -I '\(built.path)/Modules' \
      -module-cache-path '\(built.path)/RefusedCache' \
      -Xcc -fmodule-map-file='\(package.path)/Sources/CLibPQ/module.modulemap' \
      $(pkg-config --cflags libpq | sed 's/-I/-Xcc -I/g')
      """
    let text = "swiftc -c '\(program.path)' -o /dev/null \(flags) >'\(told.path)' 2>&1"
    _ = await aside { command(["sh", "-c", text]) }
    return try String(contentsOf: told, encoding: .utf8)
  }
}
