package import Programme

/// One position as a candidate sees it.
package struct PositionItem: Codable, Sendable, Hashable {
  /// The position's id; never shown.
  package var position: String
  /// The candidate's id; never shown.
  package var candidate: String
  /// The title, without the company's name.
  package var title: String
  /// The company's name.
  package var companyName: String
  /// The commune of the workplace, when known.
  package var communeName: String?
  /// The Territoire d'industrie of the workplace, when it lies in one.
  package var territoryName: String?
  /// The kinds of contract offered; empty when not told.
  package var contracts: [Contract]
  /// The length of the contract in months, where it has one.
  package var durationInMonths: Int?
  /// The least pay offered, gross, in euros a year; nil when not told.
  package var payMinimum: Int?
  /// The most pay offered, gross, in euros a year; nil when not told.
  package var payMaximum: Int?
  /// The label of the programme the hire may carry; nil when the rules say no.
  package var label: LabelLine?
  /// The first working day, also when it is past; nil means as soon as possible.
  package var startDay: Day?
  /// The mission in words, when the company told it.
  package var description: String?
  /// What the company tells of access, hours, remote work and housing.
  package var dailyLife: DailyLife?
  /// Why the item is in the mail; `.new` in a draft.
  package var standing: Standing
  /// What keeps a near position from matching; nil for a match.
  package var away: Away?
  /// The score, in millionths.
  package var score: Int
  /// The asked skills the candidate meets, the most important first.
  package var matched: [SkillLine]
  /// The asked skills the candidate has not declared, the most important first.
  package var missing: [MissingLine]

  /// Makes an item from its fields.
  package init(
    position: String, candidate: String, title: String, companyName: String,
    communeName: String? = nil, territoryName: String? = nil, contracts: [Contract] = [],
    durationInMonths: Int? = nil, payMinimum: Int? = nil, payMaximum: Int? = nil,
    label: LabelLine? = nil, startDay: Day? = nil, description: String? = nil,
    dailyLife: DailyLife? = nil, standing: Standing = .new, away: Away? = nil,
    score: Int,
    matched: [SkillLine] = [], missing: [MissingLine] = []
  ) {
    self.position = position
    self.candidate = candidate
    self.title = title
    self.companyName = companyName
    self.communeName = communeName
    self.territoryName = territoryName
    self.contracts = contracts
    self.durationInMonths = durationInMonths
    self.payMinimum = payMinimum
    self.payMaximum = payMaximum
    self.label = label
    self.startDay = startDay
    self.description = description
    self.dailyLife = dailyLife
    self.standing = standing
    self.away = away
    self.score = score
    self.matched = matched
    self.missing = missing
  }
}

/// An asked skill the candidate has not declared, and the trainings that teach it.
package struct MissingLine: Codable, Sendable, Hashable {
  /// The skill's label.
  package var label: String
  /// Whether the position requires it; otherwise it is only desired.
  package var isRequired: Bool
  /// Trainings that teach it, the nearest first; the mail shows two.
  package var trainings: [TrainingLine]

  /// Makes a line from its fields.
  package init(label: String, isRequired: Bool, trainings: [TrainingLine] = []) {
    self.label = label
    self.isRequired = isRequired
    self.trainings = trainings
  }
}
