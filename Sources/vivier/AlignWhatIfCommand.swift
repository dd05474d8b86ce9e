import Alignment
import ArgumentParser
import Exchange
import Matching
import Postgres
import Programme
import Store

extension AlignCommand {
  /// `vivier align what-if`: what one more class or module would change.
  struct WhatIf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "what-if",
      abstract: "Say what one more class or module would change for the open positions.",
      discussion: """
        Examples:
          vivier align what-if --cfa 21009000700019 --add RNCP38221 --places 15
          vivier align what-if --cfa 21009000700019 --module "Audit energetique"
          vivier align what-if --territory chartres --best 3 --places 12

        Graduates with the skills of the class are added to today's candidates and the matching is \
        run again, as if they had their diploma today: today's open positions stand for those that \
        will be open then. Nothing measures how many graduate and how far they search, so three \
        readings are told: half of the places within 0.6 of --radius, three quarters within it, all \
        within twice of it. --best chooses one class after the other and tells how far the best \
        choice could be above. The same inputs give the same answer.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var zone: ZoneOptions
    @OptionGroup var format: FormatOptions
    @Option(
      help: ArgumentHelp("A class for this certification; may be repeated.", valueName: "rncp"))
    var add: [CertificationCode] = []
    @Option(
      help: ArgumentHelp(
        "A skill added to a training of the CFA; may be repeated.", valueName: "key or label"))
    var module: [String] = []
    @Option(help: "The training it is added to (default: the one where it brings most).")
    var training: String?
    @Option(help: ArgumentHelp("The classes that fill most, so many.", valueName: "count"))
    var best: Int?
    @Option(help: "How many places each class has.") var places = 12
    @Option(
      help: ArgumentHelp(
        "Where the class is given (default: where most is asked, or taught).", valueName: "commune")
    )
    var place: CommuneCode?
    @Option(help: "When the class begins (default: 1 September in six months or later).")
    var from: Day?
    @Option(help: "How many months it lasts.") var months = 24
    @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?
    @Option(help: "How many tasks share the matching (default: one a core).") var threads: Int?

    func validate() throws {
      if [!add.isEmpty, !module.isEmpty, best != nil].count(where: { $0 }) != 1 {
        throw ValidationError("Name one of --add, --module and --best.")
      }
      if !module.isEmpty, zone.cfa == nil {
        throw ValidationError("--module needs the CFA: name it with --cfa.")
      }
      if let best, !(1...20).contains(best) { throw ValidationError("--best must be 1 to 20.") }
      if !(1...1_000).contains(places) { throw ValidationError("--places must be 1 to 1000.") }
      if !(1...72).contains(months) { throw ValidationError("--months must be 1 to 72.") }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let skills = try await module.isEmpty ? [] : keys(Nomenclature.read(connection))
        let bench = try await AlignmentBench.prepare(
          context, connection, date: date, threads: threads, telling: skills)
        let work = WhatIfWork(
          bench: bench, zone: try bench.zone(zone), radius: zone.radius, places: places,
          opened: try await LandscapeReader(
            day: bench.bench.day, gazetteer: bench.bench.gazetteer, connection
          ).openedLately(),
          simulation: Simulation(
            bench.landscape, bench.bench.matcher.snapshot, threads: context.threads(threads)))
        let page: WhatIfPage
        if let best {
          page = try await work.best(best, at: try work.commune(place))
        } else if !module.isEmpty {
          page = try await work.module(skills, of: training)
        } else {
          page = try await work.adding(add.map(\.text), at: try work.commune(place))
        }
        let begin = from ?? Self.nextAutumn(after: bench.bench.day)
        write(page, graduation: begin.adding(months: months), context.terminal)
      }
    }

    private func keys(_ nomenclature: Nomenclature) throws -> [String] {
      try module.map { name in
        if let key = nomenclature.skill(code: name) ?? nomenclature.skill(label: name) {
          return key
        }
        throw StoreError(
          .notFound, "there is no skill \"\(name)\"", hint: "run: vivier skill suggest \"\(name)\"")
      }
    }

    /// The first 1 September that leaves half a year to prepare.
    private static func nextAutumn(after day: Day) -> Day {
      let ready = day.adding(months: 6)
      let year = ready.components.year
      for candidate in [year, year + 1] {
        if let autumn = Day(year: candidate, month: 9, day: 1), autumn >= ready { return autumn }
      }
      return ready
    }

    private func write(_ page: WhatIfPage, graduation: Day, _ terminal: Terminal) {
      if format.json {
        output(JSON.text(page.json(graduation: graduation)))
      } else {
        note(page.lead(graduation: graduation))
        format.write(page.sheet, terminal)
        note(ZoneAlignment.notice)
      }
    }
  }
}

/// The parts of a simulation that `vivier align what-if` puts together.
struct WhatIfWork {
  let bench: AlignmentBench
  let zone: Zone
  let radius: Int
  let places: Int
  /// The positions opened within twelve months, closed ones too.
  let opened: [OpenedPosition]
  let simulation: Simulation

  /// The low, central and high reading.
  private var assumptions: [Assumption] {
    [("low", 50, radius * 3 / 5), ("central", 75, radius), ("high", 100, radius * 2)].map {
      Assumption(
        name: $0.0, percent: $0.1, range: TravelRange(kilometres: max(1, $0.2)))
    }
  }

  /// The commune of a class: the one named, else where a CFA teaches or companies ask most.
  func commune(_ told: CommuneCode?) throws -> Alignment.Commune {
    let landscape = bench.landscape
    if let told {
      let code = bench.bench.gazetteer.currentCode(of: told.text) ?? told.text
      guard let commune = landscape.communes[code] else {
        throw StoreError(.notFound, "there is no commune \(told)", hint: "give its Insee code")
      }
      return commune
    }
    var codes = landscape.positions.filter { zone.contains($0.commune) }.map(\.commune)
    if case .provider(let siret) = zone.kind {
      codes = landscape.offers.filter { $0.provider == siret }.map(\.commune)
    }
    let counts = Dictionary(grouping: codes) { $0 }.mapValues(\.count)
    let most = counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
    guard let commune = most.flatMap({ landscape.communes[$0] }) ?? zone.communes.first else {
      throw StoreError(.notFound, "no commune lies there")
    }
    return commune
  }

  /// Classes for some certifications.
  func adding(_ codes: [String], at place: Alignment.Commune) async throws -> WhatIfPage {
    let classes = try codes.map { code in
      guard let graduates = bench.landscape.graduates(of: code, at: place, places: places) else {
        throw StoreError(
          .notFound, "the certification \(code) is not in force",
          hint: "run: vivier code check rncp \(code)")
      }
      return graduates
    }
    return try await page(before: [], after: classes)
  }

  /// A module for a training of the CFA: the one named, or the one where it brings most.
  func module(_ skills: [String], of training: String?) async throws -> WhatIfPage {
    let offers = bench.landscape.offers.filter {
      $0.provider == zone.kind.id && (training == nil || $0.id == training)
    }
    let classes = offers.compactMap { bench.landscape.graduates(of: $0, places: places) }
    guard !classes.isEmpty else {
      throw StoreError(
        .notFound, "this CFA gives no such training", hint: "run: vivier training list")
    }
    let central = assumptions[1]
    let without = try await simulation.reach(of: classes, central)
    let with = try await simulation.reach(of: classes.map { $0.with(module: skills) }, central)
    let gains = zip(without, with).map { $1.count - $0.count }
    let best = gains.indices.max { (gains[$0], $1) < (gains[$1], $0) } ?? 0
    return try await page(before: [classes[best]], after: [classes[best].with(module: skills)])
  }

  /// The classes that fill most of what the positions of the zone lack.
  func best(_ count: Int, at place: Alignment.Commune) async throws -> WhatIfPage {
    let classes = bench.landscape.options(in: zone).compactMap {
      bench.landscape.graduates(of: $0, at: place, places: places)
    }
    let central = assumptions[1]
    let reached = try await simulation.reach(of: classes, central)
    let positions = bench.landscape.positions.filter { zone.contains($0.commune) }
    let numbers = Dictionary(
      positions.enumerated().map { ($0.element.id, $0.offset) }
    ) { first, _ in first }
    let capacity = bench.bench.matcher.snapshot.method.capacity
    let additions = BestAdditions(
      count, reach: reached.map { $0.compactMap { numbers[$0] } },
      graduates: classes.map { central.graduates(of: $0.places) },
      lacks: positions.map { max(0, capacity - $0.matchCount) })
    return try await page(
      before: [], after: additions.chosen.map { classes[$0] }, additions,
      options: classes.count)
  }

  private func page(
    before: [Graduates], after: [Graduates], _ additions: BestAdditions? = nil, options: Int = 0
  ) async throws -> WhatIfPage {
    let landscape = bench.landscape
    return WhatIfPage(
      zone: zone, classes: after,
      outcomes: try await simulation.outcomes(before: before, after: after, assumptions),
      additions: additions.map { landscape.told($0, of: zone) }, options: options,
      demand: WhatIfDemand(
        open: landscape.positions.count,
        here: landscape.positions.count { zone.contains($0.commune) },
        opened: opened.count { zone.contains($0.commune) },
        outside: landscape.outside?.figure(
          occupations: Set(after.flatMap(\.occupations)).sorted(), around: zone),
        surveyEdition: landscape.outside?.surveyEdition,
        tensionEdition: landscape.outside?.tensionEdition))
  }
}

/// The demand a simulation stands on, and what others measured beside it.
struct WhatIfDemand {
  /// The open positions of the country, of the zone, and those opened there within twelve months.
  let open, here, opened: Int
  /// What others measured around the zone of the occupations the classes lead to.
  let outside: OutsideDemand.Figure?
  let surveyEdition, tensionEdition: String?

  /// In a sentence.
  var text: String {
    var text =
      "the demand is the \(open) open positions of today, \(here) of them in the zone, where "
      + "\(opened) were opened within twelve months"
    if let outside, let surveyEdition {
      text += "; outside demand: \(outside.projects) hires planned around (BMO \(surveyEdition))"
    }
    if let tension = outside?.tension, let tensionEdition {
      text +=
        ", tension \(tension.lowerBound) to \(tension.upperBound) of 5 (Dares \(tensionEdition))"
    }
    return text
  }

  var json: JSON {
    [
      "open_positions": .integer(open), "in_zone": .integer(here),
      "opened_in_zone_in_12_months": .integer(opened),
      "outside": outside.map {
        [
          "planned_hires": .integer($0.projects), "difficult": .integer($0.difficult),
          "hidden_basins": .integer($0.hidden), "recruitment_survey": .optional(surveyEdition),
          "tension_low": .optional($0.tension?.lowerBound),
          "tension_high": .optional($0.tension?.upperBound), "tension": .optional(tensionEdition),
        ]
      } ?? .null,
    ]
  }
}

/// What a simulation found, in the forms a command writes.
struct WhatIfPage {
  let zone: Zone
  let classes: [Graduates]
  let outcomes: [Simulation.Outcome]
  let additions: BestAdditions.Told?
  let options: Int
  let demand: WhatIfDemand

  /// What is simulated and under which assumptions.
  func lead(graduation: Day) -> String {
    var lines = classes.map { graduates in
      "\(graduates.certification ?? "")  \(graduates.name), level \(graduates.level.map(String.init) ?? "not told"), "
        + "\(graduates.places) places at \(graduates.place.name)"
    }
    if classes.isEmpty { lines.append("no class fills anything that is lacking") }
    if let additions {
      lines.append(
        "chosen among \(options) certifications: they fill about \(additions.filled) of \(additions.lacking) "
          + "places that short lists lack; no choice fills more than about \(additions.bound) "
          + "(gap at most \(Percent.text(millionths: additions.gap)))")
    }
    lines.append("first graduates on \(graduation); \(demand.text)")
    return lines.joined(separator: "\n")
  }

  /// One line a reading.
  var sheet: Sheet {
    var sheet = Sheet(
      ("reading", .left), ("graduates", .right), ("search_km", .right), ("leave_starving", .right),
      ("enter_list", .right), ("enter_short_list", .right), ("communes", .left))
    for outcome in outcomes {
      sheet.add(
        .string(outcome.assumption.name), .integer(outcome.graduates),
        .integer(outcome.assumption.range.kilometres), .integer(outcome.fed.count),
        .integer(outcome.listed.count), .integer(outcome.shortListed.count),
        .array(outcome.communes.map { .string("\($0.name) (\($0.positions))") }))
    }
    return sheet
  }

  /// Everything, with the positions.
  func json(graduation: Day) -> JSON {
    func ids(_ positions: [OpenPosition]) -> JSON { .array(positions.map { .string($0.id) }) }
    return [
      "zone": .string(zone.kind.id), "notice": .string(ZoneAlignment.notice),
      "first_graduates_on": .string("\(graduation)"), "demand": demand.json,
      "classes": .array(
        classes.map {
          [
            "certification": .optional($0.certification), "name": .string($0.name),
            "level": .optional($0.level), "places": .integer($0.places),
            "commune": .string($0.place.code), "skills": .array($0.skills.map { .string($0) }),
          ]
        }),
      "choice": additions.map { additions in
        [
          "options": .integer(options), "filled": .integer(additions.filled),
          "lacking": .integer(additions.lacking), "bound": .integer(additions.bound),
          "gap_at_most": .millionths(additions.gap),
        ]
      } ?? .null,
      "outcomes": .array(
        outcomes.map { outcome in
          [
            "reading": .string(outcome.assumption.name),
            "percent_of_places": .integer(outcome.assumption.percent),
            "search_km": .integer(outcome.assumption.range.kilometres),
            "graduates": .integer(outcome.graduates), "leave_starving": ids(outcome.fed),
            "enter_list": ids(outcome.listed), "enter_short_list": ids(outcome.shortListed),
            "communes": .object(
              outcome.communes.map { JSON.Member($0.name, .integer($0.positions)) }),
          ]
        }),
    ]
  }
}

extension CertificationCode: ExpressibleByArgument {
  /// A certification as people type it.
  package init?(argument: String) {
    guard let code = try? CertificationCode(argument) else { return nil }
    self = code
  }
}

extension CommuneCode: ExpressibleByArgument {
  /// A commune's code as people type it.
  package init?(argument: String) {
    guard let code = try? CommuneCode(argument) else { return nil }
    self = code
  }
}
