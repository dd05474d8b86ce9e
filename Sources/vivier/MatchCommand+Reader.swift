import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

extension MatchCommand {
  /// What the last night listed, as a session may see it: stored lists, candidates as codes, no score.
  func show(
    to reader: ReaderSession.Kind, _ context: Context, _ connection: Connection
  ) async throws {
    guard [.company, .candidate].contains(reader), territory == nil, date == nil else {
      throw Failure.notForReaders
    }
    var wanted: String?
    if let position {
      let today = try await context.day(nil, connection)
      let places = try await Places.read(nil, on: today, connection)
      wanted = try await PositionCard.find(position, vintage: places.vintage, connection).id
    }
    let profiles = try await VisibleProfile.list(connection).filter { profile in
      guard let listing = profile.listing else { return false }
      return (wanted ?? listing.position) == listing.position
        && (candidate ?? profile.code) == profile.code
    }
    if candidate != nil, profiles.isEmpty { throw Failure.nothingForReaders }
    var sheet = Sheet(
      ("position", .left), ("list", .left), ("place", .right), ("candidate", .left),
      ("required_met", .right), ("required_of", .right), ("desired_met", .right),
      ("desired_of", .right))
    for profile in Self.first(limit, of: profiles) {
      guard let listing = profile.listing else { continue }
      sheet.add(
        .string(listing.position), .string(listing.isNear ? "near" : "match"),
        .optional(listing.slot), .string(profile.code), .integer(listing.requiredMet),
        .integer(listing.requiredOf), .integer(listing.desiredMet), .integer(listing.desiredOf))
    }
    if json {
      output(JSON.text(sheet.json))
    } else {
      let isForPerson = context.terminal.isInteractive || table
      output(isForPerson ? sheet.table(width: context.terminal.width) : sheet.tsv)
    }
  }

  /// The first of each list.
  private static func first(_ limit: Int, of profiles: [VisibleProfile]) -> [VisibleProfile] {
    var counts: [String: Int] = [:]
    return profiles.filter { profile in
      guard let listing = profile.listing else { return false }
      let list = listing.position + (listing.isNear ? " near" : "")
      counts[list, default: 0] += 1
      return counts[list, default: 0] <= limit
    }
  }
}
