extension Index {
  /// Arranges the candidates some position could take.
  ///
  /// Left out are those no position can: closed, without consent, below every reading of the
  /// programme's level.
  init(_ snapshot: Snapshot) {
    let occupationCount = snapshot.vocabulary.occupationCodes.count
    let classCount = 2 * occupationCount + Index.missionClasses
    var draft = Draft(classCount: classCount)
    for row in 0..<snapshot.candidateCount where snapshot.canBeTaken(row) {
      draft.add(row, snapshot, occupationCount: occupationCount)
    }
    let (starts, places) = draft.sorted()
    var next = starts
    var words = [UInt64](repeating: 0, count: draft.keys.count)
    var entries = [Entry](repeating: Entry(), count: draft.keys.count)
    for index in draft.keys.indices {
      let key = Int(draft.keys[index])
      let slot = Int(next[key])
      next[key] += 1
      let row = draft.rows[index]
      let isRepeated =
        index > 0 && draft.rows[index - 1] == row
        || index + 1 < draft.rows.count && draft.rows[index + 1] == row
      (words[slot], entries[slot]) = snapshot.entry(
        row, area: Int(draft.areas[index]), isRepeated: isRepeated)
    }
    self.classCount = classCount
    self.occupationCount = occupationCount
    self.places = places
    self.boxes = draft.boxes
    self.starts = starts
    self.words = words
    self.entries = entries
    order = snapshot.vocabulary.credits.order()
  }

  /// The entries before they are sorted: a key of place and class for each, in order of rows.
  private struct Draft {
    let classCount: Int
    var keys: [UInt32] = []
    var rows: [UInt32] = []
    /// The index of the area each entry searches in, or the largest number.
    var areas: [UInt32] = []
    var places: [Place] = []
    var boxes: [Box] = []
    private var numbers: [Place: Int] = [:]
    private var found: [(place: Int, area: UInt32)] = []

    init(classCount: Int) { self.classCount = classCount }

    mutating func add(_ row: Int, _ snapshot: Snapshot, occupationCount: Int) {
      search(row, snapshot)
      let wished = snapshot.candidates.wished.range(row)
      let hasOther = snapshot.candidates.diplomaOccupations.range(row).contains { index in
        let studied = snapshot.candidates.diplomaOccupations.values[index]
        return !wished.contains { snapshot.candidates.wished.values[$0] == studied }
      }
      for (place, area) in found {
        let first = place * classCount
        if wished.isEmpty {
          let missions = snapshot.missionBits(row)
          append(first + 2 * occupationCount + Int(missions), row, area)
        }
        for index in wished {
          let occupation = Int(snapshot.candidates.wished.values[index])
          append(first + occupation + (hasOther ? occupationCount : 0), row, area)
        }
      }
    }

    private mutating func append(_ key: Int, _ row: Int, _ area: UInt32) {
      keys.append(UInt32(key))
      rows.append(UInt32(row))
      areas.append(area)
    }

    /// Finds the places where a candidate searches.
    private mutating func search(_ row: Int, _ snapshot: Snapshot) {
      found.removeAll(keepingCapacity: true)
      for index in snapshot.candidates.areas.range(row) {
        switch snapshot.candidates.areas.values[index] {
        case .country:
          found.removeAll(keepingCapacity: true)
          found.append((number(.anywhere), .max))
          return
        case .circle(let centre, let limit):
          let place = number(.cell(centre.cell))
          boxes[place].add(centre, limit)
          found.append((place, UInt32(index)))
        case .territory(let id): found.append((number(.territory(id)), .max))
        case .department(let code): found.append((number(.department(code)), .max))
        case .region(let code): found.append((number(.region(code)), .max))
        }
      }
      if found.isEmpty { found.append((number(.anywhere), .max)) }
    }

    private mutating func number(_ place: Place) -> Int {
      if let number = numbers[place] { return number }
      numbers[place] = places.count
      places.append(place)
      boxes.append(Box())
      return places.count - 1
    }

    /// Where the entries of each class of each place begin.
    func sorted() -> (starts: [UInt32], places: [Place]) {
      var starts = [UInt32](repeating: 0, count: places.count * classCount + 1)
      for key in keys { starts[Int(key) + 1] += 1 }
      for key in starts.indices.dropFirst() { starts[key] += starts[key - 1] }
      return (starts, places)
    }
  }
}

extension Index.Entry {
  fileprivate init() {
    self.init(
      signature: (0, 0), limit: -1, x: 0, y: 0, z: 0, row: 0, minimumPay: -1, sectors: 0,
      missions: 0, needsGates: false, isRepeated: false, studied: Index.Entry.unknown)
  }
}

