/// What each occupation of a candidate is worth beside each occupation a position has.
struct OccupationCredits: Sendable {
  /// Where the row of an occupation begins in ``values``, or -1 where no position has it.
  private var starts: [Int32] = []
  /// Rows of credits in millionths, one credit per occupation of a candidate.
  private(set) var values: [Int32] = []

  /// How many credits a row has.
  var rowLength: Int { starts.count }

  /// None.
  init() {}

  /// A row for each occupation asked.
  init(_ vocabulary: Vocabulary, asked: some Sequence<UInt32?>, _ method: Method) {
    starts = [Int32](repeating: -1, count: vocabulary.occupationCodes.count)
    for case let occupation? in asked where starts[Int(occupation)] < 0 {
      starts[Int(occupation)] = Int32(values.count)
      let relations = vocabulary.relations(to: Int(occupation), method)
      values.append(contentsOf: relations.lazy.map(\.credit))
    }
  }

  /// The credits beside an occupation some position has, as indices into ``values``.
  func range(_ occupation: UInt32) -> Range<Int> {
    let start = Int(starts[Int(occupation)])
    return start..<start + starts.count
  }
}

extension Vocabulary {
  /// How an occupation relates to that of a position, and what that is worth.
  typealias Relation = (link: OccupationLink, credit: Int32)

  /// How every occupation relates to one of a position, by number.
  ///
  /// Of several relations the one of the highest credit counts, of equal ones the nearest.
  func relations(to occupation: Int, _ method: Method) -> [Relation] {
    let credits = credits(method)
    var moved = [OccupationLink?](repeating: nil, count: parentCodes.count)
    for move in moves[Int(parent[occupation])] {
      moved[Int(move.parent)] = better(moved[Int(move.parent)], move.link, credits)
    }
    var contents = [Int32?](repeating: nil, count: parentCodes.count)
    for near in nearOccupations[Int(parent[occupation])] {
      contents[Int(near.parent)] = near.credit
    }
    return occupationCodes.indices.map { other in
      let parent = Int(parent[other])
      return relation(
        of: other, to: occupation, moved: moved[parent], content: contents[parent], credits)
    }
  }

  /// How one occupation relates to one of a position, as ``relations(to:_:)`` has it.
  func relation(of other: Int, to occupation: Int, _ method: Method) -> Relation {
    let credits = credits(method)
    var moved: OccupationLink?
    for move in moves[Int(parent[occupation])] where move.parent == parent[other] {
      moved = better(moved, move.link, credits)
    }
    let content = nearOccupations[Int(parent[occupation])].last { $0.parent == parent[other] }
    return relation(of: other, to: occupation, moved: moved, content: content?.credit, credits)
  }

  private func credits(_ method: Method) -> [Int32] {
    OccupationLink.allCases.map { Int32(method.credit($0)) }
  }

  /// Of two moves the one of the higher credit, of equal ones the first.
  private func better(
    _ known: OccupationLink?, _ link: OccupationLink, _ credits: [Int32]
  ) -> OccupationLink {
    guard let known else { return link }
    return credits[Int(known.rawValue)] >= credits[Int(link.rawValue)] ? known : link
  }

  private func relation(
    of other: Int, to occupation: Int, moved: OccupationLink?, content: Int32?, _ credits: [Int32]
  ) -> Relation {
    var best: Relation = (.unrelated, 0)
    func consider(_ link: OccupationLink, _ credit: Int32) {
      if credit >= best.credit { best = (link, credit) }
    }
    func consider(_ link: OccupationLink) { consider(link, credits[Int(link.rawValue)]) }
    if majorDomain[other] == majorDomain[occupation] {
      consider(.sameMajorDomain)
      if domain[other] == domain[occupation] { consider(.sameDomain) }
    }
    if let content { consider(.content, content) }
    if let moved { consider(moved) }
    if parent[other] == parent[occupation] { consider(.sameParent) }
    if other == occupation { consider(.same) }
    return best
  }
}

/// How occupations relate to that of one position, worked out when asked for.
struct OccupationLinks {
  let snapshot: Snapshot
  let position: Int

  /// The relation of an occupation.
  subscript(occupation: Int) -> OccupationLink {
    guard let asked = snapshot.positions.facts[position].occupation else { return .unrelated }
    return snapshot.vocabulary.relation(of: occupation, to: Int(asked), snapshot.method).link
  }
}
