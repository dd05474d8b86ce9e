import Exchange
package import Matching

/// A two-sided market as an engine may see it: what each pair is worth to both sides, observed with
/// an error of about one, and the thresholds above which a side says yes.
package struct Market: Sendable {
  /// The ids of the positions.
  package let positions: [String]
  /// The ids of the candidates.
  package let candidates: [String]
  /// What each position is worth to each candidate, a row for each position.
  private let forCandidate: [Float]
  /// What each candidate is worth to each position, a row for each position.
  private let forPosition: [Float]
  private let candidateThreshold: Double
  private let positionThreshold: Double

  /// Why a market cannot be read.
  package struct Broken: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file and what is wrong with it.
    package let description: String
  }

  /// Reads `market.json`, `U_obs.f32` and `V_obs.f32`, and nothing else; `read` gives the bytes of
  /// a file, nil where it is not there.
  package init(reading read: (String) throws -> [UInt8]?) throws {
    let value: JSON
    do {
      value = try JSON(reading: try read("market.json") ?? [])
    } catch let error as JSONError {
      throw Broken(description: "market.json: \(error)")
    }
    guard let positions = value["positions"]?.elements?.compactMap(\.text),
      let candidates = value["candidates"]?.elements?.compactMap(\.text),
      let candidateThreshold = value["threshold_u"]?.asMillionths,
      let positionThreshold = value["threshold_v"]?.asMillionths
    else {
      throw Broken(
        description: "market.json: positions, candidates, threshold_u and threshold_v are needed")
    }
    self.positions = positions
    self.candidates = candidates
    self.candidateThreshold = Double(candidateThreshold) / 1_000_000
    self.positionThreshold = Double(positionThreshold) / 1_000_000
    let count = positions.count * candidates.count
    forCandidate = try Market.numbers("U_obs.f32", count, read)
    forPosition = try Market.numbers("V_obs.f32", count, read)
  }

  private static func numbers(
    _ file: String, _ count: Int, _ read: (String) throws -> [UInt8]?
  ) throws -> [Float] {
    let bytes = try read(file) ?? []
    guard bytes.count == 4 * count else {
      throw Broken(description: "\(file): \(bytes.count) bytes instead of \(4 * count)")
    }
    let numbers = stride(from: 0, to: bytes.count, by: 4).map { place in
      Float(bitPattern: (0..<4).reversed().reduce(0) { $0 << 8 | UInt32(bytes[place + $1]) })
    }
    guard numbers.allSatisfy(\.isFinite) else {
      throw Broken(description: "\(file): a number is not finite")
    }
    return numbers
  }

  /// The short lists of all positions, chosen together.
  package func plan(capacity: Int = 5, ceiling: Int = 3) -> HirePlan {
    HirePlan(
      pairs, positionCount: positions.count, candidateCount: candidates.count, capacity: capacity,
      ceiling: ceiling)
  }

  /// A run of short lists as TREC lines: `position Q0 candidate rank score tag`.
  package func run(_ plan: HirePlan, tag: String = "vivier") -> String {
    var lines = ""
    for (position, list) in zip(positions, plan.lists) {
      for (place, candidate) in list.enumerated() {
        lines +=
          "\(position) Q0 \(candidates[candidate]) \(place + 1) \(list.count - place) \(tag)\n"
      }
    }
    return lines
  }

  /// How many pairs of a position are looked at.
  private static let considered = 200
  /// What the best fit is worth beside a hire, in millionths.
  private static let merit = 25_000.0
  /// How much an error of one in what was observed flattens a chance: `1 / √(1 + π/8)`.
  private static let certainty = 0.847_5

  /// The pairs worth listing.
  ///
  /// `chance` is the product of both sides' probability of a yes. `merit` is how well the two fit
  /// beyond what each is worth to everybody: the sum of both tables without the means of their rows
  /// and columns, in standard deviations, from four on.
  private var pairs: [HirePlan.Pair] {
    let fits = zip(centred(forCandidate), centred(forPosition)).map { $0 + $1 }
    let square = fits.reduce(0) { $0 + $1 * $1 }
    let deviation = max(1e-9, (square / Double(max(1, fits.count))).squareRoot())
    var pairs: [HirePlan.Pair] = []
    for position in positions.indices {
      let start = position * candidates.count
      let row = candidates.indices.map { candidate in
        let place = start + candidate
        let yes = [
          (forCandidate[place], candidateThreshold), (forPosition[place], positionThreshold),
        ].map { logistic(Market.certainty * (Double($0.0) - $0.1)) }
        let fit = logistic(fits[place] / deviation - 4)
        return HirePlan.Pair(
          position: position, candidate: candidate,
          chance: Int((yes[0] * yes[1] * 1_000_000).rounded()),
          merit: Int((fit * Market.merit).rounded()), tie: scattered(UInt64(place)))
      }
      let best = row.sorted {
        ($1.chance + $1.merit, $0.tie) < ($0.chance + $0.merit, $1.tie)
      }
      pairs += best.prefix(Market.considered)
    }
    return pairs
  }

  /// A table without the means of its rows and columns.
  private func centred(_ table: [Float]) -> [Double] {
    let width = candidates.count
    var rows = [Double](repeating: 0, count: positions.count)
    var columns = [Double](repeating: 0, count: width)
    for (place, value) in table.enumerated() {
      rows[place / width] += Double(value) / Double(width)
      columns[place % width] += Double(value) / Double(positions.count)
    }
    let mean = rows.reduce(0, +) / Double(max(1, rows.count))
    return table.enumerated().map { Double($1) - rows[$0 / width] - columns[$0 % width] + mean }
  }
}

/// `1 / (1 + e⁻ˣ)`, by operations that every machine rounds alike.
private func logistic(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }

/// `eˣ` for |x| up to 700: the power of two taken out, and the Taylor series of the rest.
private func exponential(_ x: Double) -> Double {
  let bounded = min(700, max(-700, x))
  let doublings = (bounded / 0.693_147_180_559_945_3).rounded()
  let rest = bounded - doublings * 0.693_147_180_559_945_3
  let series = (1...16).reversed().reduce(1.0) { 1 + rest / Double($1) * $0 }
  return series * Double(sign: .plus, exponent: Int(doublings), significand: 1)
}

/// A number scattered over 64 bits (the finaliser of SplitMix64, Steele and others 2014).
private func scattered(_ number: UInt64) -> UInt64 {
  var z = number &+ 0x9e37_79b9_7f4a_7c15
  z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
  return z ^ z >> 31
}
