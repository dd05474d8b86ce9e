/// Every number the formula and the allocation use, as versioned data; shares are in units of 1/1,000,000.
///
/// The numbers are our choice, to be tuned on labelled sets. A run stores its method, so that a
/// later one can change any of them and old scores can still be recomputed.
package struct Method: Hashable, Sendable {
  /// The name of this set of numbers.
  package var version: String

  // What the position asks. Skills decide, the occupation speaks for what no list of skills says.

  /// The weight of required skills in `side_position`.
  package var weightRequiredSkills = 50
  /// The weight of desired skills in `side_position`.
  package var weightDesiredSkills = 20
  /// The weight of the occupation in `side_position`.
  package var weightPositionOccupation = 25
  /// The weight of wished languages in `side_position`.
  package var weightLanguages = 5

  // What the candidate asks. The work itself counts for half.

  /// The weight of the occupation in `side_candidate`.
  package var weightCandidateOccupation = 50
  /// The weight of the mission category in `side_candidate`.
  package var weightMission = 20
  /// The weight of the sector in `side_candidate`.
  package var weightSector = 15
  /// The weight of pay in `side_candidate`.
  package var weightPay = 15

  // What an asked and unanswered component counts: below what an ordinary answer brings, so that
  // saying nothing never lifts a profile above those that answer.

  /// The prior of required skills.
  package var priorRequiredSkills: Millionths = 250_000
  /// The prior of desired skills.
  package var priorDesiredSkills: Millionths = 250_000
  /// The prior of the occupation in `side_position`.
  package var priorPositionOccupation: Millionths = 250_000
  /// The prior of wished languages.
  package var priorLanguages: Millionths = 400_000
  /// The prior of the occupation in `side_candidate`.
  package var priorCandidateOccupation: Millionths = 250_000
  /// The prior of the mission category.
  package var priorMission: Millionths = 400_000
  /// The prior of the sector.
  package var priorSector: Millionths = 400_000
  /// The prior of pay.
  package var priorPay: Millionths = 600_000
  /// The value of `side_position` where the position asks nothing.
  package var priorSidePosition: Millionths = 300_000
  /// The value of `side_candidate` where the candidate asks nothing.
  package var priorSideCandidate: Millionths = 400_000

  // How near one occupation is to another.

  /// The same ROME 4 code.
  package var occupationSame: Millionths = 1_000_000
  /// The same ROME 3 parent.
  package var occupationSameParent: Millionths = 850_000
  /// A near move of ROME between the parents, in either direction.
  package var occupationNear: Millionths = 600_000
  /// An evolution of ROME from the candidate's parent to the position's.
  package var occupationEvolution: Millionths = 500_000
  /// Near by content, at most: skills, titles and codes, from the table of the edition.
  package var occupationContent: Millionths = 700_000
  /// The nearness of that table from which it counts in full: what the nearest of all has in half of
  /// the occupations of ROME 3 (.32), rounded up.
  package var occupationContentFull: Millionths = 350_000
  /// The factor of an occupation concluded from a diploma's title or from skills.
  package var occupationInferred: Millionths = 700_000
  /// The same professional domain (three characters).
  package var occupationSameDomain: Millionths = 300_000
  /// The same major domain (the letter).
  package var occupationSameMajorDomain: Millionths = 100_000

  // How much a held skill answers for an asked one.

  /// The credit of another skill of the same macro skill.
  package var creditSameGroup: Millionths = 350_000
  /// The credit from which an asked skill counts as met.
  package var metThreshold: Millionths = 500_000
  /// The idf, times 65,536, of a skill the edition does not count.
  package var idfUncounted = 65_536

  /// The factor of proficiency 1.
  package var proficiency1: Millionths = 600_000
  /// The factor of proficiency 2.
  package var proficiency2: Millionths = 750_000
  /// The factor of proficiency 3.
  package var proficiency3: Millionths = 900_000
  /// The factor of proficiency 4.
  package var proficiency4: Millionths = 1_000_000
  /// The proficiency an inferred skill is taken to have.
  package var proficiencyInferred = 2

  // Evidence. Inferred skills stay below the weakest declared one (.60 · .90 = .54): those of the
  // diploma meet a requirement (.75 · .70 = .525), those of a wish do not (.75 · .50 = .375).

  /// The factor of a declared skill.
  package var evidenceDeclared: Millionths = 900_000
  /// The factor of a skill shown in a project.
  package var evidenceProject: Millionths = 950_000
  /// The factor of a skill taught.
  package var evidenceTaught: Millionths = 950_000
  /// The factor of a skill certified.
  package var evidenceCertified: Millionths = 1_000_000
  /// The factor of a skill attested.
  package var evidenceAttested: Millionths = 1_000_000
  /// The factor of a skill inferred from the diploma.
  package var evidenceInferredFromDiploma: Millionths = 700_000
  /// The factor of a skill inferred from a wished occupation.
  package var evidenceInferredFromOccupation: Millionths = 500_000

  /// The share of the pay wished at which its value reaches zero.
  package var payFloor: Millionths = 700_000
  /// How many days after the start a candidate may become free.
  package var availabilityDays = 60

  // Who is shown to whom. Until answers say how often a pair comes about, half of the best ones is
  // a guess; what counts for the lists is that it falls with the score.

  /// How many candidates a position gets at most.
  package var capacity = 5
  /// In how many lists of one date a candidate stands at most.
  package var ceiling = 3
  /// How many candidates a position with anybody worth listing gets at least, where that is feasible.
  package var floor = 1
  /// How many near matches a position gets that got fewer candidates than it may.
  package var nearPerPosition = 3
  /// The least score that is worth a reader's time.
  package var minimumScore: Millionths = 400_000
  /// How likely a pair of score one comes about; below, the chance falls with the square.
  package var chanceOfBest: Millionths = 500_000
  /// What a pair of score one is worth beside the hire it may lead to.
  package var worthOfScore: Millionths = 25_000

  // What the lists of a run are measured by; a breach warns.

  /// How many blocking pairs there may be for each position, in millionths.
  package var toleratedBlockingPairs = 10_000_000
  /// How unequal exposure may be.
  package var toleratedExposureGini: Millionths = 600_000
  /// How small the share of listed candidates that are shown may be.
  package var toleratedCoverage: Millionths = 400_000
  /// How small the share of served positions with a fresh candidate may be.
  package var toleratedFresh: Millionths = 950_000
  /// How much score a place may lose on average against independent lists.
  package var toleratedScoreLoss: Millionths = 100_000

  /// The method with the numbers above, under a version.
  package init(version: String) {
    self.version = version
  }

  /// The method in use.
  package static let current = Method(version: "2026-11.2")
}

