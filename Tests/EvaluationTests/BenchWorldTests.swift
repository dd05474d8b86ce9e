import Exchange
import Matching
import Testing

@testable import Evaluation

@Suite struct `A world to measure in` {
  let size = BenchWorld.Size(candidates: 300, positions: 30)

  /// The arrays of a world as a generator writes them.
  func files(_ world: BenchWorld) -> [String: [UInt8]] {
    func bytes(_ words: [some FixedWidthInteger]) -> [UInt8] {
      words.flatMap { word in
        (0..<(type(of: word).bitWidth / 8)).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      }
    }
    func bytes(_ reals: [Double]) -> [UInt8] { bytes(reals.map(\.bitPattern)) }
    var files = [
      "meta.json": Array(
        """
        {"N": \(world.candidates.count), "M": \(world.positions.count), "V": \(world.skillCount), \
        "NOCC": \(world.family.count), "nnz_c": \(world.candidates.skills.count), \
        "nnz_p": \(world.positions.skills.count), "seed": 1}
        """.utf8),
      "c_rad.bin": bytes(world.radius), "fam_of.bin": bytes(world.family),
      "idf.bin": bytes(world.idf),
    ]
    for (letter, part, day, degree) in [
      ("c", world.candidates, "c_av", "c_lv"), ("p", world.positions, "p_start", "p_w"),
    ] {
      files["\(letter)_lat.bin"] = bytes(part.latitude)
      files["\(letter)_lon.bin"] = bytes(part.longitude)
      files["\(letter)_lvl.bin"] = bytes(part.level)
      files["\(letter)_ct.bin"] = bytes(part.contracts)
      files["\(letter)_occ.bin"] = bytes(part.occupation)
      files["\(letter)_ptr.bin"] = bytes(part.starts.map { Int64($0) })
      files["\(letter)_sk.bin"] = bytes(part.skills)
      files["\(day).bin"] = bytes(part.day)
      files["\(degree).bin"] = bytes(part.degrees)
    }
    return files
  }

  /// Everything of a world in bytes.
  func bytes(_ world: FlatWorld) -> [String: [UInt8]] {
    let positions = world.positions.asked.count
    var files: [String: [UInt8]] = [:]
    BenchExport(
      world, method: .current, matches: BenchLists(positions: positions, width: 20),
      near: BenchLists(positions: positions, width: 10),
      nearCounts: [Int](repeating: 0, count: positions), description: ""
    ).write { files[$0, default: []] += $1 }
    return files
  }

  @Test func `is the same for the same seed, and another for another`() {
    let one = bytes(BenchWorld(size: size, seed: 7).flat(seed: 7))
    #expect(one == bytes(BenchWorld(size: size, seed: 7).flat(seed: 7)))
    let other = bytes(BenchWorld(size: size, seed: 8).flat(seed: 8))
    for file in one.keys where file.hasPrefix("held_") || file.hasPrefix("candidate_x") {
      #expect(one[file] != other[file], "\(file)")
    }
  }

  @Test func `has the shares it says`() {
    let world = BenchWorld(size: .init(candidates: 4_000, positions: 1_000), seed: 3).flat(seed: 3)
    func share(_ count: Int, of total: Int) -> Double { Double(count) / Double(total) }
    func about(_ found: Double, _ wanted: Double) -> Bool { abs(found - wanted) < 0.06 }
    let candidates = world.candidates
    let asked = world.positions.asked.values
    #expect(about(share(asked.count { $0.isRequired }, of: asked.count), 0.6))
    #expect(about(share((0..<4_000).count { candidates.wished[$0].isEmpty }, of: 4_000), 0.3))
    #expect(about(share((0..<4_000).count { candidates.missions[$0].isEmpty }, of: 4_000), 0.3))
    #expect(about(share((0..<4_000).count { candidates.sectors[$0].isEmpty }, of: 4_000), 0.3))
    let told = FlatWorld.notTold
    #expect(about(share(candidates.minimumPay.count { $0 == told }, of: 4_000), 0.3))
    #expect(about(share(world.positions.payMax.count { $0 == told }, of: 1_000), 0.3))
    #expect(about(share(world.positions.mission.count { $0 == told }, of: 1_000), 0.3))
    #expect(about(share(candidates.diplomaDay.count { $0 == told }, of: 4_000), 0.1))
    let country = candidates.chordSquaredLimit.count { $0 == FlatWorld.wholeCountry }
    #expect(about(share(country, of: 4_000), 0.15))
    let declared = candidates.held.values.count { $0.evidence == .declared }
    #expect(about(share(declared, of: candidates.held.values.count), 0.7))
  }

  @Test func `gives asked skills near ones that stand beside them, best first, never themselves`() {
    let world = BenchWorld(size: .init(candidates: 4_000, positions: 1_000), seed: 3).flat(seed: 3)
    var full = 0
    for skill in 0..<world.near.count {
      let near = world.near[skill]
      #expect(near.count <= 10 && !near.contains { $0.skill == UInt32(skill) })
      #expect(near.allSatisfy { (1..<600_000).contains($0.credit) })
      #expect(Set(near.map(\.skill)).count == near.count)
      #expect(zip(near, near.dropFirst()).allSatisfy { $0.credit >= $1.credit })
      if near.count == 10 { full += 1 }
    }
    #expect(full > 1_000)
  }

