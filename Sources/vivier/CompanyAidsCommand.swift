import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

extension CompanyCommand {
  /// `vivier company aids`.
  struct AidsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "aids",
      abstract: "Show what de minimis aids a company was granted over three years, or record one.",
      discussion: """
        Examples:
          vivier company aids 210000428
          vivier company aids 210000428 --date 2027-06-30 --json
          vivier company aids 210000428 --add 4000 --granted-on 2026-03-02 --label "VTE TI"
          vivier company aids 210000428 --undo 3

        An aid counts from the day it was granted until the day before three years have passed. \
        Companies that belong together count as one: only what was recorded under this SIREN is \
        added up.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The SIREN of the company.") var company: String
    @Option(help: "The last day of the three years (default: today in Paris).") var date: Day?
    @Option(help: ArgumentHelp("Record an aid of so many euros.", valueName: "euros")) var add: Int?
    @Option(help: ArgumentHelp("The day it was granted.", valueName: "date")) var grantedOn: Day?
    @Option(help: ArgumentHelp("What it was, in French.", valueName: "text")) var label: String?
    @Option(help: ArgumentHelp("Take back an aid recorded by mistake.", valueName: "number"))
    var undo: Int?

    func validate() throws {
      guard (add == nil) == (grantedOn == nil), (add == nil) == (label?.oneLine == nil) else {
        throw ValidationError("--add, --granted-on and --label go together.")
      }
      if let add, !(1...100_000_000).contains(add) {
        throw ValidationError("--add is from 1 to 100000000 euros.")
      }
      if let grantedOn, !(2000...2100).contains(grantedOn.components.year) {
        throw ValidationError("--granted-on is from 2000 to 2100.")
      }
      if add != nil, undo != nil { throw ValidationError("--add excludes --undo.") }
    }

    func run() async throws {
      let siren = try SIREN(company)
      try await Context.with(options, as: .nightly) { context, connection in
        let day = try await context.day(date, connection)
        if let add, let grantedOn, let label = label?.oneLine {
          try await DeMinimisAid.record(
            DeMinimis.Aid(grantedOn: grantedOn, amount: add), label: label, of: siren,
            by: author.author(context), connection)
        }
        if let undo {
          try await DeMinimisAid.undo(undo, of: siren, by: author.author(context), connection)
        }
        let aids = try await DeMinimisAid.all(of: siren, connection)
        format.write(Self.page(aids, of: siren, on: day))
      }
    }

    private static func page(_ aids: [DeMinimisAid], of siren: SIREN, on day: Day) -> Card {
      let sum = aids.isEmpty ? nil : DeMinimis(aids.map(\.aid)).sum(on: day)
      var card = Card()
      card.add("siren", .string(siren.text))
      card.add("date", .string("\(day)"))
      card.add(
        "three_years_eur", .optional(sum), as: [sum.map { "\($0) euros" } ?? "nothing was recorded"]
      )
      card.add(
        "aids",
        .array(
          aids.map {
            [
              "number": .integer($0.number), "granted_on": .string("\($0.aid.grantedOn)"),
              "amount_eur": .integer($0.aid.amount), "label": .string($0.label),
              "recorded_by": .string($0.recordedBy),
            ]
          }),
        as: aids.map {
          "\($0.number)  \($0.aid.grantedOn)  \($0.aid.amount) euros  \($0.label), by \($0.recordedBy)"
        })
      return card
    }
  }
}
