package import Programme

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
  /// The level held, 3 (CAP) to 8 (doctorate); nil when not told.
  package var level: Int?
  /// The level being prepared, when above the one held.
  package var levelPrepared: Int?
  /// The title of the diploma, as the RNCP writes it.
  package var diplomaTitle: String?
  /// The search area the candidate declared; empty when none was.
  package var areas: [SearchArea]
  /// The first day of availability, also when it is past; nil when not told.
  package var availableDay: Day?
  /// The asked skills this candidate meets, the most important first.
  package var matched: [SkillLine]
  /// What to ask in an interview, the most important first.
  package var toCheck: [OpenPoint]
  /// The nearest training that would close the gap of a near profile.
  package var closingTraining: TrainingLine?

  /// Makes an item from its fields.
  package init(
    position: String, candidate: String, code: String, standing: Standing = .new,
    away: Away? = nil, score: Int, required: SkillCount, desired: SkillCount, level: Int? = nil,
    levelPrepared: Int? = nil, diplomaTitle: String? = nil, areas: [SearchArea] = [],
    availableDay: Day? = nil, matched: [SkillLine] = [], toCheck: [OpenPoint] = [],
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
    self.level = level
    self.levelPrepared = levelPrepared
    self.diplomaTitle = diplomaTitle
    self.areas = areas
    self.availableDay = availableDay
    self.matched = matched
    self.toCheck = toCheck
    self.closingTraining = closingTraining
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
