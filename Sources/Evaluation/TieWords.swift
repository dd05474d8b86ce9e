import Matching

/// How ties are drawn between the rows of a flat world.
enum TieWords {
  /// The start of every word: the method's version and the week.
  static func seed(_ method: Method) -> KeyedHash {
    var seed = KeyedHash(key: KeyedHash.words(BenchWorld.key))
    seed.combine(method.version)
    seed.combine(BenchWorld.week)
    return seed
  }

  /// The word of a row of a table, `position` or `candidate`.
  static func word(_ seed: KeyedHash, _ table: String, _ row: Int) -> UInt64 {
    var hash = seed
    hash.combine(table)
    hash.combine(UInt64(row))
    return hash.finish()
  }

  /// The hash of a pair of words; of equal scores and exposures the lower comes first.
  static func tie(_ key: (UInt64, UInt64), _ position: UInt64, _ candidate: UInt64) -> UInt64 {
    var hash = KeyedHash(key: key)
    hash.combine(position)
    hash.combine(candidate)
    return hash.finish()
  }
}
