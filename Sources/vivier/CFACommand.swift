import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier cfa`: the CFA and schools that tell their trainings to us.
struct CFACommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cfa", abstract: "List, add, rename and close CFA and schools.",
    discussion: """
      Examples:
        vivier cfa list
        vivier cfa add 21009000700019 --name "CFA du Verger"
        vivier cfa edit 21009000700019 --name "CFA du Grand Verger"

      Their trainings: vivier training.
      """,
    subcommands: [
      List.self, Add.self, Edit.self, OwnerCommand<CloseCFA>.self, OwnerCommand<ReopenCFA>.self,
    ])

  /// `vivier cfa list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List CFA and schools with how many trainings they give.",
      discussion: """
        Examples:
          vivier cfa list
          vivier cfa list --search verger --json

        The search looks at SIRET and name.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let wanted = list.wanted
        var sheet = Sheet(("siret", .left), ("trainings", .right), ("name", .left))
        for provider in try await Provider.list(connection)
        where wanted.matches(provider.siret, provider.name) {
          sheet.add(
            .string(provider.siret), .integer(provider.trainings), .string(provider.name))
        }
        list.write(sheet, of: "CFA", context.terminal)
      }
    }
  }

  /// A CFA and its name.
  struct Named: ParsableArguments {
    @OptionGroup var options: GlobalOptions
    @Argument(help: "Its SIRET.") var siret: String
    @Option(help: "What it is called.") var name: String

    func validate() throws {
      guard (1...200).contains(name.oneLine?.count ?? 0) else {
        throw ValidationError("--name must say something, in at most 200 characters.")
      }
    }
  }

  /// `vivier cfa add`.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a CFA or school.",
      discussion: """
        Example:
          vivier cfa add 21009000700019 --name "CFA du Verger"
        """)
    @OptionGroup var named: Named

    func run() async throws {
      let siret = try SIRET(named.siret)
      try await Context.with(named.options, as: .nightly) { _, connection in
        try await Provider.add(siret, name: named.name.oneLine ?? named.name, connection)
        output("added: \(siret)\n")
      }
    }
  }

  /// `vivier cfa edit`.
  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a CFA or school another name.",
      discussion: """
        Example:
          vivier cfa edit 21009000700019 --name "CFA du Grand Verger"

        The next file of its trainings may tell another name again.
        """)
    @OptionGroup var named: Named

    func run() async throws {
      let siret = try SIRET(named.siret)
      try await Context.with(named.options, as: .nightly) { _, connection in
        try await Provider.rename(siret, to: named.name.oneLine ?? named.name, connection)
        output("changed: \(siret)\n")
      }
    }
  }
}
