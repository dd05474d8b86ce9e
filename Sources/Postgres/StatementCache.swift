/// Which statements of a session are worth preparing, and which are prepared; pure.
///
/// A statement is prepared when it is run for the ``threshold``-th time, and the least recently used
/// one gives way to a new one. Whatever may have made prepared statements stale, or dropped them,
/// empties the cache.
struct StatementCache: Sendable {
  /// What makes two statements the same: the text and the declared types.
  struct Key: Hashable, Sendable {
    let text: String
    let types: [SQLType]

    /// Whether values are of these types.
    func hasTypes(of parameters: Parameters) -> Bool {
      guard types.count == parameters.count else { return false }
      for (type, value) in zip(types, parameters.values) where type != value.type { return false }
      return true
    }
  }

  /// How to run a statement.
  enum Plan: Hashable, Sendable {
    /// With its text.
    case direct
    /// By preparing it under a name first.
    case prepare(name: String)
    /// By the name it is prepared under.
    case execute(name: String)
  }

  private struct Entry {
    var uses = 0
    var name: String?
    var lastUse = 0
  }

  /// How many statements are kept prepared; 0 prepares none.
  let limit: Int
  /// The use at which a statement is prepared.
  let threshold: Int
  private var entries: [Key: Entry] = [:]
  private var uses = 0
  private var names = 0
  private var preparedCount = 0
  /// Names the server still holds and nobody will use.
  private(set) var discarded: [String] = []
  /// Whether the program has prepared statements by itself.
  private(set) var hasOthers = false

  init(limit: Int, threshold: Int) {
    self.limit = limit
    self.threshold = max(1, threshold)
  }

  /// Counts a use, or many to come, and says how to run the statement.
  mutating func plan(_ key: Key, isMany: Bool = false) -> Plan {
    guard limit > 0 else { return .direct }
    uses += 1
    var entry = entries[key] ?? Entry()
    entry.uses += 1
    entry.lastUse = uses
    defer {
      entries[key] = entry
      if entries.count > 4 * limit { dropLeastRecent(prepared: false) }
    }
    if let name = entry.name { return .execute(name: name) }
    guard isMany || entry.uses >= threshold else { return .direct }
    names += 1
    return .prepare(name: "cached_\(names)")
  }

  /// Remembers that a statement is prepared under a name.
  mutating func remember(_ key: Key, as name: String) {
    if preparedCount >= limit { dropLeastRecent(prepared: true) }
    entries[key, default: Entry()].name = name
    preparedCount += 1
  }

  /// Forgets every statement; `areGone` when the server has dropped them already.
  mutating func forget(areGone: Bool) {
    discarded = areGone ? [] : discarded + entries.values.compactMap(\.name)
    entries = [:]
    preparedCount = 0
  }

  /// Forgets one statement.
  mutating func forget(_ key: Key) {
    guard let name = entries.removeValue(forKey: key)?.name else { return }
    discarded.append(name)
    preparedCount -= 1
  }

  /// Gives the names to drop on the server, once.
  mutating func takeDiscarded() -> [String] {
    defer { discarded = [] }
    return discarded
  }

  /// Acts on what the server said it has done, such as `ALTER TABLE`.
  mutating func note(commandTag tag: String) {
    // Nearly every tag is of another command, and most are told apart by their first letter.
    guard let first = tag.utf8.first, "ADPR".utf8.contains(first) else { return }
    switch tag.prefix(while: { $0 != " " }) {
    case "DISCARD", "DEALLOCATE":
      if tag.hasSuffix(" ALL") {
        forget(areGone: true)
        hasOthers = false
      }
    case "PREPARE": hasOthers = true
    // A rollback may undo what a statement was prepared against.
    case "ALTER", "DROP", "ROLLBACK":
      if preparedCount > 0 { forget(areGone: false) }
    default: break
    }
  }

  private mutating func dropLeastRecent(prepared: Bool) {
    let oldest = entries.filter { ($0.value.name != nil) == prepared }
      .min { $0.value.lastUse < $1.value.lastUse }
    guard let oldest else { return }
    entries[oldest.key] = nil
    if let name = oldest.value.name {
      discarded.append(name)
      preparedCount -= 1
    }
  }
}
