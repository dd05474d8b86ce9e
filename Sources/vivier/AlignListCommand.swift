import Alignment
import ArgumentParser
import Exchange
import Matching
import Postgres
import Programme
import Store

extension AlignCommand {
  /// `vivier align list`: every territory in a line.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare all territories: what is asked, what is taught, and the mismatch.",
      discussion: """
        Examples:
          vivier align list
          vivier align list --json

        The mismatch is the share of candidates that positions need and lack, with its parts; they \
        add up (Ops/alignment.md has the formula and its limits). Below five positions it is not told.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(help: ArgumentHelp("How far people travel to a training, in km.", valueName: "km"))
    var radius = 50
    @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?
    @Option(help: "How many tasks share the matching (default: one a core).") var threads: Int?

    func validate() throws {
      if !(1...500).contains(radius) { throw ValidationError("--radius must be 1 to 500.") }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let bench = try await AlignmentBench.prepare(
          context, connection, date: date, threads: threads)
        let zones = bench.territories(radius: radius).filter {
          list.wanted.matches($0.kind.id, $0.name)
        }
        list.write(Self.sheet(zones, bench.landscape), of: "territories", context.terminal)
      }
    }

    private static func sheet(_ zones: [Zone], _ landscape: Landscape) -> Sheet {
      var sheet = Sheet(
        ("id", .left), ("name", .left), ("positions", .right), ("starving", .right),
        ("providers", .right), ("skills_asked", .right), ("skills_taught", .right),
        ("asked_not_taught", .left), ("mismatch", .right), ("quantity", .right), ("level", .right),
        ("skills", .right), ("place", .right), ("attractiveness", .right),
        programsOnly: ["providers", "skills_asked", "skills_taught"])
      for zone in zones {
        let alignment = landscape.alignment(of: zone)
        let mismatch = alignment.mismatch
        func share(_ value: Int?) -> JSON { value.map { .millionths($0) } ?? .null }
        let totals = alignment.totals
        sheet.add(
          .string(zone.kind.id), .string(zone.name), .integer(totals.positions),
          .integer(totals.starving), .integer(totals.providers), .integer(totals.skillsAsked),
          .integer(totals.skillsTaught),
          .optional(alignment.rows(.askedNotTaught, .skill).first?.label), share(mismatch.total),
          share(mismatch.share(.quantity)), share(mismatch.share(.level)),
          share(mismatch.share(.skills)), share(mismatch.share(.place)),
          share(mismatch.share(.attractiveness)))
      }
      return sheet
    }
  }

  /// `vivier align unlock`: what one person could learn.
  struct Unlock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show which trainings would bring most positions within reach of a candidate.",
      discussion: """
        Examples:
          vivier align unlock D-0793
          vivier align unlock D-0793 --json

        Trainings within the area the candidate declared, with what they teach, their diploma and \
        level; the matching is run again for each. The first brings most positions for each month it \
        takes. Twelve months are assumed where nobody told.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The candidate, by id or reference.") var candidate: String
    @Option(help: "How many trainings are shown.") var limit = 5
    @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?

    func validate() throws {
      if limit < 1 { throw ValidationError("--limit must be at least 1.") }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let (found, landscape) = try await AlignmentBench.unlocking(
          context, connection, candidate: candidate, date: date, threads: nil)
        format.write(Self.sheet(found.prefix(limit), landscape), context.terminal)
        if found.isEmpty {
          note("no training within the declared area brings a position within reach")
        }
      }
    }

    private static func sheet(
      _ found: ArraySlice<Alignment.Unlock>, _ landscape: Landscape
    ) -> Sheet {
      var sheet = Sheet(
        ("training", .left), ("title", .left), ("provider", .left), ("commune", .left),
        ("months", .right), ("months_told", .left), ("catalogue", .left), ("positions", .right),
        ("unlocked", .left), programsOnly: ["months_told", "unlocked"])
      for unlock in found {
        let offer = unlock.offer
        sheet.add(
          .string(offer.id), .string(offer.title), .string(offer.providerName),
          .string(landscape.communes[offer.commune]?.name ?? offer.commune),
          .integer(unlock.months), .bool(unlock.isTold), .bool(offer.isCatalogue),
          .integer(unlock.positions.count), .array(unlock.positions.map { .string($0) }))
      }
      return sheet
    }
  }
}

extension AlignCommand {
  /// `vivier align cohorts`: a CFA's own graduates.
  struct Cohorts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what became of those whom a CFA entered, by diploma and half year.",
      discussion: """
        Examples:
          vivier align cohorts 21009002300016
          vivier align cohorts 21009002300016 --json

        How many match a position today, and were in a short list within twelve months; of those who \
        match none, what keeps them from the position they come nearest to. Numbers are at least as \
        told and never of fewer than five; small cohorts are told of together. Met means that both said \
        yes. Only those who agreed to the matching and are open or were hired are counted.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The CFA, by SIRET.") var cfa: SIRET
    @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let bench = try await AlignmentBench.prepare(
          context, connection, date: date, threads: nil)
        guard bench.landscape.offers.contains(where: { $0.provider == cfa.text }) else {
          throw AlignmentBench.unknown(cfa)
        }
        let members = try await LandscapeReader(
          day: bench.bench.day, gazetteer: bench.bench.gazetteer, connection
        ).cohort(of: cfa.text, bench.bench.matcher, threads: context.threads(nil))
        var sheet = Sheet(
          ("half_year", .left), ("certification", .left), ("title", .left), ("members", .left),
          ("matched", .left), ("shown", .left), ("met", .left), ("hired", .left),
          ("kept_apart_by", .left))
        func told(_ number: Guarded) -> JSON { .string(number.atLeast.map { "\($0)+" } ?? "few") }
        let cohorts = bench.landscape.cohorts(members)
        for cohort in cohorts {
          sheet.add(
            .optional(cohort.from?.description), .optional(cohort.certification),
            .optional(cohort.isRest ? "all small cohorts together" : cohort.title),
            told(cohort.members), told(cohort.matched), told(cohort.shown), told(cohort.met),
            told(cohort.hired),
            .array(cohort.reasons.map { .string("\($0.reason) (\($0.members.value)+)") }))
        }
        format.write(sheet, context.terminal)
        if cohorts.isEmpty {
          note("this CFA entered nobody who agreed to the matching, or too few to be told of")
        }
      }
    }
  }
}

extension AlignmentBench {
  /// Every territory of the vintage in force as a zone, by id.
  func territories(radius: Int) -> [Zone] {
    let gazetteer = bench.gazetteer
    return gazetteer.allTerritories.compactMap { id in
      landscape.zone(
        territory: "\(gazetteer.vintage):\(id)", name: gazetteer.name(ofTerritory: id) ?? id,
        TravelRange(kilometres: radius))
    }
  }
}
