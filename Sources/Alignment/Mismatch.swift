package import Matching

/// How much of what a zone's positions need is missing, in one number and its parts.
///
/// After the parts Dares tells of tension (quantity, training and job, place, conditions). A position
/// needs as many candidates as a short list holds for each opening. Those who wish its occupation or
/// learned it are counted and then sifted by level, required skills, place and what is offered; what
/// each sieve takes below the need is its part. The parts and what is met add up to the whole. The
/// order of the sieves is part of the definition: whoever lacks two things counts at the first.
///
/// What is missing is told in fives, up or down by chance from one threshold for all parts: off by four
/// candidates at most, right in the mean, and one person more or less is not seen in it.
package struct Mismatch: Sendable {
  /// A sieve, in order.
  package enum Part: String, CaseIterable, Sendable {
    /// Too few wish the occupation or learned it, anywhere.
    case quantity
    /// They do not hold the level.
    case level
    /// They do not tell a required skill.
    case skills
    /// They search elsewhere.
    case place
    /// They want another contract, or more than the highest pay that is told.
    case attractiveness
  }

  /// How many candidates are needed.
  package let need: Int
  /// How many of them each sieve takes, as it may be told.
  package let missing: [Part: Int]
  /// How many positions it rests on.
  package let positions: Int

  /// Everything that is missing, in millionths of the need; nil where fewer than five positions would
  /// make a share of persons.
  package var total: Millionths? { share(missing.values.reduce(0, +)) }

  /// A part, in millionths of the need; nil as ``total``.
  package func share(_ part: Part) -> Millionths? { share(missing[part] ?? 0) }

  /// Parts as they may be told: what is missing up to each sieve is rounded to fives from one threshold.
  static func told(_ missing: [Part: Int], threshold: Int) -> [Part: Int] {
    var told: [Part: Int] = [:]
    var sum = 0
    var before = 0
    for part in Part.allCases {
      sum += missing[part] ?? 0
      let after = (sum + threshold) / Guarded.smallest * Guarded.smallest
      told[part] = after - before
      before = after
    }
    return told
  }

  private func share(_ count: Int) -> Millionths? {
    positions >= Guarded.smallest && need > 0 ? count * 1_000_000 / need : nil
  }
}

extension Landscape {
  /// How many candidates a short list holds for an opening.
  static let perOpening = 5

  /// The mismatch of some positions.
  func mismatch(of here: [Int]) -> Mismatch {
    var need = 0
    var missing: [Mismatch.Part: Int] = [:]
    var crowd = Crowd()
    for position in here.map({ positions[$0] }) {
      guard let place = communes[position.commune] else { continue }
      let wanted = position.openings * Self.perOpening
      need += wanted
      var left = position.occupation.flatMap { talentsByOccupation[$0] } ?? []
      for talent in left { crowd.add(marks[talent]) }
      var before = wanted
      for part in Mismatch.Part.allCases {
        left.removeAll { !passes(talents[$0], position, place, part) }
        let after = min(before, left.count)
        missing[part, default: 0] += before - after
        before = after
      }
    }
    return Mismatch(
      need: need, missing: Mismatch.told(missing, threshold: veil.threshold(crowd)),
      positions: here.count)
  }

  private func passes(
    _ talent: Talent, _ position: OpenPosition, _ place: Commune, _ part: Mismatch.Part
  ) -> Bool {
    switch part {
    case .quantity: true
    case .level: (talent.levelHeld ?? 8) >= position.minimumLevel ?? 0
    case .skills: position.required.allSatisfy(talent.skills.contains)
    case .place: talent.areas.isEmpty || talent.areas.contains { $0.contains(place) }
    case .attractiveness:
      (position.contracts.isEmpty || talent.contracts.isEmpty
        || !position.contracts.isDisjoint(with: talent.contracts))
        && (position.payMax ?? .max) >= (talent.minimumPay ?? 0)
    }
  }
}
