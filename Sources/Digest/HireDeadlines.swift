package import Programme

/// What a company must do for hires that were recorded, by when; nobody hired is named.
package struct HireDeadlines: Codable, Sendable, Hashable {
  /// The deadlines, the earliest first: in a draft all that are due, in a digest those that are news.
  package var items: [DeadlineItem]
  /// How many were left for a later mail; 0 in a draft.
  package var hiddenCount: Int

  /// Makes it from its fields.
  package init(items: [DeadlineItem], hiddenCount: Int = 0) {
    self.items = items
    self.hiddenCount = hiddenCount
  }

  /// What to tell of it, at most 5 deadlines; nil when none is news.
  ///
  /// A deadline left out for lack of room is not told, so it is news again next time.
  func planned(after told: [ToldItem]) -> HireDeadlines? {
    let news = Selection.judged(items, after: told).filter(\.isNews)
    guard !news.isEmpty else { return nil }
    return HireDeadlines(items: Array(news.prefix(5)), hiddenCount: max(0, news.count - 5))
  }
}

/// A day by which something must be done for a hire.
package struct DeadlineItem: Codable, Sendable, Hashable {
  /// The hire's id; never shown.
  package var hire: String
  /// The SIRET of the establishment that hired; never shown.
  package var siret: String
  /// What must be done.
  package var what: Deadline.What
  /// The day: the last one for the label and the training, the first one for the evidence.
  package var day: Day
  /// How near that is.
  package var stage: Stage
  /// The first working day.
  package var hiredDay: Day
  /// The title of the position that was filled, when known.
  package var positionTitle: String?
  /// Why the item is in the mail; `.new` in a draft.
  package var standing: Standing

  /// How near a deadline is; each is told once.
  package enum Stage: String, Codable, Sendable, Hashable {
    /// In 15 to 60 days.
    case coming
    /// In 14 days at most, or passed 14 days ago at most.
    case near

    /// How near a day is to today; nil when it is too far on either side to be told.
    init?(_ day: Day, today: Day) {
      switch day.days(since: today) {
      case 15...60: self = .coming
      case -14...14: self = .near
      default: return nil
      }
    }
  }

  /// Makes an item of a deadline that is near enough on `today`; nil otherwise.
  package init?(
    hire: String, siret: String, deadline: Deadline, hiredDay: Day,
    positionTitle: String? = nil, today: Day
  ) {
    guard let stage = Stage(deadline.on, today: today) else { return nil }
    self.hire = hire
    self.siret = siret
    what = deadline.what
    day = deadline.on
    self.stage = stage
    self.hiredDay = hiredDay
    self.positionTitle = positionTitle
    standing = .new
  }
}
extension Deadline.What: Codable {}

extension DeadlineItem: RememberedItem {
  var position: String { hire }
  var candidate: String { what.rawValue }
  var topics: [(Topic, String)] { [(.deadline, "\(day) \(stage.rawValue)")] }
}
