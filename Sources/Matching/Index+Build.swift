extension Index {
  /// Arranges the candidates some position could take.
  ///
  /// Left out are those no position can: closed or without consent.
  init(_ snapshot: Snapshot) {
    let occupationCount = snapshot.vocabulary.occupationCodes.count
    let classCount = 2 * occupationCount + Index.missionClasses
    let missions = WishNumbers(snapshot.candidates.missions, snapshot.symbols)
    let sectors = WishNumbers(snapshot.candidates.sectors, snapshot.symbols)
    var draft = Draft(classCount: classCount, missions: missions)
    for row in 0..<snapshot.candidateCount where snapshot.canBeTaken(row) {
      draft.add(row, snapshot, occupationCount: occupationCount)
    }
    let (starts, places) = draft.sorted()
    var next = starts
    let count = draft.keys.count
    var order = [UInt32](repeating: 0, count: count)
    for index in draft.order(snapshot) {
      let key = Int(draft.keys[Int(index)])
      order[Int(next[key])] = index
      next[key] += 1
    }
    var words: [UInt64] = []
    words.reserveCapacity(count)
    var wishes: [Wishes] = []
    wishes.reserveCapacity(count)
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    var signatures: [Signature] = []
    signatures.reserveCapacity(count)
    var held: [CandidateColumns.Held] = []
    held.reserveCapacity(snapshot.candidates.held.values.count)
    var chunks: [Chunk] = []
    let rowLength = (count >> Index.chunkShift) / 64 + 1
    var bitmap = [UInt64](repeating: 0, count: (Index.bitmapRows + 1) * rowLength)
    // Where the skills of a candidate with several entries stand.
    var heldStarts: [UInt32: UInt32] = [:]
    for (slot, index) in order.enumerated() {
      let place = Int(index)
      let row = draft.rows[place]
      let isRepeated =
        place > 0 && draft.rows[place - 1] == row
        || place + 1 < count && draft.rows[place + 1] == row
      var (word, wish, entry) = snapshot.entry(
        row, area: Int(draft.areas[place]), missions, sectors)
      let key = Int(draft.keys[place]) % classCount
      if key < 2 * occupationCount {
        wish.wished = UInt16(key % occupationCount)
        if key < occupationCount { wish.studied = Wishes.none }
      }
      entry.isRepeated = isRepeated
      let skills = snapshot.candidates.held[Int(row)]
      if isRepeated, let start = heldStarts[row] {
        entry.heldStart = start
      } else {
        entry.heldStart = UInt32(held.count)
        held.append(contentsOf: skills)
        if isRepeated { heldStarts[row] = entry.heldStart }
      }
      entry.heldCount = UInt16(clamping: skills.count)
      if skills.count > Int(UInt16.max) { entry.isWhole = false }
      let chunk = slot >> Index.chunkShift
      let bit: UInt64 = 1 << UInt64(chunk & 63)
      if skills.isEmpty {
        bitmap[Index.bitmapRows * rowLength + (chunk >> 6)] |= bit
      }
      var signature = Signature()
      for skill in skills {
        signature.insert(skill.skill)
        bitmap[Index.bitmapRow(skill.skill) * rowLength + (chunk >> 6)] |= bit
      }
      if chunk == chunks.count {
        chunks.append(Chunk(firstClass: UInt32(key), lastClass: UInt32(key)))
      }
      // A chunk that reaches into another place spans all classes.
      if slot > 0, chunks[chunk].lastClass > UInt32(key) {
        chunks[chunk].firstClass = 0
        chunks[chunk].lastClass = UInt32(classCount - 1)
      } else {
        chunks[chunk].lastClass = UInt32(key)
      }
      if wish.studied != Wishes.none {
        chunks[chunk].lowStudied = min(chunks[chunk].lowStudied, wish.studied)
        chunks[chunk].highStudied = max(chunks[chunk].highStudied, wish.studied)
      }
      words.append(word)
      wishes.append(wish)
      entries.append(entry)
      signatures.append(signature)
    }
    self.classCount = classCount
    self.occupationCount = occupationCount
    self.places = places
    self.boxes = draft.boxes
    self.starts = starts
    self.words = words
    self.wishes = wishes
    self.entries = entries
    self.signatures = signatures
    self.held = held
    self.missions = missions
    self.sectors = sectors
    self.chunks = chunks
    self.bitmap = bitmap
    self.rowLength = rowLength
    self.order = snapshot.vocabulary.credits.order()
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

    private let missions: WishNumbers

    init(classCount: Int, missions: WishNumbers) {
      self.classCount = classCount
      self.missions = missions
    }

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
          let bits = missions.bits(snapshot.candidates.missions, row, of: 8).bits
          append(first + 2 * occupationCount + Int(bits), row, area)
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

    /// The entries by the occupation studied.
    func order(_ snapshot: Snapshot) -> [UInt32] {
      let occupationCount = snapshot.vocabulary.occupationCodes.count
      let studied = rows.map { row in
        let range = snapshot.candidates.diplomaOccupations.range(Int(row))
        return range.first.map { Int(snapshot.candidates.diplomaOccupations.values[$0]) }
          ?? occupationCount
      }
      var next = [Int](repeating: 0, count: occupationCount + 2)
      for occupation in studied { next[occupation + 1] += 1 }
      for occupation in next.indices.dropFirst() { next[occupation] += next[occupation - 1] }
      var order = [UInt32](repeating: 0, count: rows.count)
      for (index, occupation) in studied.enumerated() {
        order[next[occupation]] = UInt32(index)
        next[occupation] += 1
      }
      return order
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
    return facts.isOpen && facts.hasConsent
  }

  /// The word and the entry of a candidate who searches in one of their areas.
  fileprivate func entry(
    _ number: UInt32, area: Int, _ missions: WishNumbers, _ sectors: WishNumbers
  ) -> (UInt64, Index.Wishes, Index.Entry) {
    let row = Int(number)
    let facts = candidates.facts[row]
    var word = GateWord(facts, date: date)
    if let held = facts.levelHeld, Int(held) < programme.minimumLevelHeld.lowerBound {
      // The programme fails, whatever the day.
      word.diploma = GateWord.dayLimit
    }
    var entry = Index.Entry()
    var wishes = Index.Wishes()
    entry.row = number
    wishes.minimumPay = facts.minimumPay ?? -1
    let (missionBits, hasMissions) = missions.bits(candidates.missions, row, of: 8)
    let (sectorBits, hasSectors) = sectors.bits(candidates.sectors, row, of: 32)
    wishes.missions = UInt8(missionBits)
    wishes.sectors = sectorBits
    word.missions = wishes.missions
    word.sectors = wishes.sectors
    entry.needsGates =
      !word.isExact || !candidates.refused.range(row).isEmpty
      || !candidates.invisibleTo.range(row).isEmpty
    wishes.studied = studied(row)
    entry.isWhole =
      candidates.wished.range(row).count <= 1 && wishes.studied != Index.Wishes.several
      && candidates.inferredFromDiploma.range(row).isEmpty
      && candidates.inferredFromOccupations.range(row).isEmpty
      && hasMissions && hasSectors
    if area < Int(UInt32.max), case .circle(let centre, let limit) = candidates.areas.values[area] {
      entry.limit = limit
      entry.x = centre.x
      entry.y = centre.y
      entry.z = centre.z
    }
    return (word.candidate, wishes, entry)
  }

  private func studied(_ row: Int) -> UInt16 {
    let studied = candidates.diplomaOccupations.range(row)
    if let first = studied.first, studied.count == 1 {
      return UInt16(candidates.diplomaOccupations.values[first])
    }
    return studied.isEmpty && candidates.inferredOccupations.range(row).isEmpty
      ? Index.Wishes.none : Index.Wishes.several
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