  @Test func `read from files is what was written, filled in alike`() throws {
    let world = BenchWorld(size: size, seed: 7)
    let files = files(world)
    let read = try BenchWorld { files[$0] }
    #expect(read.candidates == world.candidates && read.positions == world.positions)
    #expect(read.size == size)
    #expect(bytes(read.flat(seed: 7)) == bytes(world.flat(seed: 7)))
  }

  @Test(arguments: ["meta.json", "c_lat.bin", "c_ptr.bin", "p_sk.bin", "idf.bin", "fam_of.bin"])
  func `refuses a file that is missing or cut short`(_ name: String) {
    var files = files(BenchWorld(size: size, seed: 7))
    files[name] = files[name].map { Array($0.dropLast()) }
    #expect(throws: BenchWorld.Broken.self) { try BenchWorld { files[$0] } }
    files[name] = nil
    #expect(throws: BenchWorld.Broken.self) { try BenchWorld { files[$0] } }
  }

  @Test func `refuses numbers out of range, naming the file`() {
    for (name, value) in [("c_ct.bin", 64), ("p_w.bin", 6), ("c_lv.bin", 0), ("p_lvl.bin", 9)] {
      var files = files(BenchWorld(size: size, seed: 7))
      files[name]?[0] = UInt8(value)
      let error = #expect(throws: BenchWorld.Broken.self) { try BenchWorld { files[$0] } }
      #expect(error?.description.hasPrefix(name) == true)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `is ranked by the engine as by brute force`(_ seed: UInt64) async throws {
    let world = BenchWorld(size: .init(candidates: 1_500, positions: 60), seed: seed).flat(
      seed: seed)
    let engine = try BenchEngine(world, method: .current)
    let answer = await engine.matches(threads: 2)
    let near = try await engine.near(threads: 2)
    let check = await BruteForce(world, method: .current).check(
      answer.matches, near, every: 1, threads: 2)
    #expect(check.checkedCount == 60 && check.passingCount > 1_000)
    #expect(check.differingMatches.isEmpty && check.differingNear.isEmpty, "seed \(seed)")
    #expect(answer.componentCount == 7 && answer.scoredCount <= check.passingCount)
  }

  /// The shorter a list the higher its bar, and the more is passed by: classes, and who holds too few
  /// skills.
  @Test func `begins every longer list with the shorter one`() async throws {
    var world = BenchWorld(size: .init(candidates: 8_000, positions: 200), seed: 4).flat(seed: 4)
    for row in world.candidates.chordSquaredLimit.indices where row % 3 > 0 {
      world.candidates.chordSquaredLimit[row] = FlatWorld.wholeCountry
    }
    let engine = try BenchEngine(world, method: .current)
    let long = await engine.matches(limit: 100, threads: 2)
    for limit in [1, 3, 8, 20] {
      let short = await engine.matches(limit: limit, threads: 2)
      #expect(short.scoredCount < long.scoredCount)
      for position in 0..<200 {
        #expect(
          short.matches[position] == Array(long.matches[position].prefix(limit)),
          "position \(position), limit \(limit)")
      }
    }
  }

  @Test func `shows a list that is not exact`() async throws {
    let world = BenchWorld(size: size, seed: 7).flat(seed: 7)
    let engine = try BenchEngine(world, method: .current)
    var matches = await engine.matches(threads: 1).matches
    let near = try await engine.near(threads: 1)
    matches[11][1].score += 1
    let check = await BruteForce(world, method: .current).check(
      matches, near, every: 1, threads: 1)
    #expect(check.differingMatches == [11] && !check.isExact)
  }

  @Test func `is exported whole, each file as the schema says`() async throws {
    let world = BenchWorld(size: size, seed: 7).flat(seed: 7)
    let answer = await (try BenchEngine(world, method: .current)).matches(threads: 1)
    var files: [String: [UInt8]] = [:]
    BenchExport(
      world, method: .current, matches: answer.matches,
      near: BenchLists(positions: 30, width: 10), nearCounts: Array(0..<30), description: "Here."
    ).write { files[$0, default: []] += $1 }
    func numbers(_ name: String) -> [Int] {
      let bytes = files[name] ?? []
      return stride(from: 0, to: bytes.count, by: 4).map { place in
        Int(Int32(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }))
      }
    }
    let widths = ["u8": 1, "i32": 4, "u32": 4, "i64": 8, "u64": 8]
    let schema = try JSON(reading: files["schema.json"] ?? [])
    let told = try #require(schema["files"]?.elements)
    for file in told {
      let name = try #require(file["name"]?.text)
      let count = (file["shape"]?.elements ?? []).reduce(1) { product, length in
        guard case .integer(let length) = length else { return 0 }
        return product * length
      }
      let width = try #require(file["type"]?.text.flatMap { widths[$0] })
      #expect(files[name]?.count == count * width, "\(name)")
      #expect(file["meaning"]?.text?.isEmpty == false)
    }
    #expect(
      Set(files.keys)
        == Set(told.compactMap { $0["name"]?.text }).union(
          ["schema.json", "method.json", "README"]))
    #expect(numbers("candidate_x.i32") == world.candidates.x.map { Int($0) })
    #expect(numbers("held_skill.u32") == world.candidates.held.values.map { Int($0.skill) })
    #expect(numbers("idf.i32") == world.idf.map { Int($0) })
    let scores = numbers("list_score.i32")
    for position in 0..<30 {
      let list = answer.matches[position].map(\.score)
      #expect(Array(scores[position * 20..<position * 20 + list.count]) == list)
    }
    #expect(String(decoding: files["README"] ?? [], as: UTF8.self).contains("Here."))
  }
}
