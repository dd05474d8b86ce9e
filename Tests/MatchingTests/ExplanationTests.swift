import Testing

@testable import Matching

@Suite struct `An explanation` {
  /// Computes a score from what is told alone: no snapshot, no rows.
  private func recompute(_ told: Explanation, _ method: Method, _ note: Comment) {
    var product = 1
    for side in told.sides {
      let asked = side.components.filter(\.isAsked)
      let total = asked.map(\.weight).reduce(0, +)
      for component in asked {
        #expect(component.weight == method.weight(component.component), note)
        switch component.state {
        case .unknown:
          #expect(component.value == method.prior(component.component), note)
          #expect(component.prior == component.value, note)
        case .known, .inferred:
          #expect(component.value == value(component, method, note), note)
        }
      }
      for component in side.components where !component.isAsked && component.component != .prior {
        #expect(component.weight == 0 && component.contribution == 0, note)
      }
      let sum = side.components.map(\.contribution).reduce(0, +)
      #expect(sum == side.value, note)
      if total == 0 {
        #expect(side.value == method.prior(side.side), note)
      } else {
        let exact = asked.map { $0.weight * $0.value }.reduce(0, +) / total
        #expect(side.value == exact, note)
        let heaviest = asked.map(\.weight).max()
        let first = asked.firstIndex { $0.weight == heaviest }
        for (index, component) in asked.enumerated() {
          let share = component.weight * component.value / total
          let rest = component.contribution - share
          #expect(index == first ? (0...3).contains(rest) : rest == 0, note)
        }
      }
      product *= side.value
    }
    #expect(told.score * told.score <= product, note)
    #expect((told.score + 1) * (told.score + 1) > product, note)
  }

