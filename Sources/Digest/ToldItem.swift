/// What a reader was told of one pair, of one deadline of a hire or of one position, in a form that can
/// be compared with what they would read now.
package struct ToldItem: Codable, Sendable, Hashable {
  /// The position's id; of a deadline, the hire's.
  package var position: String
  /// The candidate's id; of a deadline, what must be done; of a position alone, what is told of it.
  package var candidate: String
  /// Fingerprints of what was shown, one per topic, as `pay:9f…,start:07…`; opaque to the store, and
  /// free of personal data.
  package var content: String
  /// Whether the fate of the mail that told it is unknown: the item then returns once, as a reminder.
  package var isUncertain: Bool

  /// The content that takes a record away: the reader was told that the position is closed.
  package static let forgotten = "closed"

  /// Makes a record from its fields.
  package init(position: String, candidate: String, content: String, isUncertain: Bool = false) {
    self.position = position
    self.candidate = candidate
    self.content = content
    self.isUncertain = isUncertain
  }
}

/// Why an item is in a mail.
package enum Standing: Codable, Sendable, Hashable {
  /// The reader never saw it.
  case new
  /// The reader saw it, and these topics changed since.
  case changed([Topic])
  /// It may or may not have reached the reader before.
  case reminder
  /// The reader saw it, and it still stands.
  case stillOpen
}

/// A part of an item that a reader would notice changing.
package enum Topic: String, Codable, Sendable, Hashable, CaseIterable {
  /// The contract and its length.
  case contract
  /// The pay.
  case pay
  /// The first working day.
  case start
  /// The day of availability.
  case availability
  /// The level and the diploma.
  case level
  /// The search area, or the workplace.
  case place
  /// The skills met and missing.
  case skills
  /// What keeps it from matching.
  case away
  /// The day by which something must be done, and how near it is.
  case deadline
  /// Why nobody can be told.
  case reach
  /// What would help most.
  case remedy
  /// How many positions ask it.
  case demand
  /// Access, hours, remote work and housing.
  case dailyLife
}
