import Programme

/// An occupation as its nomenclature describes it; what is not told stays empty.
package struct DescribedOccupation: Hashable, Sendable {
  /// Its code; the letter and the domain of a ROME code count.
  package var code: String
  /// The keys of its skills.
  package var skills: [String]
  /// The keys of those that everyone in it needs.
  package var coreSkills: [String]
  /// The groups its skills belong to, one for each skill and group.
  package var groups: [String]
  /// What people in it call their work.
  package var titles: [String]
  /// What they do, in sentences.
  package var description: String

  /// An occupation with what is told of it.
  package init(
    code: String, skills: [String] = [], coreSkills: [String] = [], groups: [String] = [],
    titles: [String] = [], description: String = ""
  ) {
    self.code = code
    self.skills = skills
    self.coreSkills = coreSkills
    self.groups = groups
    self.titles = titles
    self.description = description
  }
}

/// An occupation and how much it counts in a profile, or how near it is, in millionths.
package struct OccupationShare: Hashable, Sendable {
  /// The place of the occupation in its space.
  package let occupation: Int
  /// The share or nearness.
  package let share: Int
}

/// How near occupations are to each other, and which ones a few skills tell of.
///
/// Nearness is the weighted mean of cosines: skills (weight 100), titles (100), all words (100),
/// groups of skills (40), and the letter and the domain of the ROME code (10 each). What no
/// occupation of the space tells drops out. It reads no link that experts drew between occupations.
package struct OccupationSpace: Sendable {
  /// The codes, in the order of the occupations given.
  package let codes: [String]

  private let aspects: [Aspect]
  private let skills: CosineIndex<String>

  /// One way to compare occupations.
  private struct Aspect: Sendable {
    let weight: Int
    /// How near each occupation of the space is to another.
    let nearness: @Sendable (DescribedOccupation) -> [Int]
  }

  /// How many occupations a profile is made of.
  private static var profileSize: Int { 10 }

  /// A space of occupations.
  package init(_ occupations: [DescribedOccupation]) {
    let codes = occupations.map(\.code)
    self.codes = codes
    skills = CosineIndex(occupations.map(OccupationSpace.skills))
    var aspects: [Aspect] = []
    func compare<Key: Hashable & Sendable>(
      by terms: @escaping @Sendable (DescribedOccupation) -> [Key], weight: Int,
      where isTold: (DescribedOccupation) -> Bool
    ) {
      guard occupations.contains(where: isTold) else { return }
      let index = CosineIndex(occupations.map(terms))
      aspects.append(Aspect(weight: weight) { index.similarities(to: terms($0)) })
    }
    compare(by: { OccupationSpace.skills($0) }, weight: 100) { !$0.skills.isEmpty }
    compare(by: { OccupationSpace.titles($0) }, weight: 100) { !$0.titles.isEmpty }
    compare(by: { OccupationSpace.words($0) }, weight: 100) { !$0.description.isEmpty }
    compare(by: { $0.groups }, weight: 40) { !$0.groups.isEmpty }
    if occupations.allSatisfy({ (try? OccupationCode($0.code)) != nil }) {
      for length in [1, 3] {
        aspects.append(
          Aspect(weight: 10) { occupation in
            let prefix = occupation.code.prefix(length)
            return codes.map { $0.hasPrefix(prefix) ? unit : 0 }
          })
      }
    }
    self.aspects = aspects
  }

  /// How near each occupation is to one that need not be among them, in millionths.
  package func nearness(to occupation: DescribedOccupation) -> [Int] {
    var sums = [Int](repeating: 0, count: codes.count)
    for aspect in aspects {
      for (index, nearness) in aspect.nearness(occupation).enumerated() {
        sums[index] += aspect.weight * nearness
      }
    }
    let weights = max(1, aspects.reduce(0) { $0 + $1.weight })
    return sums.map { $0 / weights }
  }

  /// The occupations a list of skills tells of, nearest first, their shares adding up to a million
  /// but for rounding.
  ///
  /// The ten whose skills have the highest cosine with the list, each counting by its fourth power:
  /// a list of six skills names its occupation, and its neighbours, better than it covers them.
  package func profile(ofSkills keys: [String]) -> [OccupationShare] {
    let similarities = skills.similarities(to: keys)
    let nearest = best(similarities, count: OccupationSpace.profileSize)
    guard let first = nearest.first else { return [] }
    let powers = nearest.map { power(similarities[$0] * unit / similarities[first], 4) }
    let sum = powers.reduce(0, +)
    return zip(nearest, powers).map { OccupationShare(occupation: $0, share: $1 * unit / sum) }
  }

  private static func skills(_ occupation: DescribedOccupation) -> [String] {
    occupation.skills + occupation.coreSkills
  }

  private static func titles(_ occupation: DescribedOccupation) -> [Term] {
    occupation.titles.flatMap { Words.terms(of: $0) }
  }

  private static func words(_ occupation: DescribedOccupation) -> [Term] {
    titles(occupation) + Words.terms(of: occupation.description)
  }
}
