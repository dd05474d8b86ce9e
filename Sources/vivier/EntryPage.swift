import Exchange
import Matching
import Postgres
import Programme
import Store

/// What became of a row that was entered; of a position, who can be found for it.
struct EntryPage {
  let kind: ImportKind
  let entered: Entry.Entered
  let isDryRun: Bool

  /// Writes it.
  func write(
    _ format: FormatOptions, _ context: Context, _ connection: Connection
  ) async throws {
    var card = Card()
    card.add("id", .string(entered.id))
    card.add(
      "outcome", .string(entered.outcome.rawValue),
      as: [(isDryRun ? "would be " : "") + entered.outcome.rawValue])
    if kind == .positions { try await addPosition(to: &card, context, connection) }
    if kind == .candidates {
      card.add("consent", .bool(entered.report.withoutConsent == 0))
    }
    format.write(card)
    if !format.json { hint() }
  }

  private func hint() {
    if entered.report.wishedLanguages > 0 {
      note("a language is required without a reason tied to the job: it counts as wished")
    }
    if entered.report.withoutConsent > 0 {
      note("without a consent to the matching they are kept and never ranked or shown")
    }
    if isDryRun { note("nothing was written") }
  }

  // MARK: Positions

  private func addPosition(
    to card: inout Card, _ context: Context, _ connection: Connection
  ) async throws {
    guard !isDryRun else {
      return card.add("held", .bool(entered.report.held > 0))
    }
    let held = try await PositionReview.held(connection).first { $0.id == entered.id }
    let flags = held?.flags ?? []
    card.add(
      "held", .array(flags.map { .string($0.description) }),
      as: flags.isEmpty ? ["no"] : flags.map { "\($0): \($0.kind.remedy) (\($0.kind.law))" })
    if held != nil {
      note("held: nobody is matched with it before it is corrected or a person accepts it")
      advise("vivier position review accept \(entered.id) --why REASON")
      return
    }
    let bench = try await Bench.prepare(context, connection, date: nil, also: [entered.id])
    let lists = try await bench.matcher.lists(
      positions: [entered.id], limit: 5, near: 5, threads: context.threads(nil))
    guard let list = lists.first else { return }
    card.add("passing", .integer(list.matchCount), as: ["\(list.matchCount) candidates"])
    card.add(
      "near", .integer(list.nearCount), as: ["\(list.nearCount) candidates, one point away"])
    let changes = try bench.matcher.whatIf(position: entered.id, limit: 20).changes
      .filter { $0.morePassing > 0 }.sorted { $0.morePassing > $1.morePassing }.prefix(3)
    card.add(
      "would_bring_more",
      .array(
        changes.map {
          [
            "if": .string($0.relaxation.words(bench.nomenclature)),
            "more": .integer($0.morePassing),
          ]
        }),
      as: changes.map { "\($0.relaxation.words(bench.nomenclature)): \($0.morePassing) more" })
    let missing = try await missing(connection)
    card.add(
      "missing", .array(missing.map { .string($0.column) }),
      as: missing.isEmpty
        ? ["nothing"] : missing.map { "--\(EntryFields.flag($0.column)): \($0.why)" })
  }

  /// What the position does not tell and by which it would be found, or found by the right people.
  private func missing(
    _ connection: Connection
  ) async throws -> [(column: String, why: String)] {
    let entry = try await Entry.standing(.positions, entered.id, connection).entry
    let reasons = [
      ("occupation", "whom the work suits is told by their occupation"),
      ("required_skills", "without skills most candidates look alike"),
      ("contracts", "everybody must be asked whether the contract suits them"),
      ("minimum_level", "the level is not compared"),
      ("mission", "candidates wish for kinds of missions"),
      ("sector", "candidates wish for sectors"),
      ("pay_min", "candidates compare it with the least they wish"),
    ]
    return reasons.filter { (entry[$0.0] ?? "").isEmpty }.map { (column: $0.0, why: $0.1) }
  }
}