extension Index.Box {
  fileprivate mutating func add(_ centre: Point, _ limit: Int64) {
    low = Point(x: min(low.x, centre.x), y: min(low.y, centre.y), z: min(low.z, centre.z))
    high = Point(x: max(high.x, centre.x), y: max(high.y, centre.y), z: max(high.z, centre.z))
    self.limit = max(self.limit, limit)
  }

  /// Whether a search around a centre in the box may reach a point.
  func mayReach(_ point: Point) -> Bool {
    func apart(_ low: Int32, _ high: Int32, _ value: Int32) -> Int64 {
      max(0, Int64(low) - Int64(value), Int64(value) - Int64(high))
    }
    let x = apart(low.x, high.x, point.x)
    let y = apart(low.y, high.y, point.y)
    let z = apart(low.z, high.z, point.z)
    return x * x + y * y + z * z <= limit
  }
}

extension Point {
  /// The cube of a grid it lies in, some fifty kilometres wide.
  var cell: Int32 {
    (x >> 23 + 128) << 16 | (y >> 23 + 128) << 8 | (z >> 23 + 128)
  }
}

extension Snapshot {
  /// Whether any position could take a candidate.
  fileprivate func canBeTaken(_ row: Int) -> Bool {
    let facts = candidates.facts[row]
    guard facts.isOpen, facts.hasConsent else { return false }
    return facts.levelHeld.map { Int($0) >= programme.minimumLevelHeld.lowerBound } ?? true
  }

  fileprivate func missionBits(_ row: Int) -> UInt8 {
    var bits: UInt8 = 0
    for index in candidates.missions.range(row) {
      bits |= Index.bit(mission: candidates.missions.values[index])
    }
    return bits
  }

  private func sectorBits(_ row: Int) -> UInt32 {
    var bits: UInt32 = 0
    for index in candidates.sectors.range(row) {
      bits |= Index.bit(sector: candidates.sectors.values[index])
    }
    return bits
  }

  /// The word and the entry of a candidate who searches in one of their areas.
  fileprivate func entry(
    _ number: UInt32, area: Int, isRepeated: Bool
  ) -> (UInt64, Index.Entry) {
    let row = Int(number)
    let facts = candidates.facts[row]
    var word = GateWord(facts, date: date)
    var entry = Index.Entry()
    entry.row = number
    entry.isRepeated = isRepeated
    entry.minimumPay = facts.minimumPay ?? -1
    entry.missions = missionBits(row)
    entry.sectors = sectorBits(row)
    word.missions = entry.missions
    word.sectors = entry.sectors
    entry.needsGates =
      !word.isExact || !candidates.refused.range(row).isEmpty
      || !candidates.invisibleTo.range(row).isEmpty
    entry.studied = studied(row)
    if area < Int(UInt32.max), case .circle(let centre, let limit) = candidates.areas.values[area] {
      entry.limit = limit
      entry.x = centre.x
      entry.y = centre.y
      entry.z = centre.z
    }
    var low: UInt64 = 0
    var high: UInt64 = 0
    for index in candidates.held.range(row) {
      let bit = Index.bit(skill: candidates.held.values[index].skill)
      if bit < 64 { low |= 1 << UInt64(bit) } else { high |= 1 << UInt64(bit - 64) }
    }
    entry.signature = (low, high)
    return (word.candidate, entry)
  }

  private func studied(_ row: Int) -> UInt16 {
    let studied = candidates.diplomaOccupations.range(row)
    if let first = studied.first, studied.count == 1,
      candidates.diplomaOccupations.values[first] < UInt32(Index.Entry.unknown)
    {
      return UInt16(candidates.diplomaOccupations.values[first])
    }
    return studied.isEmpty && candidates.inferredOccupations.range(row).isEmpty
      ? Index.Entry.unknown : Index.Entry.several
  }
}

extension OccupationCredits {
  /// For each row the occupations by falling credit, those of about the same credit by number.
  fileprivate func order() -> [UInt32] {
    let steps = Index.step(Int32(Score.unit)) + 1
    var result = [UInt32](repeating: 0, count: values.count)
    for start in stride(from: 0, to: values.count, by: max(1, rowLength)) {
      var next = [Int](repeating: 0, count: steps + 1)
      for index in start..<start + rowLength { next[steps - Index.step(values[index])] += 1 }
      for step in 1...steps { next[step] += next[step - 1] }
      for index in start..<start + rowLength {
        let step = steps - 1 - Index.step(values[index])
        result[start + next[step]] = UInt32(index - start)
        next[step] += 1
      }
    }
    return result
  }
}
