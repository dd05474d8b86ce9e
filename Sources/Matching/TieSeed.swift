/// What every tie of a run is drawn with: its key, the version of its method and its week.
struct TieSeed {
  private let seed: KeyedHash

  /// The seed of a run; the key has sixteen bytes.
  init(key: [UInt8], version: String, week: String) {
    var seed = KeyedHash(key: KeyedHash.words(key))
    seed.combine(version)
    seed.combine(week)
    self.seed = seed
  }

  /// The half of a tie that a row brings.
  func tie(_ table: String, _ identity: UInt64) -> UInt64 {
    var hash = seed
    hash.combine(table)
    hash.combine(identity)
    return hash.finish()
  }
}

/// Draws the ties of pairs.
struct PairTies {
  private let seed: KeyedHash

  /// Ties under a key of sixteen bytes.
  init(key: [UInt8]) { seed = KeyedHash(key: KeyedHash.words(key)) }

  /// The tie of a pair, from what both rows bring.
  @inline(__always)
  func tie(_ position: UInt64, _ candidate: UInt64) -> UInt64 {
    var hash = seed
    hash.combine(position)
    hash.combine(candidate)
    return hash.finish()
  }
}
