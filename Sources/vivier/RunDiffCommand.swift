import ArgumentParser
import Exchange
import Matching
import Postgres
import Programme
import Store

extension RunCommand {
  /// `vivier run diff`.
  struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what changed against the night before, and why.",
      discussion: """
        Examples:
          vivier run diff                 the latest night against the one before it
          vivier run diff 2026-11-21
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The business date (default: the latest).") var date: Day?

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        var sheet = Sheet(
          ("position", .left), ("candidate", .left), ("change", .left), ("before", .right),
          ("after", .right), ("slot_before", .right), ("slot_after", .right), ("why", .left))
        for run in try await RunCommand.runs(on: date, connection) {
          guard let earlier = try await run.predecessor(connection) else {
            note("run \(run.id) has no night before it to compare with")
            continue
          }
          let reasons = try await ChangeReasons.read(from: earlier, to: run, connection)
          for change in try await Listing.changes(from: earlier, to: run, connection) {
            sheet.add(
              .string(change.position), .string(change.candidate), .string(change.kind),
              change.before.map { .millionths($0.score) } ?? .null,
              change.after.map { .millionths($0.score) } ?? .null,
              .optional(change.before?.slot), .optional(change.after?.slot),
              .string(reasons.why(change)))
          }
        }
        format.write(sheet, context.terminal)
      }
    }
  }
}

/// Why a pair stands otherwise than the night before: both frozen inputs, asked the same question.
struct ChangeReasons {
  private let before: Matcher?
  private let after: Matcher?

  /// Reads the stored inputs of two runs; one that was thinned out explains nothing any more.
  static func read(
    from earlier: Run, to later: Run, _ connection: Connection
  ) async throws -> ChangeReasons {
    ChangeReasons(
      before: try await earlier.snapshot(connection).map { Matcher(try Snapshot(decoding: $0)) },
      after: try await later.snapshot(connection).map { Matcher(try Snapshot(decoding: $0)) })
  }

  /// The first difference that explains a change, in words.
  func why(_ change: Listing.Change) -> String {
    guard let before, let after else { return "the stored input of a night is gone" }
    let old = try? before.explain(position: change.position, candidate: change.candidate)
    let new = try? after.explain(position: change.position, candidate: change.candidate)
    guard let new else {
      return missing(change, in: after, or: "is not open any more", "has left or withdrawn")
    }
    guard let old else {
      return missing(change, in: before, or: "is new", "is new or has just agreed")
    }
    if old.method != new.method { return "the method changed from \(old.method) to \(new.method)" }
    for (gate, was) in zip(new.gates, old.gates) where gate.result != was.result {
      return
        "\(gate.gate.name): \(was.result.name) before, \(gate.result.name) now (\(gate.reason))"
    }
    for (side, was) in zip(new.sides, old.sides) {
      for (component, earlier) in zip(side.components, was.components)
      where component.value != earlier.value || component.weight != earlier.weight {
        return "\(side.side.name), \(component.component.name): "
          + "\(JSON.millionths(earlier.value).compact) before, \(JSON.millionths(component.value).compact) now"
      }
    }
    return "others moved: same score, another place"
  }

  private func missing(
    _ change: Listing.Change, in matcher: Matcher, or position: String, _ candidate: String
  ) -> String {
    matcher.snapshot.positionIDs.contains(change.position)
      ? "the candidate \(candidate)" : "the position \(position)"
  }
}