  private func value(
    _ component: Explanation.Component, _ method: Method, _ note: Comment
  ) -> Int {
    var skills: [Explanation.SkillItem] = []
    var answers: [Int] = []
    for item in component.evidence {
      switch item {
      case .skill(let skill): skills.append(skill)
      case .answer(let answer):
        let value = answer.basis.map { self.value($0, answer, method, note) }
        #expect(answer.value == value, note)
        answers.append(value ?? 0)
      }
    }
    switch component.component {
    case .requiredSkills, .desiredSkills:
      for skill in skills {
        var credit = 0
        if let held = skill.held {
          #expect(held.proficiencyFactor == method.factor(proficiency: held.proficiency), note)
          #expect(held.evidenceFactor == method.factor(evidence: held.evidence), note)
          #expect(
            held.strength == held.proficiencyFactor * held.evidenceFactor / 1_000_000, note)
          credit = held.base * held.strength / 1_000_000
          #expect((held.match == .exact) == (held.skill == skill.skill), note)
        }
        #expect(skill.credit == credit, note)
        #expect(skill.isMet == (credit >= method.metThreshold), note)
      }
      let total = skills.map { $0.idf * $0.importance }.reduce(0, +)
      return skills.map { $0.idf * $0.importance * $0.credit }.reduce(0, +) / total
    case .positionOccupation, .candidateOccupation: return answers.max() ?? -1
    case .languages: return answers.reduce(0, +) / answers.count
    case .mission, .sector, .pay, .prior: return answers.first ?? -1
    }
  }

  private func value(
    _ basis: Explanation.Basis, _ answer: Explanation.AnswerItem, _ method: Method, _ note: Comment
  ) -> Int {
    switch basis {
    case .occupation(let basis):
      if basis.link == .content {
        let nearness = min(basis.nearness ?? -1, method.occupationContentFull)
        #expect(
          basis.credit == method.occupationContent * nearness / method.occupationContentFull, note)
      } else {
        #expect(basis.nearness == nil && basis.credit == method.credit(basis.link), note)
      }
      #expect(
        basis.factor == (basis.source == .inferred ? method.occupationInferred : 1_000_000), note)
      return basis.credit * basis.factor / 1_000_000
    case .language(let spoken, let asked): return min(spoken, asked) * 1_000_000 / asked
    case .wishes(let wishes): return wishes.contains(answer.answered ?? "") ? 1_000_000 : 0
    case .pay(let offered, let least, let floor):
      #expect(floor == method.payFloor, note)
      guard offered < least else { return 1_000_000 }
      let above = offered * 1_000_000 - floor * least
      return above <= 0 ? 0 : above * 1_000_000 / ((1_000_000 - floor) * least)
    }
  }

  @Test(arguments: Dice.seeds)
  func `suffices to compute every score again`(seed: UInt64) throws {
    print("seed", seed)
    let world = World(seed: seed)
    let oracle = Oracle(world: world)
    let matcher = Matcher(try world.snapshot())
    for position in world.positions {
      for candidate in world.candidates {
        let told = try matcher.explain(position: position.id, candidate: candidate.id)
        let note = Comment("\(position.id) \(candidate.id) seed \(seed)")
        recompute(told, world.method, note)
        #expect(told.score == oracle.score(position, candidate), note)
        #expect(Set(told.failures.map(\.gate)) == oracle.fails(position, candidate), note)
        #expect(told.gates.map(\.gate) == Gate.allCases, note)
        #expect(told.tie.exposures == candidate.exposures, note)
      }
    }
  }

  @Test func `counts by hand as documented`() throws {
    // A worked example: two required skills of idf 2 and 1, one declared well, one inferred.
    var builder = Snapshot.Builder(
      reference: Reference(
        skills: [
          Reference.Skill(key: "weld", idf: 131_072), Reference.Skill(key: "draw", idf: 65_536),
        ],
        occupationSkills: [
          Reference.OccupationSkill(occupation3: "H2901", skill: "draw", isBase: true)
        ]))
    builder.add(
      Position(
        id: "p", company: "1", isOpen: true, occupation: "H2901",
        required: [
          AskedSkill(skill: "weld", importance: 3), AskedSkill(skill: "draw", importance: 2),
        ], payMin: 24_000, payMax: 27_000))
    builder.add(
      Candidate(
        id: "c", isOpen: true, hasConsent: true, diplomaOccupations: ["H2901"],
        occupations: ["H2905"],
        skills: [HeldSkill(skill: "weld", proficiency: 3, evidence: .declared)],
        minimumPay: 30_000))
    let snapshot = try builder.build(
      date: World.date, week: World.week, key: World.key, programme: World.rules)
    let told = try Matcher(snapshot).explain(position: "p", candidate: "c")
    // weld .9·.9 = .81 with weight 6, draw .75·.7 = .525 with weight 2: (4.86 + 1.05) / 8.
    let skills = told.sides[0].components[0]
    #expect(skills.value == 738_750)
    #expect(skills.state == .inferred)
    // Skills 50, occupation 25 at 1: (50 · .73875 + 25) / 75.
    #expect(told.sides[0].value == 825_833)
    #expect(told.sides[0].components.map(\.contribution) == [492_500, 0, 333_333, 0])
    // The wish is in the domain (.30, weight 50), 27,000 of 30,000: (.9 − .7) / .3 (weight 15).
    #expect(told.sides[1].components[3].value == 666_666)
    #expect(told.sides[1].value == (50 * 300_000 + 15 * 666_666) / 65)
    #expect(told.score == 563_584)
  }

  @Test func `tells the prior where nothing was asked`() throws {
    var builder = Snapshot.Builder()
    builder.add(Position(id: "p", company: "1", isOpen: true))
    builder.add(Candidate(id: "c", isOpen: true, hasConsent: true))
    let snapshot = try builder.build(
      date: World.date, week: World.week, key: World.key, programme: World.rules)
    let told = try Matcher(snapshot).explain(position: "p", candidate: "c")
    #expect(told.sides.map(\.value) == [300_000, 400_000])
    #expect(told.sides.map { $0.components.last?.component } == [.prior, .prior])
    #expect(told.score == 346_410)
  }

  @Test func `never says that silence is better than an ordinary answer`() {
    // A prior above what a plain answer brings would fill the lists with empty profiles.
    let method = Method.current
    #expect(method.priorRequiredSkills < method.metThreshold)
    #expect(method.priorDesiredSkills < method.metThreshold)
    #expect(method.priorPositionOccupation < method.occupationSameDomain)
    #expect(method.priorCandidateOccupation < method.occupationSameDomain)
    let weakest = method.strength(proficiency: 1, evidence: .declared)
    let diploma = method.strength(
      proficiency: method.proficiencyInferred, evidence: .inferredFromDiploma)
    let wish = method.strength(
      proficiency: method.proficiencyInferred, evidence: .inferredFromOccupation)
    #expect(wish < method.metThreshold && method.metThreshold <= diploma && diploma < weakest)
  }

  @Test(arguments: Dice.seeds)
  func `of an absence leads with the first failing gate and tells the distance`(seed: UInt64)
    throws
  {
    let world = World(seed: seed, positions: 6, candidates: 25)
    let matcher = Matcher(try world.snapshot())
    for position in world.positions {
      let list = try matcher.list(position: position.id, limit: 2)
      for candidate in world.candidates {
        let answer = try matcher.whyNot(
          position: position.id, candidate: candidate.id, limit: 2)
        let failures = answer.explanation.gates.filter { $0.result == .fail }
        #expect(answer.firstFailure == failures.first)
        #expect(answer.otherFailures == Array(failures.dropFirst()))
        let listed = list.matches.first { $0.candidate == candidate.id }
        let place = answer.place
        #expect(place.rank == listed?.rank && place.matchCount == list.matchCount)
        #expect(place.last?.rank == list.matches.last?.rank)
        #expect(
          place.distance == list.matches.last.map { answer.explanation.score - $0.score })
        if let listed {
          #expect(answer.explanation.tie.word == listed.tie)
          #expect(answer.scoreMissing == nil && (place.distance ?? -1) >= 0)
        } else if let missing = answer.scoreMissing {
          #expect(place.isFull)
          #expect(answer.explanation.score + missing == list.matches[1].score)
        } else if failures.isEmpty, answer.missingRequired.isEmpty {
          Issue.record("\(candidate.id) should stand in the list of \(position.id)")
        }
      }
    }
  }

  /// A pair without something that was told for nothing; nil where that is about others.
  private func without(
    _ unused: Explanation.Unused, _ position: Position, _ candidate: Candidate
  ) -> (Position, Candidate)? {
    var position = position
    var candidate = candidate
    switch (unused.party, unused.field) {
    case (.position, "commune"):
      position.commune = nil
      position.point = nil
      position.territory = nil
      position.department = nil
      position.region = nil
    case (.position, "contracts"): position.contracts = []
    case (.position, "start_on"): position.startDay = nil
    case (.position, "duration_months"): position.durationMonths = nil
    case (.position, "mission"): position.mission = nil
    case (.position, "sector"): position.sector = nil
    case (.position, "pay_min"): position.payMin = nil
    case (.position, "pay_max"): position.payMax = nil
    case (.candidate, "diploma"): candidate.diploma = nil
    case (.candidate, "diploma_on"): candidate.diplomaDay = nil
    case (.candidate, "diploma_occupations"): candidate.diplomaOccupations = []
    case (.candidate, "contracts"): candidate.contracts = []
    case (.candidate, "skills"):
      let rest = candidate.skills.filter { !unused.values.contains($0.skill) }
      // That something was told at all is an answer.
      candidate.skills = rest.isEmpty ? Array(candidate.skills.prefix(1)) : rest
    case (.candidate, "languages"):
      candidate.languages.removeAll { unused.values.contains($0.code) }
    case (.candidate, "invisible_to"): candidate.invisibleTo.removeAll { $0 != position.company }
    case (.candidate, "refused"): candidate.refused.removeAll { $0 != position.id }
    default: return nil
    }
    return (position, candidate)
  }

  @Test(arguments: Dice.seeds)
  func `says of nothing that decided something that it was not used`(seed: UInt64) throws {
    print("seed", seed)
    let world = World(seed: seed, positions: 5, candidates: 30)
    let matcher = Matcher(try world.snapshot())
    var fields: Set<String> = []
    for position in world.positions {
      for candidate in world.candidates {
        let told = try matcher.explain(position: position.id, candidate: candidate.id)
        for unused in told.unused {
          let (position, candidate) = try #require(without(unused, position, candidate))
          fields.insert("\(unused.party.name) \(unused.field)")
          var world = world
          world.positions = [position]
          world.candidates = [candidate]
          let again = try Matcher(world.snapshot())
            .explain(position: position.id, candidate: candidate.id)
          let note = Comment("\(position.id) \(candidate.id) \(unused) seed \(seed)")
          #expect(again.gates.map(\.result) == told.gates.map(\.result), note)
          #expect(again.sides.map(\.value) == told.sides.map(\.value), note)
          #expect(again.score == told.score, note)
        }
      }
    }
    #expect(fields.count > 12, "\(fields.sorted())")
  }

  @Test func `names near skills of a missing one, best first`() throws {
    var builder = Snapshot.Builder(
      reference: Reference(
        skills: [
          Reference.Skill(key: "asked", idf: 65_536, group: "g"),
          Reference.Skill(key: "sibling", idf: 65_536, group: "g"),
        ],
        near: [
          Reference.Near(skill: "asked", near: "close", credit: 480_000),
          Reference.Near(skill: "close", near: "other", credit: 900_000),
        ]))
    builder.add(
      Position(
        id: "p", company: "1", isOpen: true,
        required: [AskedSkill(skill: "asked", importance: 1)]))
    builder.add(
      Candidate(
        id: "c", isOpen: true, hasConsent: true,
        skills: ["other", "sibling", "close"].map {
          HeldSkill(skill: $0, proficiency: 4, evidence: .attested)
        }))
    let snapshot = try builder.build(
      date: World.date, week: World.week, key: World.key, programme: World.rules)
    let match = try #require(try Matcher(snapshot).list(position: "p").near.first)
    #expect(match.away == .skill("asked"))
    #expect(
      match.missing == [MissingSkill(skill: "asked", isRequired: true, near: ["close", "sibling"])])
  }
}
