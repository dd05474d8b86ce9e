import Testing

@testable import Matching

@Suite struct `A snapshot` {
  @Test(arguments: Dice.seeds)
  func `comes back from its bytes`(seed: UInt64) async throws {
    print("seed", seed)
    let snapshot = try World(seed: seed).snapshot()
    let bytes = snapshot.encoded()
    let again = try Snapshot(decoding: bytes)
    #expect(again.encoded() == bytes)
    #expect(again.method == snapshot.method)
    #expect(again.programme == snapshot.programme)
    let lists = try await Matcher(snapshot).lists()
    #expect(try await Matcher(again).lists() == lists)
  }

  @Test func `keeps every field of a row`() throws {
    let position = Position(
      id: "p", company: "123456789", territory: "ti-2402", commune: "28085", department: "28",
      region: "24", point: World.points[0], isOpen: true, occupation: "H2901", sector: "metal",
      mission: "export", required: [AskedSkill(skill: "a", importance: 5)],
      desired: [AskedSkill(skill: "b", importance: 1)], minimumLevel: 5,
      contracts: [.cdi, .apprentissage], startDay: -5, durationMonths: 12,
      languages: [AskedLanguage(code: "en", level: 4, isRequired: true)], payMin: 1, payMax: 2,
      identity: .max)
    let candidate = Candidate(
      id: "c", isOpen: true, hasConsent: false, levelHeld: 5, levelPrepared: 6, diplomaDay: 20_000,
      diploma: "RNCP1234", diplomaOccupations: ["H2901"], occupations: ["M1801", "H2901"],
      skills: [HeldSkill(skill: "a", proficiency: 2, evidence: .taught)],
      languages: [HeldLanguage(code: "de", level: 2)], contracts: .cdd, availableDay: 20_800,
      areas: [
        .circle(World.points[1], chordSquaredLimit: 77), .territory("ti-2402"),
        .department("28"), .region("24"), .country,
      ], missions: ["export"], sectors: ["metal"], minimumPay: 30_000, invisibleTo: ["987654321"],
      refused: ["q"], exposures: 4, inferredOccupations: ["H1101"], identity: 1 << 63)
    var world = World(seed: 1, positions: 0, candidates: 0)
    world.positions = [position]
    world.candidates = [candidate]
    let again = try Snapshot(decoding: try world.snapshot().encoded())
    #expect(again.position(at: 0) == position)
    #expect(again.candidate(at: 0) == candidate)
  }

  @Test(arguments: Dice.seeds)
  func `refuses bytes that were cut or changed`(seed: UInt64) throws {
    print("seed", seed)
    let bytes = try World(seed: seed, positions: 3, candidates: 5).snapshot().encoded()
    var dice = Dice(seed)
    for _ in 0..<60 {
      let cut = Array(bytes.prefix(dice.number(0...bytes.count - 1)))
      #expect(throws: SnapshotError.self) { try Snapshot(decoding: cut) }
      var changed = bytes
      changed[dice.number(0...bytes.count - 1)] ^= UInt8(1 << dice.number(0...7))
      #expect(throws: SnapshotError.self) { try Snapshot(decoding: changed) }
    }
  }

  @Test(arguments: Dice.seeds)
  func `never traps on rows behind a right checksum`(seed: UInt64) async throws {
    print("seed", seed)
    let bytes = try World(seed: seed, positions: 3, candidates: 5).snapshot().encoded()
    var dice = Dice(seed)
    var read = 0
    for _ in 0..<600 {
      var changed = Array(bytes.dropFirst(8).dropLast(8))
      for _ in 0...dice.number(0...2) {
        changed[dice.number(0...changed.count - 1)] = UInt8(dice.number(0...255))
      }
      let end = dice.chance(80) ? changed.count : dice.number(0...changed.count)
      guard let snapshot = try? Snapshot(decodingRows: changed, from: 0, to: end) else { continue }
      // What can be read can be matched, explained and stored.
      read += 1
      let matcher = Matcher(snapshot)
      _ = try await matcher.lists()
      for position in snapshot.positionIDs {
        for candidate in snapshot.candidateIDs {
          _ = try matcher.explain(position: position, candidate: candidate)
        }
      }
      #expect(try Snapshot(decoding: snapshot.encoded()).encoded() == snapshot.encoded())
    }
    #expect(read > 0)
  }

  @Test func `says that bytes are of another version`() throws {
    var bytes = try World(seed: 1, positions: 1, candidates: 1).snapshot().encoded()
    bytes[7] = 9
    #expect(throws: SnapshotError.version(9)) { try Snapshot(decoding: bytes) }
  }

  @Test func `refuses doubled keys and numbers out of range`() {
    func error(_ change: (inout World) -> Void) -> SnapshotError? {
      var world = World(seed: 1, positions: 2, candidates: 2)
      change(&world)
      do {
        _ = try world.snapshot()
        return nil
      } catch {
        return error as? SnapshotError
      }
    }
    #expect(error { _ in } == nil)
    #expect(
      error { $0.positions[1].id = $0.positions[0].id } == .repeated(table: "position", id: "p0"))
    #expect(
      error { $0.candidates[1].id = $0.candidates[0].id }
        == .repeated(table: "candidate", id: "c0"))
    #expect(
      error { $0.candidates[0].skills = [HeldSkill(skill: "a", proficiency: 5, evidence: .taught)] }
        == .outOfRange(
          table: "candidate", id: "c0", field: "proficiency", value: 5, allowed: 1...4))
    #expect(
      error { $0.positions[0].required = [AskedSkill(skill: "a", importance: 0)] }
        == .outOfRange(
          table: "position", id: "p0", field: "importance", value: 0, allowed: 1...5))
    #expect(error { $0.positions[0].point = Point(x: 1, y: 1, z: 1) } != nil)
    #expect(
      error {
        $0.candidates[0].skills = [
          HeldSkill(skill: "a", proficiency: 1, evidence: .inferredFromDiploma)
        ]
      } != nil)
    #expect(error { $0.candidates[0].languages = [HeldLanguage(code: "", level: 1)] } != nil)
    #expect(error { $0.reference.skills[0].idf = 0 } != nil)
    #expect(error { $0.reference.skills.append($0.reference.skills[0]) } != nil)
    #expect(error { $0.method.weightPay = 0 } != nil)
    #expect(throws: SnapshotError.keyLength(3)) {
      try Snapshot.Builder().build(
        date: 0, week: "", key: [1, 2, 3], programme: World.rules)
    }
  }

  @Test func `asks a skill once, at its highest importance, and as required if it is both`() throws
  {
    var world = World(seed: 1, positions: 1, candidates: 1)
    world.positions[0].required = [
      AskedSkill(skill: "a", importance: 2), AskedSkill(skill: "a", importance: 4),
    ]
    world.positions[0].desired = [
      AskedSkill(skill: "b", importance: 1), AskedSkill(skill: "a", importance: 5),
    ]
    let position = try world.snapshot().position(at: 0)
    #expect(position.required == [AskedSkill(skill: "a", importance: 4)])
    #expect(position.desired == [AskedSkill(skill: "b", importance: 1)])
  }
}
