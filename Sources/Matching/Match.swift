/// A pair in a list.
package struct Match: Hashable, Sendable {
  /// Its place in the list, from 1.
  package var rank: Int
  /// The candidate's id.
  package let candidate: String
  /// The position's id.
  package let position: String
  /// The score, `isqrt(sidePosition · sideCandidate)`.
  package let score: Millionths
  /// How well the candidate meets what the position asks.
  package let sidePosition: Millionths
  /// How well the position meets what the candidate declared.
  package let sideCandidate: Millionths
  /// How many required skills are met.
  package let requiredMet: Int
  /// How many skills are required.
  package let requiredOf: Int
  /// How many desired skills are met.
  package let desiredMet: Int
  /// How many skills are desired.
  package let desiredOf: Int
  /// The skills asked and not met, required ones first.
  package let missing: [MissingSkill]
  /// The gates that cannot be told and are to be checked.
  package let unknown: [Gate]
  /// In a near match the one thing that keeps the pair apart; nil in a match.
  package let away: Away?
  /// In how many lists the candidate stood recently; fewer come first among equal scores.
  package let exposures: Int
  /// The keyed hash that decides between equal scores and exposures; lower comes first.
  package let tie: UInt64

  /// Whether a pair comes before another in any list: by score, exposures, keyed hash.
  ///
  /// Ids decide between equal hashes only.
  package static func precedes(_ left: Match, _ right: Match) -> Bool {
    if left.score != right.score { return left.score > right.score }
    if left.exposures != right.exposures { return left.exposures < right.exposures }
    if left.tie != right.tie { return left.tie < right.tie }
    return (left.position, left.candidate) < (right.position, right.candidate)
  }

  /// The same pair under other ids.
  package func renamed(position: String, candidate: String) -> Match {
    Match(
      rank: rank, candidate: candidate, position: position, score: score,
      sidePosition: sidePosition, sideCandidate: sideCandidate, requiredMet: requiredMet,
      requiredOf: requiredOf, desiredMet: desiredMet, desiredOf: desiredOf, missing: missing,
      unknown: unknown, away: away, exposures: exposures, tie: tie)
  }
}

/// A skill asked and not met.
package struct MissingSkill: Hashable, Sendable {
  /// The key of the skill.
  package let skill: String
  /// Whether the position cannot do without it.
  package let isRequired: Bool
  /// Keys of up to three skills the candidate told that come near, best first.
  package let near: [String]
}

/// The one thing that keeps a near match from being a match.
package enum Away: Hashable, Sendable {
  /// A gate fails.
  case gate(Gate)
  /// A required skill is missing.
  case skill(String)

  /// The kind in JSON: `gate` or `skill`.
  package var kind: String {
    switch self {
    case .gate: "gate"
    case .skill: "skill"
    }
  }

  /// The name of the gate or the key of the skill.
  package var id: String {
    switch self {
    case .gate(let gate): gate.name
    case .skill(let key): key
    }
  }
}

/// The candidates for a position.
package struct PositionList: Hashable, Sendable {
  /// The position's id.
  package let position: String
  /// Its best matches, best first.
  package let matches: [Match]
  /// Its best near matches, best first; never mixed with the matches.
  package let near: [Match]
  /// How many matches there are, listed or not.
  package let matchCount: Int
  /// How many near matches there are inside declared areas, listed or not.
  package let nearCount: Int

  /// A list from its parts.
  package init(
    position: String, matches: [Match], near: [Match], matchCount: Int, nearCount: Int
  ) {
    self.position = position
    self.matches = matches
    self.near = near
    self.matchCount = matchCount
    self.nearCount = nearCount
  }
}

/// The positions for a candidate.
package struct CandidateList: Hashable, Sendable {
  /// The candidate's id.
  package let candidate: String
  /// Their best matches, best first.
  package let matches: [Match]
  /// Their best near matches, best first; never mixed with the matches.
  package let near: [Match]
  /// How many matches there are, listed or not.
  package let matchCount: Int
  /// How many near matches there are inside declared areas, listed or not.
  package let nearCount: Int
}
