/// What one link asks; each has a token of its own.
package enum Purpose: String, Codable, Sendable, CaseIterable {
  /// To meet the other side of a pair.
  case meet
  /// To answer about a profile another day.
  case later
  /// Not this pair, and why.
  case decline
  /// The position stands.
  case extend
  /// The position is closed, and how it ended.
  case close
  /// What is to be corrected in a position.
  case amend
  /// Another position of the same company.
  case propose
  /// Skills the reader has and had not told.
  case declareSkill = "declare_skill"
  /// The reader still looks for a position, or wants to be kept.
  case stay
  /// The reader found a position.
  case found
  /// The ranking in a position is put before a person.
  case contest
  /// Whether the sessions and places of a CFA stand.
  case sessions
  /// Which trainings of a CFA teach a skill already.
  case teach
  /// How often a digest comes.
  case frequency
  /// No digest for a while.
  case pause
  /// No digest any more.
  case unsubscribe
  /// What is kept about the reader.
  case myData = "my_data"
}
