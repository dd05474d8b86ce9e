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
    let credits = OccupationLink.allCases.map { Int32(method.credit($0)) }
    func credit(_ link: OccupationLink) -> Int32 { credits[Int(link.rawValue)] }
    var moved = [OccupationLink?](repeating: nil, count: parentCodes.count)
    for move in moves[Int(parent[occupation])] {
      if let known = moved[Int(move.parent)], credit(known) >= credit(move.link) { continue }
      moved[Int(move.parent)] = move.link
    }
    var contents = [Int32](repeating: -1, count: parentCodes.count)
    for near in nearOccupations[Int(parent[occupation])] {
      contents[Int(near.parent)] = near.credit
    }
    return occupationCodes.indices.map { other in
      var best: Relation = (.unrelated, 0)
      func consider(_ link: OccupationLink, _ credit: Int32) {
        if credit >= best.credit { best = (link, credit) }
      }
      func consider(_ link: OccupationLink) { consider(link, credit(link)) }
      if majorDomain[other] == majorDomain[occupation] {
        consider(.sameMajorDomain)
        if domain[other] == domain[occupation] { consider(.sameDomain) }
      }
      let content = contents[Int(parent[other])]
      if content >= 0 { consider(.content, content) }
      if let move = moved[Int(parent[other])] { consider(move) }
      if parent[other] == parent[occupation] { consider(.sameParent) }
      if other == occupation { consider(.same) }
      return best
    }
  }
}

/// How occupations relate to that of one position, worked out when asked for.
struct OccupationLinks {
  let snapshot: Snapshot
  let position: Int

  /// The relation of an occupation.
  subscript(occupation: Int) -> OccupationLink {
    guard let asked = snapshot.positions.facts[position].occupation else { return .unrelated }
    return snapshot.vocabulary.relations(to: Int(asked), snapshot.method)[occupation].link
  }
}
