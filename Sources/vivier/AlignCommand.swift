import Alignment
import ArgumentParser
import Exchange
import Foundation
import Postgres
import Programme
import Store

/// `vivier align`: what is asked, what is taught, and what one more class would change.
struct AlignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "align",
    abstract: "Set what positions ask against what CFA teach and talents hold.",
    discussion: """
      Examples:
        vivier align --territory anjou-bleu
        vivier align --territory chartres --grain occupation --html rapport.html
        vivier align --region 52 --sector metallurgie --csv
      """,
    subcommands: [Show.self, List.self, WhatIf.self, Unlock.self, Cohorts.self],
    defaultSubcommand: Show.self)

  /// `vivier align show`, which is what `vivier align` does.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what is asked and not taught, taught and not asked, and what talents lack.",
      discussion: """
        Examples:
          vivier align show --territory anjou-bleu
          vivier align --territory chartres --grain occupation --html rapport.html
          vivier align --cfa 21009000700019 --json
          vivier align --region 52 --sector metallurgie --csv

        Positions are counted as they are. Persons are told of from five on, rounded down to fives \
        from a threshold nobody knows. Deduced is what the register of certifications lets \
        conclude and no CFA declared. A training counts where a commune of the zone lies within \
        --radius of it, over every border. It gives elements, it decides nothing.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var place: ZoneOptions
    @Option(help: ArgumentHelp("Positions of this sector only.", valueName: "name or code"))
    var sector: String?
    @Option(help: "Compare by skill, occupation or certification.") var grain = Grain.skill
    @Option(help: "How many rows a list shows.") var limit = 10
    @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?
    @Option(help: "How many tasks share the matching (default: one a core).") var threads: Int?
    @Flag(help: "Write JSON.") var json = false
    @Flag(help: "Write CSV for French spreadsheets: every row, not only the first.") var csv = false
    @Option(help: ArgumentHelp("Write the report as one HTML page.", valueName: "file"))
    var html: String?

    private func write(_ text: String, to path: String) throws {
      do {
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
      } catch {
        throw Failure.cannotWrite(path, hint: "name another file with --html")
      }
      note("wrote \(path)")
    }

    func validate() throws {
      if limit < 1 { throw ValidationError("--limit must be at least 1.") }
      if [json, csv, html != nil].count(where: { $0 }) > 1 {
        throw ValidationError("--json, --csv and --html exclude each other.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let bench = try await AlignmentBench.prepare(
          context, connection, date: date, threads: threads)
        let sector = try sector.map { try bench.bench.nomenclature.sector(named: $0) }
        let alignment = bench.landscape.alignment(of: try bench.zone(place), sector: sector?.code)
        let page = AlignmentPage(alignment, grain, sectorName: sector?.label, limit: limit)
        if json {
          output(JSON.text(page.json))
        } else if csv {
          output(page.csv)
        } else if let html {
          let opened = try await LandscapeReader(
            day: bench.bench.day, gazetteer: bench.bench.gazetteer, connection
          ).openedLately()
          let report = bench.landscape.report(
            alignment, sectorName: sector?.label, opened: opened)
          try write(report.html(), to: html)
        } else {
          output(context.terminal.isInteractive ? page.text(context.terminal) : page.tsv)
          note(ZoneAlignment.notice)
        }
      }
    }
  }
}

extension Grain: ExpressibleByArgument {}
