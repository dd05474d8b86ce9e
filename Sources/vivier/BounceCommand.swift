import ArgumentParser
import Exchange
import Foundation
import Mail
import Nightly
import Postgres
import Store

/// `vivier bounce`: what came back.
struct BounceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bounce", abstract: "Read what came back to the bounce address.",
    discussion: """
      Example:
        vivier bounce read /var/mail/vivier-bounces/Maildir/new
      """,
    subcommands: [Read.self])

  /// `vivier bounce read`.
  struct Read: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take the delivery reports (RFC 3464) of a file, or of every file of a folder.",
      discussion: """
        Examples:
          vivier bounce read report.eml
          vivier bounce read /var/mail/vivier-bounces/Maildir/new --json

        The same report twice counts once. A report counts only when it names a message we sent to \
        that address. An address nobody reads is suppressed at once; for others a failure that stays \
        scores 2, one that may pass 1, and from 4 within 30 days on nothing is sent any more.
        """)
    @OptionGroup var options: GlobalOptions
    @Flag(help: "Write JSON.") var json = false
    @Argument(help: "A file or a folder.", completion: .file()) var path: String

    func run() async throws {
      let files = try Self.files(at: path)
      try await Context.with(options, as: .nightly) { context, connection in
        var counts = ["reports": 0, "unreadable": 0]
        for file in files {
          guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(what: "\(file) cannot be read", hint: nil, code: .inputOutput)
          }
          let bytes = [UInt8](data)
          guard let report = BounceReport(bytes) else {
            counts["unreadable", default: 0] += 1
            continue
          }
          counts["reports", default: 0] += 1
          let effects = try await connection.withTransaction { connection in
            try await Self.take(
              report, bytes: bytes, at: context.clock.now(), connection)
          }
          for effect in effects { counts[effect.rawValue, default: 0] += 1 }
        }
        let sorted = counts.sorted { $0.key < $1.key }
        if json {
          output(JSON.text(.object(sorted.map { JSON.Member($0.key, .integer($0.value)) })))
        } else {
          output(sorted.map { "\($0.key): \($0.value)\n" }.joined())
        }
      }
    }

    private static func files(at path: String) throws -> [String] {
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Failure(what: "\(path) does not exist", hint: nil, code: .dataError)
      }
      guard isFolder.boolValue else { return [path] }
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") }.sorted().map { "\(path)/\($0)" }
    }

    private static func take(
      _ report: BounceReport, bytes: [UInt8], at instant: Timestamp, _ connection: Connection
    ) async throws -> [Bounces.Effect] {
      var effects: [Bounces.Effect] = []
      for failure in report.failures {
        effects.append(
          try await Bounces.take(
            report: bytes, messageID: report.messageID, address: failure.address,
            status: failure.status.description, isAboutMailbox: failure.status.isAboutMailbox,
            at: instant, connection))
      }
      return effects
    }
  }
}
