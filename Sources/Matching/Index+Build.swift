extension Index {
  /// Arranges the candidates some position could take.
  ///
  /// Left out are those no position can: closed or without consent.
  init(_ snapshot: Snapshot) {
    let occupationCount = snapshot.vocabulary.occupationCodes.count
    let missions = WishNumbers(snapshot.candidates.missions, snapshot.symbols)
    let sectors = WishNumbers(snapshot.candidates.sectors, snapshot.symbols)
    var draft = Draft(occupationCount: occupationCount)
    for row in 0..<snapshot.candidateCount where snapshot.canBeTaken(row) {
      draft.add(row, snapshot)
    }
    draft.sortPlaces()
    let starts = draft.starts()
    var next = starts
    let count = draft.keys.count
    var order = [UInt32](repeating: 0, count: count)
    for index in 0..<count {
      let key = Int(draft.keys[index])
      order[Int(next[key])] = UInt32(index)
      next[key] += 1
    }
    var words = [UInt64](largePages: count)
    var wishes = [Wishes](largePages: count)
    var held = [CandidateColumns.Held](largePages: snapshot.candidates.held.values.count)
    let paySteps = snapshot.paySteps()
    var kindCounts = [Int](repeating: 0, count: Kind.allCases.count)
    // Where the skills of a candidate with several entries stand.
    var heldStarts: [UInt32: UInt32] = [:]
    let entries = Lines(count: count) { index in
      let place = Int(order[index])
      let row = draft.rows[place]
      let isRepeated =
        place > 0 && draft.rows[place - 1] == row
        || place + 1 < count && draft.rows[place + 1] == row
      var (word, wish, entry) = snapshot.entry(
        row, area: Int(draft.areas[place]), missions, sectors)
      let `class` = Int(draft.keys[place]) % draft.classCount
      let kind =
        `class` < 3 * occupationCount ? `class` / occupationCount : Kind.neither.rawValue
      kindCounts[kind] += 1
      if kind == Kind.wished.rawValue || kind == Kind.both.rawValue {
        wish.wished = UInt16(`class` % occupationCount)
        if kind == Kind.wished.rawValue { wish.studied = Wishes.none }
      }
      wish.payStep = paySteps.step(of: entry.minimumPay)
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
      words.append(word)
      wishes.append(wish)
      return entry
    }
    self.occupationCount = occupationCount
    self.places = draft.places
    self.boxes = draft.boxes
    self.starts = starts
    kindStarts =
      draft.places.indices.flatMap { place in
        Kind.allCases.map { starts[place * draft.classCount + $0.firstClass(of: occupationCount)] }
      } + [UInt32(count)]
    self.wishes = wishes
    self.entries = entries
    self.held = held
    gates = GateBits(words, wishes)
    postings = Postings(entries, held, skillCount: snapshot.vocabulary.skillKeys.count)
    self.missions = missions
    self.sectors = sectors
    self.paySteps = paySteps
    self.kindCounts = kindCounts
    levels = CreditLevels(snapshot.vocabulary.credits)
  }

  /// The entries before they are sorted: a key of place and class for each, in order of rows.
  private struct Draft {
    let occupationCount: Int
    var classCount: Int { 3 * occupationCount + 2 }
    var keys: [UInt32] = []
    var rows: [UInt32] = []
    /// The index of the area each entry searches in, or the largest number.
    var areas: [UInt32] = []
    var places: [Place] = []
    var boxes: [Box] = []
    private var numbers: [Place: Int] = [:]
    private var found: [(place: Int, area: UInt32)] = []

    init(occupationCount: Int) {
      self.occupationCount = occupationCount
    }

    mutating func add(_ row: Int, _ snapshot: Snapshot) {
      search(row, snapshot)
      let wished = snapshot.candidates.wished.range(row)
      let studied = snapshot.candidates.diplomaOccupations.range(row)
      let hasOther = studied.contains { index in
        let studied = snapshot.candidates.diplomaOccupations.values[index]
        return !wished.contains { snapshot.candidates.wished.values[$0] == studied }
      }
      for (place, area) in found {
        let first = place * classCount
        if wished.isEmpty {
          let isNeither =
            studied.isEmpty && snapshot.candidates.inferredOccupations.range(row).isEmpty
          let `class` =
            if studied.count == 1 {
              occupationCount
                + Int(snapshot.candidates.diplomaOccupations.values[studied.lowerBound])
            } else {
              3 * occupationCount + (isNeither ? 0 : 1)
            }
          append(first + `class`, row, area)
        }
        for index in wished {
          let occupation = Int(snapshot.candidates.wished.values[index])
          append(first + occupation + (hasOther ? 2 * occupationCount : 0), row, area)
        }
      }
    }

    private mutating func append(_ key: Int, _ row: Int, _ area: UInt32) {
      keys.append(UInt32(key))
      rows.append(UInt32(row))
      areas.append(area)
    }

    /// Numbers the places anew: everywhere, then the cells by number, then the others as found.
    mutating func sortPlaces() {
      func key(_ number: Int) -> (Int, Int, Int) {
        switch places[number] {
        case .anywhere: (0, 0, number)
        case .cell(let cell): (1, Int(cell), number)
        case .territory, .department, .region: (2, 0, number)
        }
      }
      let order = places.indices.sorted { key($0) < key($1) }
      var numbers = [Int](repeating: 0, count: places.count)
      for (new, old) in order.enumerated() { numbers[old] = new }
      for index in keys.indices {
        let (place, `class`) = Int(keys[index]).quotientAndRemainder(dividingBy: classCount)
        keys[index] = UInt32(numbers[place] * classCount + `class`)
      }
      places = order.map { places[$0] }
      boxes = order.map { boxes[$0] }
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
    func starts() -> [UInt32] {
      var starts = [UInt32](repeating: 0, count: places.count * classCount + 1)
      for key in keys { starts[Int(key) + 1] += 1 }
      for key in starts.indices.dropFirst() { starts[key] += starts[key - 1] }
      return starts
    }
  }
}

extension [Int32] {
  /// The last step whose lowest pay is not above a pay; 0 for none told.
  fileprivate func step(of pay: Int32) -> UInt8 {
    guard pay >= 0 else { return 0 }
    var low = 0
    var high = count
    while high - low > 1 {
      let middle = (low + high) / 2
      if self[middle] <= pay { low = middle } else { high = middle }
    }
    return UInt8(low)
  }
}

extension Snapshot {
  /// The lowest pay of each of up to 255 steps of the least pays told, after one for none: of every
  /// one that is told where they are few.
  fileprivate func paySteps() -> [Int32] {
    // Of a country a sample will do: steps need not be even.
    let sample = Swift.max(1, candidateCount >> 16)
    var told: Set<Int32> = []
    var least = Int32.max
    for row in 0..<candidateCount {
      guard let pay = candidates.facts[row].minimumPay else { continue }
      least = Swift.min(least, pay)
      if row % sample == 0 { told.insert(pay) }
    }
    guard least < .max else { return [-1] }
    told.insert(least)
    let sorted = told.sorted()
    let count = Swift.min(sorted.count, 255)
    return [-1] + (0..<count).map { sorted[$0 * sorted.count / count] }
  }

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
    entry.row = number
    entry.tie = facts.tie
    entry.exposures = facts.exposures
    var wishes = Index.Wishes()
    entry.minimumPay = facts.minimumPay ?? -1
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
    entry.word = word.fields
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