extension Method {
  /// One number of the method: its name, the values it may take and where it is.
  struct Field: Sendable {
    let name: String
    let allowed: ClosedRange<Int>
    let path: any WritableKeyPath<Method, Int> & Sendable
  }

  /// Every number, in the order it is stored and shown.
  static let fields: [Field] = {
    let weight = 1...1_000
    let share = 0...Score.unit
    return [
      Field(name: "weight.required_skills", allowed: weight, path: \.weightRequiredSkills),
      Field(name: "weight.desired_skills", allowed: weight, path: \.weightDesiredSkills),
      Field(name: "weight.position_occupation", allowed: weight, path: \.weightPositionOccupation),
      Field(name: "weight.languages", allowed: weight, path: \.weightLanguages),
      Field(
        name: "weight.candidate_occupation", allowed: weight, path: \.weightCandidateOccupation),
      Field(name: "weight.mission", allowed: weight, path: \.weightMission),
      Field(name: "weight.sector", allowed: weight, path: \.weightSector),
      Field(name: "weight.pay", allowed: weight, path: \.weightPay),
      Field(name: "prior.required_skills", allowed: share, path: \.priorRequiredSkills),
      Field(name: "prior.desired_skills", allowed: share, path: \.priorDesiredSkills),
      Field(name: "prior.position_occupation", allowed: share, path: \.priorPositionOccupation),
      Field(name: "prior.languages", allowed: share, path: \.priorLanguages),
      Field(name: "prior.candidate_occupation", allowed: share, path: \.priorCandidateOccupation),
      Field(name: "prior.mission", allowed: share, path: \.priorMission),
      Field(name: "prior.sector", allowed: share, path: \.priorSector),
      Field(name: "prior.pay", allowed: share, path: \.priorPay),
      Field(name: "prior.side_position", allowed: share, path: \.priorSidePosition),
      Field(name: "prior.side_candidate", allowed: share, path: \.priorSideCandidate),
      Field(name: "occupation.same", allowed: share, path: \.occupationSame),
      Field(name: "occupation.same_parent", allowed: share, path: \.occupationSameParent),
      Field(name: "occupation.near", allowed: share, path: \.occupationNear),
      Field(name: "occupation.evolution", allowed: share, path: \.occupationEvolution),
      Field(name: "occupation.content", allowed: share, path: \.occupationContent),
      Field(
        name: "occupation.content_full", allowed: 1...Score.unit, path: \.occupationContentFull),
      Field(name: "occupation.inferred", allowed: share, path: \.occupationInferred),
      Field(name: "occupation.same_domain", allowed: share, path: \.occupationSameDomain),
      Field(
        name: "occupation.same_major_domain", allowed: share, path: \.occupationSameMajorDomain),
      Field(name: "skill.same_group", allowed: share, path: \.creditSameGroup),
      Field(name: "skill.met", allowed: 1...Score.unit, path: \.metThreshold),
      Field(name: "skill.idf_uncounted", allowed: 1...Limit.idf, path: \.idfUncounted),
      Field(name: "proficiency.1", allowed: share, path: \.proficiency1),
      Field(name: "proficiency.2", allowed: share, path: \.proficiency2),
      Field(name: "proficiency.3", allowed: share, path: \.proficiency3),
      Field(name: "proficiency.4", allowed: share, path: \.proficiency4),
      Field(name: "proficiency.inferred", allowed: 1...4, path: \.proficiencyInferred),
      Field(name: "evidence.declared", allowed: share, path: \.evidenceDeclared),
      Field(name: "evidence.project", allowed: share, path: \.evidenceProject),
      Field(name: "evidence.taught", allowed: share, path: \.evidenceTaught),
      Field(name: "evidence.certified", allowed: share, path: \.evidenceCertified),
      Field(name: "evidence.attested", allowed: share, path: \.evidenceAttested),
      Field(
        name: "evidence.inferred_from_diploma", allowed: share,
        path: \.evidenceInferredFromDiploma),
      Field(
        name: "evidence.inferred_from_occupation", allowed: share,
        path: \.evidenceInferredFromOccupation),
      Field(name: "pay.floor", allowed: 0...(Score.unit - 1), path: \.payFloor),
      Field(name: "availability.days", allowed: 0...3_650, path: \.availabilityDays),
      Field(name: "allocation.capacity", allowed: 1...100, path: \.capacity),
      Field(name: "allocation.ceiling", allowed: 1...100, path: \.ceiling),
      Field(name: "allocation.floor", allowed: 0...1, path: \.floor),
      Field(name: "allocation.near_per_position", allowed: 0...100, path: \.nearPerPosition),
      Field(name: "allocation.minimum_score", allowed: share, path: \.minimumScore),
      Field(name: "allocation.chance_of_best", allowed: 1...Score.unit, path: \.chanceOfBest),
      Field(name: "allocation.worth_of_score", allowed: share, path: \.worthOfScore),
      Field(
        name: "allocation.tolerated_blocking_pairs", allowed: 0...100_000_000,
        path: \.toleratedBlockingPairs),
      Field(
        name: "allocation.tolerated_exposure_gini", allowed: share, path: \.toleratedExposureGini),
      Field(name: "allocation.tolerated_coverage", allowed: share, path: \.toleratedCoverage),
      Field(name: "allocation.tolerated_fresh", allowed: share, path: \.toleratedFresh),
      Field(name: "allocation.tolerated_score_loss", allowed: share, path: \.toleratedScoreLoss),
    ]
  }()

