import Exchange

extension BenchWorld {
  /// Why a folder holds no world.
  package struct Broken: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file and what is wrong with it.
    package let description: String
  }

  /// Reads a world from flat little-endian arrays, one file `FIELD.bin` for each, and `meta.json`.
  ///
  /// `read` gives the bytes of a file, nil where it is not there.
  package init(reading read: (String) throws -> [UInt8]?) throws {
    let meta: JSON
    do {
      meta = try JSON(reading: try read("meta.json") ?? [])
    } catch let error as JSONError {
      throw Broken(description: "meta.json: \(error)")
    }
    func number(_ key: String) throws -> Int {
      guard case .integer(let number)? = meta[key], number >= 0 else {
        throw Broken(description: "meta.json: \(key) is needed")
      }
      return number
    }
    func array<Number: FixedWidthInteger>(
      _ name: String, _ count: Int, of type: Number.Type, within allowed: ClosedRange<Number>
    ) throws -> [Number] {
      let file = name + ".bin"
      let bytes = try read(file) ?? []
      let width = Number.bitWidth / 8
      guard bytes.count == width * count else {
        throw Broken(description: "\(file): \(bytes.count) bytes instead of \(width * count)")
      }
      var numbers: [Number] = []
      numbers.reserveCapacity(count)
      var place = 0
      while place < bytes.count {
        var number = Number.zero
        for byte in 0..<width {
          number |= Number(truncatingIfNeeded: bytes[place + byte]) << Number(8 * byte)
        }
        guard allowed.contains(number) else {
          throw Broken(description: "\(file): \(number) is not within \(allowed)")
        }
        numbers.append(number)
        place += width
      }
      return numbers
    }
    func reals(
      _ name: String, _ count: Int, within allowed: ClosedRange<Double>
    ) throws -> [Double] {
      try array(name, count, of: UInt64.self, within: 0...UInt64.max).map { bits in
        let real = Double(bitPattern: bits)
        guard allowed.contains(real) else {
          throw Broken(description: "\(name).bin: \(real) is not within \(allowed)")
        }
        return real
      }
    }
    skillCount = try number("V")
    let occupations = try number("NOCC")
    guard (1...(1 << 16)).contains(skillCount), (1...(1 << 15)).contains(occupations) else {
      throw Broken(description: "meta.json: too many skills or occupations, or none")
    }
    let lastSkill = UInt16(skillCount - 1)
    let lastOccupation = Int16(occupations - 1)
    func common(
      _ letter: String, _ count: Int, _ total: Int, day: String, degree: String, most: Int8
    ) throws -> Common {
      let starts = try array(letter + "_ptr", count + 1, of: Int64.self, within: 0...Int64(total))
      guard starts.first == 0, starts.last == Int64(total),
        zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
      else { throw Broken(description: "\(letter)_ptr.bin: does not ascend from 0 to \(total)") }
      let result = Common(
        latitude: try reals(letter + "_lat", count, within: -90...90),
        longitude: try reals(letter + "_lon", count, within: -180...180),
        level: try array(letter + "_lvl", count, of: Int8.self, within: 1...8),
        contracts: try array(letter + "_ct", count, of: Int8.self, within: 0...31),
        day: try array(day, count, of: Int16.self, within: 0...3_650),
        occupation: try array(
          letter + "_occ", count, of: Int16.self, within: 0...lastOccupation),
        starts: starts.map { Int($0) },
        skills: try array(letter + "_sk", total, of: UInt16.self, within: 0...lastSkill),
        degrees: try array(degree, total, of: Int8.self, within: 1...most))
      for row in 0..<count {
        let range = result.starts[row]..<result.starts[row + 1]
        for place in range.dropFirst() where result.skills[place] <= result.skills[place - 1] {
          throw Broken(description: "\(letter)_sk.bin: skills of row \(row) do not ascend")
        }
      }
      return result
    }
    let candidateCount = try number("N")
    candidates = try common(
      "c", candidateCount, try number("nnz_c"), day: "c_av", degree: "c_lv", most: 4)
    radius = try array("c_rad", candidateCount, of: Int16.self, within: -1...5_000)
    positions = try common(
      "p", try number("M"), try number("nnz_p"), day: "p_start", degree: "p_w", most: 5)
    family = try array("fam_of", occupations, of: Int16.self, within: 0...Int16.max)
    idf = try reals("idf", skillCount, within: 0...255)
  }
}
