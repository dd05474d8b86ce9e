import Programme

/// One candidate as a company sees them before mutual interest: a code, never a name.
package struct ProfileItem: Codable, Sendable, Hashable {
  /// The position's id; never shown.
  package var position: String
  /// The candidate's id; never shown.
  package var candidate: String
  /// The code this reader knows the candidate by, for instance `T-7K3F`.
  package var code: String
  /// Why the item is in the mail; `.new` in a draft.
  package var standing: Standing
  /// What keeps a near profile from matching; nil for a match.
  package var away: Away?
  /// The score, in millionths.
  package var score: Int
  /// How many required skills are met, and out of how many.
  package var required: SkillCount
  /// How many desired skills are met, and out of how many.
  package var desired: SkillCount
  /// Level, diploma, search area and availability, as fine as others share them.
  package var shown: ShownTraits
  /// Fingerprints of the same as they were declared, so that a change of them is news and a change of
  /// the others' is not; nothing can be read from them.
  package var declared: DeclaredMarks
  /// The asked skills this candidate meets, the most important first.
  package var matched: [SkillLine]
  /// What to ask in an interview, the most important first.
  package var toCheck: [OpenPoint]
  /// The nearest training that would close the gap of a near profile.
  package var closingTraining: TrainingLine?

  /// Makes an item from its fields.
  package init(
    position: String, candidate: String, code: String, standing: Standing = .new,
    away: Away? = nil, score: Int, required: SkillCount, desired: SkillCount, shown: ShownTraits,
    of traits: ProfileTraits, matched: [SkillLine] = [], toCheck: [OpenPoint] = [],
    closingTraining: TrainingLine? = nil
  ) {
    self.position = position
    self.candidate = candidate
    self.code = code
    self.standing = standing
    self.away = away
    self.score = score
    self.required = required
    self.desired = desired
    self.shown = shown
    declared = DeclaredMarks(of: traits)
    self.matched = matched
    self.toCheck = toCheck
    self.closingTraining = closingTraining
  }
}

/// What a candidate declared, as fingerprints that only tell whether it changed.
package struct DeclaredMarks: Codable, Sendable, Hashable {
  var availability, level, place: String

  /// Marks what was declared.
  package init(of traits: ProfileTraits) {
    availability = Fingerprint.hash(traits.availableDay?.description ?? "")
    level = Fingerprint.hash(
      "\(traits.level ?? 0) \(traits.levelPrepared ?? 0) \(traits.diplomaTitle ?? "")")
    place = Fingerprint.hash(traits.areas.map(\.key).joined(separator: "|"))
  }
}

/// A fact the matching could not establish, for the company to ask about.
package enum OpenPoint: Codable, Sendable, Hashable {
  /// The level held was not told.
  case levelNotTold
  /// The kinds of contract wished were not told.
  case contractNotTold
  /// The availability was not told.
  case availabilityNotTold
  /// No search area was declared.
  case areaNotTold
  /// A language was asked and not told: ISO 639-1 code and CEFR level asked, 1 (A1) to 6 (C2).
  case languageNotTold(code: String, asked: Int)
  /// A language was told below the level wished; levels are CEFR, 1 (A1) to 6 (C2).
  case languageBelow(code: String, asked: Int, held: Int)
  /// The conditions of the programme could not be checked.
  case programmeNotTold
  /// A skill was not declared; it is inferred from the diploma or the occupation.
  case skillInferred(label: String)
  /// A desired skill was not declared.
  case skillNotTold(label: String)
}