  /// Every number with its name, in a fixed order, to show and compare methods.
  package var numbers: [(name: String, value: Int)] {
    Method.fields.map { (name: $0.name, value: self[keyPath: $0.path]) }
  }

  /// The factor of a proficiency of 1...4.
  package func factor(proficiency: Int) -> Millionths {
    switch proficiency {
    case 1: proficiency1
    case 2: proficiency2
    case 3: proficiency3
    default: proficiency4
    }
  }

  /// The factor of a kind of evidence.
  package func factor(evidence: Evidence) -> Millionths {
    switch evidence {
    case .declared: evidenceDeclared
    case .project: evidenceProject
    case .taught: evidenceTaught
    case .certified: evidenceCertified
    case .attested: evidenceAttested
    case .inferredFromDiploma: evidenceInferredFromDiploma
    case .inferredFromOccupation: evidenceInferredFromOccupation
    }
  }

  /// How much holding a skill is worth: the product of both factors, rounded down.
  package func strength(proficiency: Int, evidence: Evidence) -> Millionths {
    Score.part(factor(proficiency: proficiency), factor(evidence: evidence))
  }

  /// The strength of each claim a held skill can make, by ``FlatWorld/HeldSkill/claim``.
  var strengths: [Int32] {
    (0..<32).map { claim in
      let evidence = Evidence(rawValue: UInt8(claim >> 2)) ?? .declared
      return Int32(strength(proficiency: claim & 3 + 1, evidence: evidence))
    }
  }

  /// Refuses numbers the formula cannot work with.
  func check() throws(SnapshotError) {
    for field in Method.fields {
      let value = self[keyPath: field.path]
      guard field.allowed.contains(value) else {
        throw .outOfRange(
          table: "method", id: version, field: field.name, value: value, allowed: field.allowed)
      }
    }
  }
}
