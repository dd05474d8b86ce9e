import ArgumentParser
import Exchange
import Matching
import Postgres
import Programme
import Store

/// `vivier match`: ranked candidates for positions, or positions for a candidate.
struct MatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match", abstract: "Rank candidates for positions, or positions for a candidate.",
    discussion: """
      Examples:
        vivier match --territory anjou-bleu
        vivier match --position 2026-0058 --json
        vivier match --candidate D-0793

      A near match is exactly one rule or one required skill away. Where there is neither, those \
      who come closest are told with all they lack. Piped, the rows are tab-separated: \
      position, rank, candidate, score, required met, required asked, desired met, desired asked, \
      missing skills, what a near match is away from (empty for a match; \
      skills:3 for one who lacks three).
      """)

  @OptionGroup var options: GlobalOptions
  @Option(
    help: ArgumentHelp("Positions of this territory.", valueName: "id or name"),
    completion: Completion.territories)
  var territory: String?
  @Option(help: "This position only.", completion: Completion.positions) var position: String?
  @Option(help: "The positions for this candidate.") var candidate: String?
  @Option(help: "How many matches a list shows.") var limit = 5
  @Option(help: "How many positions are shown at most.") var most: Int?
  @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?
  @Option(help: "How many tasks share the work (default: one a core).") var threads: Int?
  @Flag(help: "Write a table even when piped.") var table = false
  @Flag(help: "Write JSON.") var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
    if candidate != nil, position != nil || territory != nil {
      throw ValidationError("--candidate excludes --position and --territory.")
    }
  }

  func run() async throws {
    try await Context.reading(options, operatorsAs: .nightly) { context, connection in
      if let reader = context.reader { return try await show(to: reader, context, connection) }
      let bench = try await Bench.prepare(
        context, connection, date: date, also: [position, candidate].compactMap(\.self))
      let lists = try await lists(context, bench, connection)
      let page = try await MatchPage.read(
        lists, closest: candidate == nil ? min(limit, 3) : 0, bench, connection)
      if json {
        output(JSON.text(page.json))
      } else if context.terminal.isInteractive || table {
        output(page.table(context.terminal))
        hint(lists)
      } else {
        output(page.tsv)
      }
    }
  }

  private func lists(
    _ context: Context, _ bench: Bench, _ connection: Connection
  ) async throws -> [PositionList] {
    let matcher = bench.matcher
    if let candidate {
      let list = try matcher.list(candidate: bench.id(candidate), limit: limit, near: limit)
      return Dictionary(grouping: list.matches + list.near, by: \.position)
        .map { id, pairs in
          PositionList(
            position: id, matches: pairs.filter { $0.away == nil },
            near: pairs.filter { $0.away != nil }, matchCount: pairs.count { $0.away == nil },
            nearCount: pairs.count { $0.away != nil })
        }
        .sorted { ($0.best, $1.position) > ($1.best, $0.position) }
    }
    var ids: [String]?
    if let position {
      ids = [try bench.id(position)]
    } else if let territory {
      let wanted = try TerritoryName.id(of: territory, bench.gazetteer)
      ids = bench.positions(ofTerritory: wanted)
    }
    if let most { ids = Array((ids ?? bench.allPositions).prefix(most)) }
    return try await matcher.lists(
      positions: ids, limit: limit, near: limit, threads: context.threads(threads))
  }

  private func hint(_ lists: [PositionList]) {
    if let match = lists.lazy.compactMap({ $0.matches.first ?? $0.near.first }).first {
      advise("why this order?  vivier explain \(match.position) \(match.candidate)")
    }
  }
}

extension PositionList {
  /// The best score in it.
  var best: Int { (matches + near).map(\.score).max() ?? 0 }
}
