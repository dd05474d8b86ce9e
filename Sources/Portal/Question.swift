package import Digest
import Foundation
package import Programme

/// What the link of a token asks, of whom and about what, as the database tells it.
package struct Question: Sendable, Hashable {
  /// What is asked.
  package var purpose: Purpose
  /// Who reads.
  package var party: Party
  /// Whether all data is fictitious.
  package var isDemo: Bool
  /// The day it is in Paris.
  package var today: Day
  /// The code under which the reader knows the candidate in question.
  package var code: String?
  /// The position, its company and the commune of the workplace.
  package var title: String?
  package var company: String?
  package var commune: String?
  /// Whether the position is still open; nil where there is none.
  package var isOpen: Bool?
  /// Whether both sides of the pair are still there for each other; nil where there is no pair.
  package var canMeet: Bool?
  /// How often a digest comes now: `daily`, `weekly`, `monthly` or `never`.
  package var frequency: String?
  /// Until when digests are put off.
  package var pausedUntil: Day?
  /// Skills of the position that the reader has not told.
  package var skills: [Skill]
  /// The name of the CFA, and the skill it may teach already.
  package var provider, skill: String?
  /// The sessions to come of the CFA, and its trainings without one.
  package var sessions: [Session]
  /// The trainings of the CFA.
  package var trainings: [Training]

  /// A training to choose.
  package struct Training: Codable, Sendable, Hashable {
    /// Its id.
    package var training: String
    /// Its title.
    package var title: String

    /// A training from its parts.
    package init(training: String, title: String) {
      self.training = training
      self.title = title
    }
  }

  /// A session as it was told last; only the training where none is known.
  package struct Session: Codable, Sendable, Hashable {
    /// The id and title of the training.
    package var training, title: String
    /// The first and the last day, and the day its places were told, as YYYY-MM-DD.
    package var startsOn, endsOn, toldOn: String?
    /// All its places, and those left.
    package var capacity, remaining: Int?

    private enum CodingKeys: String, CodingKey {
      case training, title, capacity, remaining
      case startsOn = "starts_on"
      case endsOn = "ends_on"
      case toldOn = "told_on"
    }

    /// A session from its parts.
    package init(
      training: String, title: String, startsOn: String? = nil, endsOn: String? = nil,
      capacity: Int? = nil, remaining: Int? = nil, toldOn: String? = nil
    ) {
      self.training = training
      self.title = title
      self.startsOn = startsOn
      self.endsOn = endsOn
      self.capacity = capacity
      self.remaining = remaining
      self.toldOn = toldOn
    }
  }

  /// A skill to choose.
  package struct Skill: Codable, Sendable, Hashable {
    /// Its canonical key, source and code.
    package var skill: String
    /// What people read.
    package var label: String

    /// A skill from its parts.
    package init(skill: String, label: String) {
      self.skill = skill
      self.label = label
    }
  }

  /// A question from its parts.
  package init(
    purpose: Purpose, party: Party, isDemo: Bool = false, today: Day, code: String? = nil,
    title: String? = nil, company: String? = nil, commune: String? = nil, isOpen: Bool? = nil,
    canMeet: Bool? = nil, frequency: String? = nil, pausedUntil: Day? = nil, skills: [Skill] = [],
    provider: String? = nil, skill: String? = nil, sessions: [Session] = [],
    trainings: [Training] = []
  ) {
    self.purpose = purpose
    self.party = party
    self.isDemo = isDemo
    self.today = today
    self.code = code
    self.title = title
    self.company = company
    self.commune = commune
    self.isOpen = isOpen
    self.canMeet = canMeet
    self.frequency = frequency
    self.pausedUntil = pausedUntil
    self.skills = skills
    self.provider = provider
    self.skill = skill
    self.sessions = sessions
    self.trainings = trainings
  }
}

extension Question: Decodable {
  private enum Key: String, CodingKey {
    case purpose, party, today, code, title, company, commune, frequency, skills
    case provider, skill, sessions, trainings
    case isDemo = "is_demo"
    case isOpen = "is_open"
    case canMeet = "can_meet"
    case pausedUntil = "paused_until"
  }

  /// Reads what `portal.question` gives.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    purpose = try values.decode(Purpose.self, forKey: .purpose)
    party = try values.decode(Party.self, forKey: .party)
    isDemo = try values.decode(Bool.self, forKey: .isDemo)
    today = try Day(values.decode(String.self, forKey: .today))
    code = try values.decodeIfPresent(String.self, forKey: .code)
    title = try values.decodeIfPresent(String.self, forKey: .title)
    company = try values.decodeIfPresent(String.self, forKey: .company)
    commune = try values.decodeIfPresent(String.self, forKey: .commune)
    isOpen = try values.decodeIfPresent(Bool.self, forKey: .isOpen)
    canMeet = try values.decodeIfPresent(Bool.self, forKey: .canMeet)
    frequency = try values.decodeIfPresent(String.self, forKey: .frequency)
    pausedUntil = try values.decodeIfPresent(String.self, forKey: .pausedUntil).map { try Day($0) }
    skills = try values.decodeIfPresent([Skill].self, forKey: .skills) ?? []
    provider = try values.decodeIfPresent(String.self, forKey: .provider)
    skill = try values.decodeIfPresent(String.self, forKey: .skill)
    sessions = try values.decodeIfPresent([Session].self, forKey: .sessions) ?? []
    trainings = try values.decodeIfPresent([Training].self, forKey: .trainings) ?? []
  }
}
