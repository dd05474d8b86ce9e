import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

extension CandidateCommand.List {
  /// The candidates a session may see, each once, under the code that only its reader knows.
  func show(toReaderOf context: Context, _ connection: Connection) async throws {
    let today = try await context.day(nil, connection)
    var sheet = Sheet(
      ("candidate", .left), ("level", .right), ("prepares", .right), ("free", .left),
      ("contracts", .left), ("positions", .left))
    for found in try await VisibleCandidate.list(connection) where list.wanted.matches(found.code) {
      sheet.add(
        .string(found.code), .optional(found.profile.levelHeld),
        .optional(found.profile.levelPrepared),
        context.reader == .company
          ? .null : .string(Phrase.free(found.profile.availableOn, today: today)),
        .array(found.profile.contracts.map { .string($0) }),
        .array(found.listings.map { .string($0.position) }))
    }
    list.write(sheet, of: "candidates", context.terminal)
  }
}

extension CandidateCommand.Show {
  /// One of them in full.
  func show(toReaderOf context: Context, _ connection: Connection) async throws {
    let today = try await context.day(nil, connection)
    let all = try await VisibleCandidate.list(connection)
    guard let found = all.first(where: { $0.code == candidate }) else {
      throw Failure.nothingForReaders
    }
    let profile = found.profile
    var card = Card()
    card.add("candidate", .string(found.code))
    if context.reader != .company { Self.add(profile, today: today, to: &card) }
    card.add(
      "positions",
      .array(
        found.listings.map {
          [
            "position": .string($0.position), "list": .string($0.isNear ? "near" : "match"),
            "place": .optional($0.slot), "required_met": .integer($0.requiredMet),
            "required_of": .integer($0.requiredOf), "desired_met": .integer($0.desiredMet),
            "desired_of": .integer($0.desiredOf),
          ]
        }),
      as: found.listings.map {
        "\($0.position)  \($0.requiredMet) of \($0.requiredOf) required skills, "
          + "\($0.desiredMet) of \($0.desiredOf) wished" + ($0.isNear ? ", one away" : "")
      })
    format.write(card)
  }
}

extension CandidateCommand.Show {
  /// What only the candidate and the CFA that entered them are told.
  private static func add(_ profile: VisibleProfile, today: Day, to card: inout Card) {
    card.add("level", .optional(profile.levelHeld), as: [Phrase.level(profile.levelHeld)])
    card.add(
      "prepares", .optional(profile.levelPrepared),
      as: [profile.levelPrepared.map { Phrase.level($0) } ?? "nothing told"])
    card.add("free", .string(Phrase.free(profile.availableOn, today: today)))
    card.add("contracts", .array(profile.contracts.map { .string($0) }))
  }
}

/// A candidate as a session sees them, with every place in the lists of the last night.
private struct VisibleCandidate {
  let profile: VisibleProfile
  let listings: [VisibleProfile.Listing]

  var code: String { profile.code }

  /// All of them, by code.
  static func list(_ connection: Connection) async throws -> [VisibleCandidate] {
    let rows = try await VisibleProfile.list(connection)
    return Dictionary(grouping: rows, by: \.code).sorted { $0.key < $1.key }.compactMap {
      let listings = $0.value.compactMap(\.listing)
      return $0.value.first.map { VisibleCandidate(profile: $0, listings: listings) }
    }
  }
}
