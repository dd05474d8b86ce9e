/// What each requirement of a position costs it: who would come in if it alone were given up.
package struct WhatIf: Hashable, Sendable {
  /// One requirement given up.
  package struct Change: Hashable, Sendable {
    /// Which one, and how.
    package let relaxation: Relaxation
    /// How many more candidates would pass every gate and meet every required skill.
    package let morePassing: Int
    /// How many candidates would stand in the list that do not stand in it now.
    package let newlyListed: Int
    /// The best of the newly listed, best first, by id; as many as the list holds at most.
    package let first: [String]
  }

  /// The position's id.
  package let position: String
  /// How many candidates match as it is.
  package let matchCount: Int
  /// How many matches a list holds at most.
  package let limit: Int
  /// The changes, the one that brings most first; of equal ones in the order of the requirements.
  package let changes: [Change]

  /// The change that brings most candidates, if any brings one.
  package var best: Change? { changes.first { $0.morePassing > 0 } }
}

/// The one requirement whose giving up brings a position without matches most candidates.
package struct Starving: Hashable, Sendable {
  /// The position's id.
  package let position: String
  /// What to give up; nil where no single requirement keeps anybody out.
  package let relaxation: Relaxation?
  /// How many candidates would pass then.
  package let gain: Int

  /// A position without matches and what would help it most.
  package init(position: String, relaxation: Relaxation?, gain: Int) {
    self.position = position
    self.relaxation = relaxation
    self.gain = gain
  }
}

extension Matcher {
  /// What would change for a position if each of its requirements alone were given up.
  ///
  /// A requirement that stands in the position is given up by changing the position: every contract
  /// offered, no level, a language or a skill not asked. The day, the area and the programme bind
  /// both sides, and there the gate alone is waived.
  ///
  /// - Parameters:
  ///   - id: the position; a closed one is taken as open.
  ///   - limit: how many matches the list holds at most.
  /// - Returns: every requirement, the one that brings most candidates first.
  /// - Throws: ``MatchingError`` where the snapshot does not hold it.
  package func whatIf(position id: String, limit: Int = 20) throws(MatchingError) -> WhatIf {
    whatIf(try positionRow(id), limit: limit)
  }

  /// For every position without a match among some lists, what would help it most.
  ///
  /// - Parameters:
  ///   - lists: the lists of a run.
  ///   - threads: how many tasks share the work; it changes nothing but the time.
  /// - Returns: one entry per position without a match, in the order of the lists.
  /// - Throws: ``MatchingError`` where the snapshot does not hold one of them.
  package func starving(
    among lists: [PositionList], threads: Int = 1
  ) async throws(MatchingError) -> [Starving] {
    var rows: [Int] = []
    for list in lists where list.matchCount == 0 { rows.append(try positionRow(list.position)) }
    guard !rows.isEmpty else { return [] }
    let roster = Roster(snapshot)
    return await byWorkers(
      of: rows, threads: threads, { Sieve(roster, count: snapshot.candidateCount) },
      { sieve, row in starving(row, &sieve) })
  }

  /// What would help a position without a match most: of the first best the earliest requirement, as
  /// ``WhatIf/best`` has it.
  private func starving(_ position: Int, _ sieve: inout Sieve) -> Starving {
    let trials = Trials(snapshot, position: position)
    var scorer = Scorer(trials.snapshot)
    var best = Starving(
      position: snapshot.text(snapshot.positions.facts[position].id), relaxation: nil, gain: 0)
    for trial in trials.all {
      scorer.prepare(trial.row)
      sieve.sift(scorer, waiving: trial.waived)
      let gain = sieve.standings.matches.count
      if gain > best.gain {
        best = Starving(position: best.position, relaxation: trial.relaxation, gain: gain)
      }
    }
    return best
  }

  private func whatIf(_ position: Int, limit: Int) -> WhatIf {
    let trials = Trials(snapshot, position: position)
    var scorer = Scorer(trials.snapshot)
    scorer.prepare(0)
    // Giving up something keeps nobody out, so matches stay, and who lacks two things stays out.
    var matches: [Int] = []
    var others: [Int] = []
    for candidate in 0..<snapshot.candidateCount {
      switch scorer.lacks(candidate) {
      case 0: matches.append(candidate)
      case 1: others.append(candidate)
      default: continue
      }
    }
    let listed = Set(top(matches, row: 0, limit: limit, trials, &scorer))
    var changes: [WhatIf.Change] = []
    for trial in trials.all {
      scorer.prepare(trial.row)
      let gained = others.filter { scorer.passes(trial.row, $0, waived: trial.waived) }
      var first: [UInt32] = []
      if limit > 0 {
        first = top(matches + gained, row: trial.row, limit: limit, trials, &scorer)
          .filter { !listed.contains($0) }
      }
      changes.append(
        WhatIf.Change(
          relaxation: trial.relaxation, morePassing: gained.count, newlyListed: first.count,
          first: first.map { snapshot.text(snapshot.candidates.facts[Int($0)].id) }))
    }
    let order = changes.indices.sorted {
      (changes[$1].morePassing, changes[$1].newlyListed, $0)
        < (changes[$0].morePassing, changes[$0].newlyListed, $1)
    }
    return WhatIf(
      position: snapshot.text(snapshot.positions.facts[position].id), matchCount: matches.count,
      limit: limit, changes: order.map { changes[$0] })
  }

