import ArgumentParser
import Exchange
import Foundation
import Mail
import Nightly
import Postgres
import Store

/// `vivier suppression`: who is not written to any more.
struct SuppressionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suppression", abstract: "Keep the list of addresses nothing is sent to.",
    discussion: """
      Examples:
        vivier suppression add someone@usine.example --reason asked
        vivier suppression export > suppressed.csv
        vivier suppression import suppressed.csv
      """,
    subcommands: [Add.self, Remove.self, Export.self, Import.self])

  /// `vivier suppression add`.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write to an address no more.",
      discussion: """
        Example:
          vivier suppression add someone@usine.example --reason complained
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The address.") var address: String
    @Option(help: "bounced, complained or asked.") var reason = Suppression.Reason.asked

    func run() async throws {
      let address = try Address(spec: address)
      try await SuppressionCommand.change(options, author, "suppression.add") {
        author, connection in
        let isNew = try await Suppression.add(address.spec, reason, at: author.at, connection)
        return isNew ? "nothing is sent there any more" : "it was on the list"
      }
    }
  }

  /// `vivier suppression remove`.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write to an address again.",
      discussion: """
        Example:
          vivier suppression remove someone@usine.example
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The address.") var address: String

    func run() async throws {
      try await SuppressionCommand.change(options, author, "suppression.remove") { _, connection in
        try await Suppression.remove(address, connection)
          ? "it may be written to again" : "it was not on the list"
      }
    }
  }

  /// `vivier suppression export`.
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the list as CSV, with its addresses.",
      discussion: """
        Example:
          vivier suppression export > suppressed.csv
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let author = author.author(context)
        let entries = try await connection.withTransaction { connection in
          try await context.audit(
            AuditLog.Event("suppression.export", purpose: "delivery"), by: author, connection)
          return try await Suppression.all(connection)
        }
        output("address;reason;since\n")
        for entry in entries {
          output("\(entry.address);\(entry.reason.rawValue);\(entry.since)\n")
        }
      }
    }
  }

  /// `vivier suppression import`.
  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add the addresses of a CSV file; all of it or nothing.",
      discussion: """
        Example:
          vivier suppression import suppressed.csv

        Columns: address;reason, reason being bounced, complained or asked; a header line may stand first.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The file.", completion: .file()) var file: String

    func run() async throws {
      guard let data = FileManager.default.contents(atPath: file),
        let text = String(validating: data, as: UTF8.self)
      else {
        throw Failure(
          what: "\(file) cannot be read as UTF-8", hint: "save it as UTF-8", code: .dataError)
      }
      let rows = try Self.rows(of: text, file: file)
      try await SuppressionCommand.change(options, author, "suppression.import") {
        author, connection in
        var count = 0
        for (address, reason) in rows
        where try await Suppression.add(address.spec, reason, at: author.at, connection) {
          count += 1
        }
        return "\(count) addresses added, \(rows.count - count) were on the list"
      }
    }

    /// The rows of a file, or the first line that is none.
    static func rows(
      of text: String, file: String
    ) throws -> [(address: Address, reason: Suppression.Reason)] {
      var rows: [(Address, Suppression.Reason)] = []
      for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
        let cells = line.split(
          separator: line.contains(";") ? ";" : ",", omittingEmptySubsequences: false)
        if index == 0, cells.first == "address" { continue }
        guard let address = try? Address(spec: String(cells[0])),
          let reason = Suppression.Reason(rawValue: cells.count > 1 ? String(cells[1]) : "asked")
        else {
          throw Failure(
            what: "\(file) line \(index + 1) is no address;reason",
            hint: "reasons are bounced, complained and asked; nothing was imported",
            code: .dataError)
        }
        rows.append((address, reason))
      }
      return rows
    }
  }

  /// Changes the list and notes it in the log, in one transaction; says what came of it.
  fileprivate static func change(
    _ options: GlobalOptions, _ author: AuthorOptions, _ action: String,
    _ body: (Author, Connection) async throws -> String
  ) async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let author = author.author(context)
      let told = try await connection.withTransaction { connection in
        try await context.audit(
          AuditLog.Event(action, purpose: "delivery"), by: author, connection)
        return try await body(author, connection)
      }
      note(told)
    }
  }
}

extension Suppression.Reason: ExpressibleByArgument {}
