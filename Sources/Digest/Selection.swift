/// What decides whether an item is news to its reader.
protocol RememberedItem {
  var position: String { get }
  var candidate: String { get }
  var standing: Standing { get set }
  /// What the reader would notice changing, as text without meaning but its equality.
  var topics: [(Topic, String)] { get }
}

/// An item that the matching listed.
protocol ListedItem: RememberedItem {
  var away: Away? { get }
}

extension RememberedItem {
  /// What the store remembers once the item was told.
  var told: ToldItem {
    ToldItem(position: position, candidate: candidate, content: Fingerprint.content(of: topics))
  }

  /// Whether the item alone justifies a mail.
  var isNews: Bool { standing != .stillOpen }
}

/// Chooses what a mail shows out of everything listed for its reader.
enum Selection {
  /// The items of `groups` that fit in one mail, each with its standing, and how many news did not.
  ///
  /// Matches that are news come first, then near ones that are, then matches the reader knows; each
  /// kind is taken in turn from every group, so that no position crowds out another. A near item the
  /// reader knows is left out. Nil when nothing is news.
  static func choose<Item: ListedItem>(
    from groups: [[Item]], after told: [ToldItem], perGroup: Int, perMail: Int
  ) -> (groups: [[Item]], hiddenCount: Int)? {
    let known = byPair(told)
    let judged = groups.map { Self.judged($0, after: known) }
    let newsCount = judged.joined().count(where: \.isNews)
    guard newsCount > 0 else { return nil }

    var chosen = groups.map { _ in Set<Int>() }
    var total = 0
    let kinds: [(Item) -> Bool] = [
      { $0.isNews && $0.away == nil }, { $0.isNews && $0.away != nil },
      { !$0.isNews && $0.away == nil },
    ]
    for belongs in kinds {
      var waiting = judged.map { group in group.indices.filter { belongs(group[$0]) }[...] }
      while total < perMail, waiting.contains(where: { !$0.isEmpty }) {
        for group in waiting.indices where total < perMail {
          guard let next = waiting[group].popFirst() else { continue }
          if chosen[group].count < perGroup {
            chosen[group].insert(next)
            total += 1
          }
        }
      }
    }
    let shown = judged.indices.map { group in chosen[group].sorted().map { judged[group][$0] } }
    return (shown, newsCount - shown.joined().count(where: \.isNews))
  }

  /// The items, each with its standing.
  static func judged<Item: RememberedItem>(_ items: [Item], after told: [ToldItem]) -> [Item] {
    judged(items, after: byPair(told))
  }

  /// The items, news before what the reader knows.
  static func newsFirst<Item: RememberedItem>(_ items: [Item]) -> [Item] {
    items.filter(\.isNews) + items.filter { !$0.isNews }
  }

  private static func judged<Item: RememberedItem>(
    _ items: [Item], after known: [Pair: ToldItem]
  ) -> [Item] {
    items.map { item in
      var item = item
      item.standing = standing(of: item, after: known[Pair(item.position, item.candidate)])
      return item
    }
  }

  private static func byPair(_ told: [ToldItem]) -> [Pair: ToldItem] {
    Dictionary(told.map { (Pair($0.position, $0.candidate), $0) }) { $1 }
  }

  private static func standing(of item: some RememberedItem, after told: ToldItem?) -> Standing {
    guard let told else { return .new }
    let changed = Fingerprint.changes(in: item.topics, since: told.content)
    if !changed.isEmpty { return .changed(changed) }
    return told.isUncertain ? .reminder : .stillOpen
  }

  private struct Pair: Hashable {
    var position: String
    var candidate: String
    init(_ position: String, _ candidate: String) {
      self.position = position
      self.candidate = candidate
    }
  }
}
