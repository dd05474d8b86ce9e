import ArgumentParser
import Exchange
import Matching
import Postgres
import Programme
import Store

/// `vivier what-if`: whom each requirement of a position keeps out.
struct WhatIfCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "Say how many more candidates a position gets if one requirement is given up.",
    discussion: """
      Examples:
        vivier what-if 2026-0058
        vivier what-if 2026-0058 --json

      Each requirement is given up alone, the others stay. More candidates pass where no rule keeps \
      them out any more and every required skill is met; newly listed ones enter the list.
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var format: FormatOptions
  @Argument(help: "The position, by id or reference.", completion: Completion.positions)
  var position: String
  @Option(help: "How many matches the list holds.") var limit = 20
  @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let bench = try await Bench.prepare(context, connection, date: date, also: [position])
      let answer = try bench.matcher.whatIf(position: bench.id(position), limit: limit)
      let title = try await Directory.positions([answer.position], connection)[answer.position]
      if format.json {
        output(JSON.text(json(answer)))
        return
      }
      var sheet = Sheet(
        ("if", .left), ("more_pass", .right), ("newly_listed", .right), ("first", .left))
      for change in answer.changes {
        sheet.add(
          .string(change.relaxation.words(bench.nomenclature)), .integer(change.morePassing),
          .integer(change.newlyListed),
          .array(change.first.prefix(3).map { .string($0) }))
      }
      note("\(answer.position)  \(title?.title ?? ""): \(answer.matchCount) candidates match now")
      format.write(sheet, context.terminal)
      if let best = answer.best {
        note(
          "what helps most: \(best.relaxation.words(bench.nomenclature)): \(best.morePassing) more")
      } else {
        note("no single requirement keeps anybody out")
      }
    }
  }

  private func json(_ answer: WhatIf) -> JSON {
    [
      "position": .string(answer.position), "matches": .integer(answer.matchCount),
      "limit": .integer(answer.limit),
      "changes": .array(
        answer.changes.map { change in
          [
            "criterion": .string(change.relaxation.kind),
            "subject": .optional(change.relaxation.subject),
            "more_passing": .integer(change.morePassing),
            "newly_listed": .integer(change.newlyListed),
            "first": .array(change.first.map { .string($0) }),
          ]
        }),
    ]
  }
}

extension Relaxation {
  /// What is given up, for people.
  func words(_ nomenclature: Nomenclature) -> String {
    switch self {
    case .contract: "every kind of contract is offered"
    case .level: "no level is asked"
    case .availability: "the first day is left open"
    case .area: "the work can be done from anywhere"
    case .programme: "the programme's rules do not bind"
    case .language(let code): "\(code) is not required"
    case .skillWished(let key): "“\(nomenclature.label(ofSkill: key))” is wished, not required"
    case .skillDropped(let key): "“\(nomenclature.label(ofSkill: key))” is not asked"
    }
  }
}
