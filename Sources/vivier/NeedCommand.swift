import ArgumentParser
import Exchange
import Programme
import Store

/// `vivier need`: jobs of tomorrow that companies tell in confidence.
struct NeedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "need", abstract: "Keep the jobs of tomorrow that companies tell in confidence.",
    discussion: """
      Examples:
        vivier need add 21000042800016 --occupation H1403 --level 6 --number 2 --needed-by 2028-09-01
        vivier need import needs.csv
        vivier need list

      They count in vivier align by horizon, from three companies on, and are never shown to \
      candidates nor by company.
      """,
    subcommands: [List.self, Add.self, Import.self, Remove.self])

  /// `vivier need list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the needs, those due first before.",
      discussion: """
        Examples:
          vivier need list
          vivier need list --search H1403 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        var sheet = Sheet(
          ("id", .left), ("siret", .left), ("reference", .left), ("occupation", .left),
          ("level", .right), ("number", .right), ("by_on", .left))
        let wanted = list.wanted
        for need in try await Need.list(connection)
        where wanted.matches(need.id, need.siret, need.reference, need.occupation) {
          sheet.add(
            .string(need.id), .string(need.siret), .string(need.reference),
            .string(need.occupation), .integer(need.level), .integer(need.number),
            .string("\(need.byOn)"))
        }
        list.write(sheet, of: "needs", context.terminal)
      }
    }
  }

  /// `vivier need add`.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a need of an establishment.",
      discussion: """
        Examples:
          vivier need add 21000042800016 --occupation H1403 --level 6 --number 2 --needed-by 2028-09-01
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The establishment, by SIRET.") var siret: SIRET
    @Option(help: "The occupation, by its ROME 4 code.") var occupation: OccupationCode
    @Option(help: "The level, 3 to 7.") var level: Int
    @Option(help: "How many people.") var number = 1
    @Option(help: "By when they should be there.") var neededBy: Day
    @Option(help: "A name for it (default: made of the rest).") var reference: String?

    func validate() throws {
      if !(3...7).contains(level) { throw ValidationError("--level must be 3 to 7.") }
      if !(1...1_000).contains(number) { throw ValidationError("--number must be 1 to 1000.") }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let need = Need(
          siret: siret, reference: reference ?? "\(occupation)-\(level)-\(neededBy)",
          occupation: occupation, level: level, number: number, byOn: neededBy)
        let count = try await Need.keep(
          [need], on: context.day(nil, connection), by: author.author(context), connection)
        output("\(count == 1 ? "kept" : "told anew"): \(need.reference)\n")
      }
    }
  }

  /// `vivier need import`.
  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep the needs of a CSV file, all of them or none.",
      discussion: """
        Example:
          vivier need import needs.csv

        Columns: siret, reference, occupation, level, number, by_on. A need of the same \
        establishment and reference is told anew. Exit code 65 where a line is refused.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The CSV file.") var file: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let (rows, problems) = try NeedReader.read(try FileReader.bytes(of: file))
        for problem in problems { note("\(problem)") }
        guard problems.isEmpty else {
          note("nothing was kept")
          throw ExitCode.dataError
        }
        let count = try await Need.keep(
          rows.map {
            Need(
              siret: $0.siret, reference: $0.reference, occupation: $0.occupation, level: $0.level,
              number: $0.number, byOn: $0.byOn)
          }, on: context.day(nil, connection), by: author.author(context), connection)
        output("kept needs: \(count) new, \(rows.count - count) told anew\n")
      }
    }
  }

  /// `vivier need remove`.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a need.",
      discussion: """
        Example:
          vivier need remove N-117eec214882
        """)
    @OptionGroup var options: GlobalOptions
    @Argument(help: "Its id.") var need: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { _, connection in
        guard try await Need.remove(need, connection) else {
          throw StoreError(
            .notFound, "there is no need \"\(need)\"", hint: "run: vivier need list")
        }
        output("removed \(need)\n")
      }
    }
  }
}

extension OccupationCode: ExpressibleByArgument {
  /// An occupation as people type it.
  package init?(argument: String) {
    guard let code = try? OccupationCode(argument) else { return nil }
    self = code
  }
}
