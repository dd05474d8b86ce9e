/// The skills and occupations of a snapshot by dense number, with all that relates them.
struct Vocabulary: Sendable {
  /// A skill that answers for another, with its credit.
  typealias NearSkill = FlatWorld.NearSkill
  /// A ROME 3 occupation from which a move leads to another, and which move.
  struct Move: Sendable {
    var parent: UInt32
    var link: OccupationLink
  }

  /// A ROME 3 occupation of near content, and what it is worth.
  struct NearOccupation: Sendable {
    var parent: UInt32
    var credit: Int32
  }

  /// The key of each skill.
  let skillKeys: [String]
  /// The idf of each skill, times 65,536.
  let idf: [Int32]
  /// The macro skill of each skill, or -1.
  let group: [Int32]
  /// The skills of each macro skill, ascending.
  let members: Ragged<UInt32>
  /// For each skill asked, the skills that answer for it.
  let near: Ragged<NearSkill>
  /// The ROME 3 occupations each skill is a base skill of.
  let basedOn: Ragged<UInt32>

  /// The code of each occupation.
  let occupationCodes: [String]
  /// The ROME 3 parent of each occupation.
  let parent: [UInt32]
  /// The professional domain of each occupation.
  let domain: [UInt32]
  /// The major domain of each occupation.
  let majorDomain: [UInt32]
  /// The code of each ROME 3 occupation.
  let parentCodes: [String]
  /// Whether a ROME 3 occupation has base skills, so that something can be inferred from it.
  let hasBase: [Bool]
  /// For each ROME 3 occupation of a position, the ones a move leads from.
  let moves: Ragged<Move>
  /// For each ROME 3 occupation of a position, those of near content.
  let nearOccupations: Ragged<NearOccupation>
  /// What occupations are worth beside those of the positions.
  private(set) var credits = OccupationCredits()

  /// Relates the skills and occupations seen in `rows`, numbered as `skills` and `occupations` are.
  ///
  /// `reference` is in canonical order. An occupation it does not know is its own parent, and its
  /// domain is read from its first characters, as ROME builds its codes.
  init(
    _ reference: Reference, skills seenSkills: SymbolTable,
    occupations seenOccupations: SymbolTable,
    method: Method
  ) {
    var skills = seenSkills
    var nearPairs: [(key: Int, value: NearSkill)] = []
    for link in reference.near {
      let asked = skills.symbol(link.skill)
      let held = skills.symbol(link.near)
      nearPairs.append(
        (Int(asked.number), NearSkill(skill: held.number, credit: Int32(link.credit))))
    }
    var parents = SymbolTable()
    var basePairs: [(key: Int, value: UInt32)] = []
    for link in reference.occupationSkills where link.isBase {
      let skill = skills.symbol(link.skill)
      basePairs.append((Int(skill.number), parents.symbol(link.occupation3).number))
    }

    var idf = [Int32](repeating: Int32(method.idfUncounted), count: skills.count)
    var group = [Int32](repeating: -1, count: skills.count)
    var groups = SymbolTable()
    var memberPairs: [(key: Int, value: UInt32)] = []
    for skill in reference.skills {
      let number = skills.symbol(skill.key).number
      idf[Int(number)] = Int32(skill.idf)
      if let name = skill.group {
        let symbol = groups.symbol(name)
        group[Int(number)] = Int32(symbol.number)
        memberPairs.append((Int(symbol.number), number))
      }
    }
    self.skillKeys = skills.texts
    self.idf = idf
    self.group = group
    self.members = Ragged(count: groups.count, pairs: memberPairs)
    self.near = Ragged(count: skills.count, pairs: nearPairs)
    self.basedOn = Ragged(count: skills.count, pairs: basePairs)

    var occupations = seenOccupations
    var domains = SymbolTable()
    var majors = SymbolTable()
    var known: [String: Reference.Occupation] = [:]
    for occupation in reference.occupations {
      known[occupation.code] = occupation
      _ = occupations.symbol(occupation.code)
    }
    var parent: [UInt32] = []
    var domain: [UInt32] = []
    var majorDomain: [UInt32] = []
    for code in occupations.texts {
      let name = known[code]?.domain ?? String(code.prefix(3))
      parent.append(parents.symbol(known[code]?.parent ?? code).number)
      domain.append(domains.symbol(name).number)
      majorDomain.append(majors.symbol(String(name.prefix(1))).number)
    }
    var movePairs: [(key: Int, value: Move)] = []
    for move in reference.mobility {
      let from = parents.symbol(move.occupation3).number
      let to = parents.symbol(move.target3).number
      switch move.kind {
      case .near:
        movePairs.append((Int(to), Move(parent: from, link: .near)))
        movePairs.append((Int(from), Move(parent: to, link: .near)))
      case .evolution:
        movePairs.append((Int(to), Move(parent: from, link: .evolution)))
      }
    }
    var contentPairs: [(key: Int, value: NearOccupation)] = []
    for link in reference.occupationNear {
      let asked = parents.symbol(link.occupation3).number
      let held = parents.symbol(link.near3).number
      let credit = Int32(method.credit(content: link.nearness))
      contentPairs.append((Int(asked), NearOccupation(parent: held, credit: credit)))
    }
    var hasBase = [Bool](repeating: false, count: parents.count)
    for pair in basePairs { hasBase[Int(pair.value)] = true }
    self.occupationCodes = occupations.texts
    self.parent = parent
    self.domain = domain
    self.majorDomain = majorDomain
    self.parentCodes = parents.texts
    self.hasBase = hasBase
    self.moves = Ragged(count: parents.count, pairs: movePairs)
    nearOccupations = Ragged(count: parents.count, pairs: contentPairs)
  }

  /// Works out what every occupation is worth beside those of the positions.
  mutating func relate(to asked: some Sequence<UInt32?>, _ method: Method) {
    credits = OccupationCredits(self, asked: asked, method)
  }
}
