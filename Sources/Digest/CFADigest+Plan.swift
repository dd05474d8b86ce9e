import Programme

extension CFADigest {
  /// The digest to send out of this draft, or nil when nothing in it is news.
  ///
  /// Five skills in all, at least one for each CFA, news first; two lines of each other kind.
  package func planned(after told: [ToldItem]) -> CFADigest? {
    let judged = schools.map { $0.judged(after: told) }.filter(\.hasNews)
    guard !judged.isEmpty else { return nil }
    var digest = self
    digest.schools = judged.map { $0.shortened(to: max(1, 5 / judged.count)) }
    digest.hiddenCount = zip(judged, digest.schools).reduce(0) {
      $0 + $1.0.asked.count - $1.1.asked.count
    }
    return digest
  }

  /// What the store remembers once this digest is on its way.
  package var toldItems: [ToldItem] {
    schools.flatMap {
      $0.asked.filter(\.isNews).map(\.told) + $0.gaps.filter(\.isNews).map(\.told)
    }
  }
}

extension SchoolBlock {
  /// The same with the standing of each item, news first.
  fileprivate func judged(after told: [ToldItem]) -> SchoolBlock {
    var block = self
    block.asked = Selection.newsFirst(Selection.judged(asked, after: told))
    block.gaps = Selection.newsFirst(Selection.judged(gaps, after: told))
    return block
  }

  fileprivate var hasNews: Bool {
    asked.contains(where: \.isNews) || gaps.contains(where: \.isNews)
  }

  fileprivate func shortened(to most: Int) -> SchoolBlock {
    var block = self
    block.asked = Array(asked.prefix(most))
    var seen: [String: Int] = [:]
    block.gaps = gaps.filter {
      seen[$0.kind.word, default: 0] += 1
      return seen[$0.kind.word, default: 0] <= 2
    }
    return block
  }
}

extension UntaughtSkill: RememberedItem {
  var position: String { provider }
  var candidate: String { "asked_not_taught \(skill)" }
  var topics: [(Topic, String)] { [(.demand, "\(positionCount)")] }
}

extension GapLine: RememberedItem {
  var position: String { provider }
  var candidate: String { "\(kind.word) \(item)" }
  var topics: [(Topic, String)] { [] }
}

extension GapLine.Kind {
  /// What is remembered of it; stored, so it must not change.
  fileprivate var word: String {
    switch self {
    case .taughtNotAsked: "taught_not_asked"
    case .talentsLack: "taught_talents_lack"
    case .trainedLeave: "trained_leave"
    }
  }
}
