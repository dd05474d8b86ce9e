/// Why a pair stands where it stands, with every number needed to compute the score again.
package struct Explanation: Hashable, Sendable {
  /// The position's id.
  package let position: String
  /// The candidate's id.
  package let candidate: String
  /// The score, `isqrt` of the product of both sides.
  package let score: Millionths
  /// Every gate in order, with what decided it.
  package let gates: [GateOutcome]
  /// The position's side, then the candidate's.
  package let sides: [Side]
  /// The asked skills that are not met, required ones first.
  package let missing: [MissingSkill]
  /// What was told and decided nothing for this pair.
  package let unused: [Unused]
  /// What decides between equal scores.
  package let tie: Tie
  /// The version of the method.
  package let method: String

  /// The gates that fail, in order.
  package var failures: [GateOutcome] { gates.filter { $0.result == .fail } }

  /// What no profile holds for the matching, so that nothing can depend on it.
  package static let neverInputs = [
    "birth date", "sex", "name", "photo", "nationality", "home address",
  ]

  /// What decides between equal scores: fewer exposures first, then the lower word.
  package struct Tie: Hashable, Sendable {
    /// In how many lists the candidate stood recently.
    package let exposures: Int
    /// The hash of method, week and pair under the key of the run.
    package let word: UInt64
  }

  /// One side of a pair.
  package struct Side: Hashable, Sendable {
    /// Whose view it is.
    package let side: SideName
    /// Its value: the sum of the contributions.
    package let value: Millionths
    /// Its components in order; where nothing was asked, followed by the prior.
    package let components: [Component]
  }

  /// One component of a side.
  package struct Component: Hashable, Sendable {
    /// What it is about.
    package let component: ComponentName
    /// Whether the side's party asked for it; else it does not count.
    package let isAsked: Bool
    /// Its weight, zero where it was not asked.
    package let weight: Int
    /// Its value.
    package let value: Millionths
    /// What it adds to the side: `floor(weight · value / Σ weights)` and, at the largest weight,
    /// what rounding left.
    package let contribution: Millionths
    /// How it came to its value.
    package let state: ComponentState
    /// The prior of the method, where it stands for an answer; then it is the value.
    package let prior: Millionths?
    /// What the value is made of.
    package let evidence: [Item]
  }

  /// A piece of evidence.
  package enum Item: Hashable, Sendable {
    /// An asked skill and the best that answers for it.
    case skill(SkillItem)
    /// Anything else that was asked and its answer.
    case answer(AnswerItem)
  }

  /// An asked skill and the best that answers for it.
  package struct SkillItem: Hashable, Sendable {
    /// The key of the skill asked.
    package let skill: String
    /// Its importance, 1...5.
    package let importance: Int
    /// Its idf, times 65,536.
    package let idf: Int
    /// The credit: `floor(base · strength)`.
    package let credit: Millionths
    /// Whether the credit reaches the threshold of the method.
    package let isMet: Bool
    /// What answers for it; nil where nothing does.
    package let held: Held?

    /// How it is told in one word: exact, near, group, inferred or missing.
    package var how: String {
      guard let held else { return "missing" }
      return held.evidence.isInferred ? "inferred" : held.match.name
    }
  }

  /// A held skill that answers for an asked one.
  package struct Held: Hashable, Sendable {
    /// Its key.
    package let skill: String
    /// How it answers.
    package let match: SkillMatch
    /// How much it answers for the asked skill.
    package let base: Millionths
    /// Its proficiency, 1...4.
    package let proficiency: Int
    /// The factor of that proficiency.
    package let proficiencyFactor: Millionths
    /// What stands behind it.
    package let evidence: Evidence
    /// The factor of that evidence.
    package let evidenceFactor: Millionths
    /// `floor` of the product of both factors.
    package let strength: Millionths
  }

  /// A thing asked, its answer and what the answer is worth.
  package struct AnswerItem: Hashable, Sendable {
    /// What was asked.
    package let asked: String
    /// What was answered; nil where it was left open.
    package let answered: String?
    /// What the answer is worth; nil where it was left open.
    package let value: Millionths?
    /// What its value was computed from; nil where it was left open.
    package let basis: Basis?
  }

  /// What the value of an answer was computed from.
  package enum Basis: Hashable, Sendable {
    /// How an occupation of the candidate relates to the position's.
    case occupation(OccupationBasis)
    /// `floor(min(spoken, asked) / asked)`, in levels of 1...6.
    case language(spoken: Int, asked: Int)
    /// One where what the position tells is among the wishes, else zero.
    case wishes([String])
    /// One from the least pay upwards, falling evenly to zero at `floor · least`, in € a year.
    case pay(offered: Int, least: Int, floor: Millionths)
  }

  /// How an occupation of the candidate relates to the position's: `floor(credit · factor)`.
  package struct OccupationBasis: Hashable, Sendable {
    /// Where an occupation of a candidate comes from.
    package enum Source: Hashable, Sendable {
      /// The candidate wishes it.
      case wished
      /// The diploma leads to it.
      case studied
      /// It was concluded, as none was told.
      case inferred
    }

    /// Where it comes from.
    package let source: Source
    /// The relation that counts.
    package let link: OccupationLink
    /// For near content, the nearness of the table.
    package let nearness: Millionths?
    /// The credit of the relation.
    package let credit: Millionths
    /// What a concluded occupation counts; one for a told one.
    package let factor: Millionths
  }
}
