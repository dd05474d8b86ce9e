import ArgumentParser
import Exchange
import Nightly
import Postgres
import Programme
import Store

extension RunCommand {
  /// `vivier run replay`.
  struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compute the lists of a date again from what its runs read, and compare them.",
      discussion: """
        Examples:
          vivier run replay
          vivier run replay 2026-11-21

        Whatever was changed since, the lists and short lists come out again byte for byte; exit \
        status 65 says that they did not. Candidates that were erased since are named, and what was \
        recorded of them is taken as it stands.
        """)
    @OptionGroup var options: GlobalOptions
    @Argument(help: "The business date (default: the latest).") var date: Day?
    @Option(help: "How many tasks share the matching (default: one a core).") var threads: Int?
    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        var replays: [Nightly.Replay] = []
        for run in try await RunCommand.runs(on: date, connection).sorted(by: { $0.id < $1.id }) {
          replays.append(
            try await Nightly.Replay(of: run, threads: context.threads(threads), connection))
        }
        if json { output(JSON.text(.array(replays.map(Self.json)))) }
        for replay in replays where !json { output(Self.text(replay)) }
        guard let first = replays.first(where: { !$0.isEqual }) else { return }
        throw Failure(
          what: "run \(first.run.id) of \(first.run.date) comes out otherwise",
          hint:
            "the stored lists or this program changed since; compare with: vivier run fingerprint",
          code: .dataError)
      }
    }

    private static func text(_ replay: Nightly.Replay) -> String {
      let comparison = replay.comparison
      var text = "run \(replay.run.id), night of \(replay.run.date), method \(replay.run.method): "
      text +=
        replay.isEqual
        ? "\(comparison.rows) pairs, all equal\n"
        : "\(comparison.differing) of \(comparison.rows) pairs differ\n"
          + "  stored:   \(comparison.stored ?? "nothing")\n"
          + "  replayed: \(comparison.replayed ?? "nothing")\n"
      if !replay.blanked.isEmpty {
        text += "  rows blanked by erasure: \(replay.blanked.joined(separator: ", "))\n"
      }
      return text
    }

    private static func json(_ replay: Nightly.Replay) -> JSON {
      [
        "run": .integer(Int(replay.run.id)), "date": .string("\(replay.run.date)"),
        "method": .string(replay.run.method), "equal": .bool(replay.isEqual),
        "pairs": .integer(Int(replay.comparison.rows)),
        "differing": .integer(Int(replay.comparison.differing)),
        "stored": .optional(replay.comparison.stored),
        "replayed": .optional(replay.comparison.replayed),
        "blanked": .array(replay.blanked.map { .string($0) }),
      ]
    }
  }
}