  /// The rows of the best of some candidates, in the order of the list.
  private func top(
    _ candidates: [Int], row: Int, limit: Int, _ trials: Trials, _ scorer: inout Scorer
  ) -> [UInt32] {
    var list = TopList(limit: limit)
    for candidate in candidates {
      _ = scorer.weigh(candidate)
      let sides = (scorer.positionSide(candidate).value, scorer.candidateSide(candidate).value)
      let score = Score.combine(sides.0, sides.1)
      guard list.admits(score) else { continue }
      list.insert(
        Ranked(
          score: Int32(score), exposures: snapshot.candidates.facts[candidate].exposures,
          tie: trials.snapshot.tie(position: row, candidate: candidate), row: UInt32(candidate),
          positionSide: Int32(sides.0), candidateSide: Int32(sides.1)))
    }
    return list.sorted().map(\.row)
  }
}

/// A position beside itself with each of its requirements given up, over the same candidates.
///
/// Row 0 is the position as it is, taken as open; each edited form has a row of its own.
private struct Trials {
  struct Trial {
    let relaxation: Relaxation
    let row: Int
    let waived: Gate?
  }

  let snapshot: Snapshot
  private(set) var all: [Trial] = []

  init(_ base: Snapshot, position: Int) {
    var rows = PositionColumns()
    var facts = base.positions.facts[position]
    facts.isOpen = true
    let asked = Array(base.positions.asked[position])
    let languages = Array(base.positions.languages[position])
    func add(
      _ facts: PositionColumns.Facts, _ asked: [PositionColumns.Asked],
      _ languages: [PositionColumns.Language]
    ) {
      rows.facts.append(facts)
      rows.asked.append(asked)
      rows.requiredCount.append(Int32(asked.count(where: \.isRequired)))
      rows.languages.append(languages)
    }
    add(facts, asked, languages)
    var trials: [Trial] = []
    func waive(_ relaxation: Relaxation, _ gate: Gate) {
      trials.append(Trial(relaxation: relaxation, row: 0, waived: gate))
    }
    func edit(
      _ relaxation: Relaxation, _ facts: PositionColumns.Facts,
      _ asked: [PositionColumns.Asked], _ languages: [PositionColumns.Language]
    ) {
      trials.append(Trial(relaxation: relaxation, row: rows.facts.count, waived: nil))
      add(facts, asked, languages)
    }
    if !facts.contracts.isEmpty, facts.contracts != .all {
      var edited = facts
      edited.contracts = .all
      edit(.contract, edited, asked, languages)
    }
    if facts.minimumLevel != nil {
      var edited = facts
      edited.minimumLevel = nil
      edit(.level, edited, asked, languages)
    }
    waive(.availability, .availability)
    if facts.hasPlace { waive(.area, .area) }
    var codes: [LanguageCode] = []
    for language in languages where language.isRequired && !codes.contains(language.code) {
      codes.append(language.code)
    }
    for code in codes {
      edit(
        .language(code.description), facts, asked,
        languages.filter { !($0.isRequired && $0.code == code) })
    }
    waive(.programme, .programme)
    for (index, skill) in asked.enumerated() where skill.isRequired {
      let key = base.vocabulary.skillKeys[Int(skill.skill)]
      var others = asked
      others.remove(at: index)
      // Where a wish stands among the wished ones changes no sum.
      var wish = skill
      wish.isRequired = false
      edit(.skillWished(key), facts, others + [wish], languages)
      edit(.skillDropped(key), facts, others, languages)
    }
    all = trials
    snapshot = base.replacing(positions: rows)
  }
}

extension Snapshot {
  /// The same candidates and reference data with other positions.
  fileprivate func replacing(positions: PositionColumns) -> Snapshot {
    Snapshot(
      date: date, week: week, key: key, method: method, programme: programme,
      reference: reference, symbols: symbols, vocabulary: vocabulary, positions: positions,
      candidates: candidates)
  }
}

extension Snapshot {
  /// How many gates of a pair fail, contract, level and programme as one; two where there are more
  /// than one, or one that nobody can open.
  fileprivate func failures(_ position: Int, _ candidate: Int) -> Int {
    // The area keeps out more than all others together.
    var count = fails(.area, position, candidate) ? 1 : 0
    for gate in [Gate.consent, .open, .refusedBefore, .invisibleTo]
    where fails(gate, position, candidate) { return 2 }
    for gate in [Gate.contract, .level, .programme] where fails(gate, position, candidate) {
      count += 1
      break
    }
    for gate in [Gate.availability, .language]
    where count < 2 && fails(gate, position, candidate) { count += 1 }
    return count
  }

  private func fails(_ gate: Gate, _ position: Int, _ candidate: Int) -> Bool {
    reason(gate, position: position, candidate: candidate).result == .fail
  }
}

extension Scorer {
  /// Whether a candidate passes every gate but a waived one and meets every required skill of the
  /// position the scorer is turned to.
  fileprivate mutating func passes(
    _ position: Int, _ candidate: Int, waived: Gate? = nil
  ) -> Bool {
    for gate in Gate.allCases where gate != waived {
      if snapshot.reason(gate, position: position, candidate: candidate).result == .fail {
        return false
      }
    }
    return weigh(candidate).required == requiredCount
  }

  /// How many requirements of the position the scorer is turned to a candidate lacks, two standing
  /// for more.
  ///
  /// More kinds of contract may open the gates of level and programme as well, so these three count
  /// as one.
  fileprivate mutating func lacks(_ candidate: Int) -> Int {
    let count = snapshot.failures(position, candidate)
    guard count < 2 else { return 2 }
    return min(2, count + requiredCount - weigh(candidate).required)
  }
}
