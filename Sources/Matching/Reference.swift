/// What the matching reads of the reference data, as flat lists in any order.
package struct Reference: Sendable {
  /// Skills with their rarity and group.
  package var skills: [Skill]
  /// Skills that stand in for another.
  package var near: [Near]
  /// ROME 4 occupations with their place in the hierarchy.
  package var occupations: [Occupation]
  /// Moves between ROME 3 occupations.
  package var mobility: [Mobility]
  /// How near ROME 3 occupations are by what is done in them.
  package var occupationNear: [OccupationNear]
  /// Skills of ROME 3 occupations, for enrichment.
  package var occupationSkills: [OccupationSkill]

  /// Reference data; without any, skills count alike and occupations relate by their codes alone.
  package init(
    skills: [Skill] = [], near: [Near] = [], occupations: [Occupation] = [],
    mobility: [Mobility] = [], occupationNear: [OccupationNear] = [],
    occupationSkills: [OccupationSkill] = []
  ) {
    self.skills = skills
    self.near = near
    self.occupations = occupations
    self.mobility = mobility
    self.occupationNear = occupationNear
    self.occupationSkills = occupationSkills
  }

  /// A skill of the canonical list.
  package struct Skill: Hashable, Sendable {
    /// The canonical key.
    package var key: String
    /// The inverse document frequency of the dated edition, times 65,536; at least 1.
    package var idf: Int
    /// The macro skill it belongs to.
    package var group: String?

    /// A skill with its idf times 65,536.
    package init(key: String, idf: Int, group: String? = nil) {
      self.key = key
      self.idf = idf
      self.group = group
    }
  }

  /// How much holding one skill answers for another; directed, so give both directions if both hold.
  package struct Near: Hashable, Sendable {
    /// The skill asked.
    package var skill: String
    /// The skill held.
    package var near: String
    /// The share credited, 0...1,000,000.
    package var credit: Millionths

    /// The credit of `near` held where `skill` is asked.
    package init(skill: String, near: String, credit: Millionths) {
      self.skill = skill
      self.near = near
      self.credit = credit
    }
  }

  /// An occupation of ROME 4.
  package struct Occupation: Hashable, Sendable {
    /// Its code.
    package var code: String
    /// The ROME 3 occupation it stems from.
    package var parent: String
    /// The professional domain, such as `H29`; its letter is the major domain.
    package var domain: String

    /// An occupation with its ROME 3 parent and domain.
    package init(code: String, parent: String, domain: String) {
      self.code = code
      self.parent = parent
      self.domain = domain
    }
  }

  /// A move ROME 3 describes.
  package struct Mobility: Hashable, Sendable {
    /// The two kinds of ROME.
    package enum Kind: UInt8, Sendable {
      /// A neighbouring occupation (proche), read in both directions.
      case near
      /// A step onwards (évolution), read as directed.
      case evolution
    }
    /// Where from (ROME 3).
    package var occupation3: String
    /// Where to (ROME 3).
    package var target3: String
    /// Near or evolution.
    package var kind: Kind

    /// A move between two ROME 3 occupations.
    package init(occupation3: String, target3: String, kind: Kind) {
      self.occupation3 = occupation3
      self.target3 = target3
      self.kind = kind
    }
  }

  /// How near two ROME 3 occupations are by their skills, titles and codes; directed, so give both.
  package struct OccupationNear: Hashable, Sendable {
    /// The ROME 3 occupation of the position.
    package var occupation3: String
    /// The ROME 3 occupation of the candidate.
    package var near3: String
    /// The nearness of the dated edition, 0...1,000,000.
    package var nearness: Millionths

    /// The nearness of a candidate's occupation to a position's.
    package init(occupation3: String, near3: String, nearness: Millionths) {
      self.occupation3 = occupation3
      self.near3 = near3
      self.nearness = nearness
    }
  }

  /// A skill of an occupation.
  package struct OccupationSkill: Hashable, Sendable {
    /// The ROME 3 occupation.
    package var occupation3: String
    /// The canonical key of the skill.
    package var skill: String
    /// Whether ROME calls it a base skill; only those are inferred.
    package var isBase: Bool

    /// A skill of a ROME 3 occupation.
    package init(occupation3: String, skill: String, isBase: Bool) {
      self.occupation3 = occupation3
      self.skill = skill
      self.isBase = isBase
    }
  }
}
