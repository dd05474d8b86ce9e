import Matching

extension BenchWorld {
  /// The ten skills that most often stand beside each skill, by the cosine of the sets of rows.
  ///
  /// Counted over the first 20,000 positions and the first 20,000 candidates, from three shared rows
  /// on. The credit is six tenths of the cosine, as for real skills; here weak ones stay in, so that
  /// every skill has its ten.
  func nearSkills(sample: Int = 20_000, count most: Int = 10) -> Ragged<FlatWorld.NearSkill> {
    let parts = [positions, candidates].map { ($0, min($0.count, sample)) }
    var holders = [Int](repeating: 0, count: skillCount)
    var ends = [0]
    var rows: [UInt16] = []
    for (part, count) in parts {
      for row in 0..<count {
        rows += part.skills[part.starts[row]..<part.starts[row + 1]]
        ends.append(rows.count)
      }
    }
    for skill in rows { holders[Int(skill)] += 1 }
    // The rows of each skill.
    var next = [0]
    for count in holders { next.append((next.last ?? 0) + count) }
    let firsts = next
    var holding = [Int32](repeating: 0, count: rows.count)
    for row in 0..<(ends.count - 1) {
      for place in ends[row]..<ends[row + 1] {
        let skill = Int(rows[place])
        holding[next[skill]] = Int32(row)
        next[skill] += 1
      }
    }

    var result = Ragged<FlatWorld.NearSkill>()
    var shared = [Int32](repeating: 0, count: skillCount)
    var met: [Int] = []
    var best: [(worth: Double, skill: Int, shared: Int)] = []
    for skill in 0..<skillCount {
      for place in firsts[skill]..<firsts[skill + 1] {
        let row = Int(holding[place])
        for place in ends[row]..<ends[row + 1] {
          let other = Int(rows[place])
          if shared[other] == 0 { met.append(other) }
          shared[other] += 1
        }
      }
      best.removeAll(keepingCapacity: true)
      for other in met {
        let count = Int(shared[other])
        shared[other] = 0
        guard other != skill, count >= 3 else { continue }
        // The square of the cosine, but for what is the same for all.
        let worth = Double(count * count) / Double(holders[other])
        if best.count == most, let last = best.last, (last.worth, -last.skill) > (worth, -other) {
          continue
        }
        if best.count == most { best.removeLast() }
        let place = best.firstIndex { ($0.worth, -$0.skill) < (worth, -other) } ?? best.count
        best.insert((worth, other, count), at: place)
      }
      met.removeAll(keepingCapacity: true)
      let size = holders[skill]
      result.append(
        best.map { near in
          let product = Double(size * holders[near.skill])
          let credit = 600_000 * Double(near.shared) / product.squareRoot()
          return FlatWorld.NearSkill(
            skill: UInt32(near.skill), credit: Int32(min(599_999, credit)))
        })
    }
    return result
  }

  /// How near each occupation of a candidate (column) is to one of a position (row), in millionths.
  ///
  /// The same occupation one, the same family six tenths. Between families: three to four tenths in
  /// the same group of eight, elsewhere three tenths times the cube of a number drawn evenly, so
  /// that most are far and a few come near.
  func occupationCredits(_ seed: UInt64) -> [Int32] {
    let families = Int(family.max() ?? 0) + 1
    var between = [Int32](repeating: 600_000, count: families * families)
    for one in 0..<families {
      for other in 0..<one {
        var draw = BenchDraw(seed, .nearness, one * families + other)
        let share = draw.below(1_000_000)
        let credit = Int32(
          one / 8 == other / 8
            ? 300_000 + share / 10
            : share * share / 1_000_000 * share / 1_000_000 * 3 / 10)
        between[one * families + other] = credit
        between[other * families + one] = credit
      }
    }
    var credits: [Int32] = []
    credits.reserveCapacity(family.count * family.count)
    for asked in family.indices {
      for held in family.indices {
        credits.append(
          asked == held
            ? 1_000_000 : between[Int(family[asked]) * families + Int(family[held])])
      }
    }
    return credits
  }
}
