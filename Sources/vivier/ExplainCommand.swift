import Alignment
import ArgumentParser
import Exchange
import Matching
import Postgres
import Programme
import Store

/// `vivier explain`: why a pair stands where it stands.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say why a pair has its score, with every number behind it.",
    discussion: """
      Examples:
        vivier explain 2026-0058 D-0793
        vivier explain 2026-0058 D-0793 --json

      With --json every score can be computed again by hand: the contributions of a side add up to \
      its value, and the score is the whole root of the product of both sides, in millionths.
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The position, by id or reference.", completion: Completion.positions)
  var position: String
  @Argument(help: "The candidate, by id or reference.") var candidate: String
  @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?
  @Flag(help: "Write JSON.") var json = false

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let bench = try await Bench.prepare(
        context, connection, date: date, also: [position, candidate])
      let page = try await ExplanationPage.read(
        position: bench.id(position), candidate: bench.id(candidate), bench, connection)
      let (unlocks, landscape) = try await AlignmentBench.unlocking(
        context, connection, candidate: candidate, date: date, threads: nil)
      let unlocking = UnlockPage(found: unlocks.prefix(3), landscape: landscape)
      output(
        json
          ? JSON.text(.object(page.members + [JSON.Member("unlocks", unlocking.json)]))
          : page.text(context.terminal) + unlocking.text)
    }
  }
}

/// What one person could learn, at the end of an explanation.
private struct UnlockPage {
  let found: ArraySlice<Unlock>
  let landscape: Landscape

  private func commune(_ offer: TrainingOffer) -> String {
    landscape.communes[offer.commune]?.name ?? offer.commune
  }

  /// Empty where no training brings anything.
  var text: String {
    guard !found.isEmpty else { return "" }
    return "\nTrainings that would bring most positions within reach, for each month\n"
      + found.map { unlock in
        let offer = unlock.offer
        return
          "  \(unlock.positions.count) more in \(unlock.months) months\(unlock.isTold ? "" : " (assumed)"): "
          + "\(offer.title), \(offer.providerName), \(commune(offer))"
          + (offer.isCatalogue ? ", catalogue de novembre 2020, à vérifier auprès du CFA" : "")
          + "\n"
      }.joined()
  }

  var json: JSON {
    .array(
      found.map { unlock in
        [
          "training": .string(unlock.offer.id), "title": .string(unlock.offer.title),
          "provider": .string(unlock.offer.providerName),
          "commune": .string(commune(unlock.offer)), "months": .integer(unlock.months),
          "months_told": .bool(unlock.isTold), "catalogue": .bool(unlock.offer.isCatalogue),
          "positions": .array(unlock.positions.map { .string($0) }),
        ]
      })
  }
}

/// `vivier why-not`: what keeps a pair out of the list.
struct WhyNotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why-not", abstract: "Say what keeps a candidate out of the list of a position.",
    discussion: """
      Example:
        vivier why-not 2026-0058 D-0441
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "The position, by id or reference.", completion: Completion.positions)
  var position: String
  @Argument(help: "The candidate, by id or reference.") var candidate: String
  @Option(help: "How many matches the list holds.") var limit = 20
  @Option(help: "The day it is computed for (default: today in Paris).") var date: Day?
  @Flag(help: "Write JSON.") var json = false

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      if try await tellsLackingConsent(context, connection) { return }
      let bench = try await Bench.prepare(
        context, connection, date: date, also: [position, candidate])
      let page = try await ExplanationPage.read(
        position: bench.id(position), candidate: bench.id(candidate), limit: limit, bench,
        connection)
      if json {
        output(JSON.text(page.jsonOfWhyNot))
      } else {
        output(page.lead + "\n" + page.text(context.terminal))
      }
    }
  }

  /// Says that the candidate does not agree to the matching, which is all that is told of them; false
  /// when they do.
  private func tellsLackingConsent(
    _ context: Context, _ connection: Connection
  ) async throws -> Bool {
    let id = try await Directory.id(of: candidate, connection)
    let day = try await context.day(date, connection)
    guard try await !Consent.lacking(.matching, among: [id], on: day, connection).isEmpty else {
      return false
    }
    if json {
      let position = try await Directory.id(of: position, connection)
      output(
        JSON.text([
          "first_failure": .string(Gate.consent.name), "position": .string(position),
          "candidate": .string(id),
        ]))
    } else {
      output("not listed: \(Gate.consent.name): \(GateReason.consentMissing)\n")
    }
    return true
  }
}
