import ArgumentParser
import Exchange
import Foundation
import Postgres
import Programme
import Store

/// `vivier notice`: what persons are told of their data.
struct NoticeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice", abstract: "Load and show what persons are told of their data.",
    discussion: """
      Examples:
        vivier notice list
        vivier notice show talent-2026-11-28.fr
        vivier notice load --controller "Communaute de communes" --contact donnees@vivier.example

      A notice that is loaded never changes: a new text gets a new first day. Each agreement keeps \
      the notice that was shown.
      """,
    subcommands: [List.self, Show.self, Load.self])

  /// `vivier notice list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the notices, and which is in use today.",
      discussion: """
        Examples:
          vivier notice list
          vivier notice list --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let today = try await context.day(nil, connection)
        let talent = try await PrivacyNotice.inUse(.talent, on: today, connection)
        let company = try await PrivacyNotice.inUse(.company, on: today, connection)
        var sheet = Sheet(
          ("id", .left), ("audience", .left), ("language", .left), ("since", .left),
          ("in_use", .left))
        for notice in try await PrivacyNotice.all(connection) {
          sheet.add(
            .string(notice.id), .string(notice.audience.rawValue), .string(notice.language),
            .string("\(notice.validFrom)"), .bool([talent, company].contains(notice.id)))
        }
        format.write(sheet, context.terminal)
        let installation = try await Installation.read(connection)
        if installation.controller == nil {
          note("nobody is named who answers for the data: no confirmation is asked for")
          advise("vivier notice load --controller NAME --contact ADDRESS")
        }
      }
    }
  }

  /// `vivier notice show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the text of a notice.",
      discussion: """
        Example:
          vivier notice show talent-2026-11-28.fr
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "Its id, as list shows it.") var notice: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { _, connection in
        let found = try await PrivacyNotice.find(notice, connection)
        guard format.json else { return output(found.body) }
        var card = Card()
        card.add("id", .string(found.id))
        card.add("audience", .string(found.audience.rawValue))
        card.add("language", .string(found.language))
        card.add("since", .string("\(found.validFrom)"))
        card.add("body", .string(found.body))
        format.write(card)
      }
    }
  }

  /// `vivier notice load`.
  struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Load the notices of a folder, and say who answers for the data.",
      discussion: """
        Examples:
          vivier notice load                         from VIVIER_SEEDS, else ./Seeds
          vivier notice load --controller "Communaute de communes" --contact donnees@vivier.example

        A file is named after its audience, first day and language: talent-2026-11-28.fr.md.
        """)
    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("The folder that holds notices/.", valueName: "dir"))
    var from: String?
    @Option(help: ArgumentHelp("Who answers for the data.", valueName: "name"))
    var controller: String?
    @Option(help: ArgumentHelp("Whom persons ask about their data.", valueName: "address"))
    var contact: String?

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        if controller != nil || contact != nil {
          try await Installation.name(
            controller: controller?.oneLine, contact: contact?.oneLine, connection)
        }
        let count = try await NoticeCommand.loadAll(below: context.seeds(from), connection)
        if count == 0 { note("there is no notice in \(context.seeds(from))/notices") }
      }
    }
  }

  /// Loads every notice that lies in the folder `notices` of the seeds, and gives how many lie there.
  @discardableResult
  static func loadAll(below seeds: String, _ connection: Connection) async throws -> Int {
    let folder = seeds + "/notices"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.sorted().filter { $0.hasSuffix(".md") }
    for file in files {
      let notice = try PrivacyNotice(file: "\(folder)/\(file)")
      let isNew = try await notice.load(connection)
      output("\(isNew ? "loaded" : "already loaded") notice \(notice.id)\n")
    }
    return files.count
  }
}
