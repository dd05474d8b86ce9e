package import Programme

/// What one candidate reads in one mail: positions that fit, and those that nearly do.
///
/// A draft holds every listed position, best first; `planned(after:)` makes the digest out of it. The
/// JSON of the digest is what the outbox stores, and rendering is a pure function of it.
package struct CandidateDigest: Codable, Sendable, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date of the run, printed at the top; nothing before it is shown as a date to come.
  package var date: Day
  /// The search area the candidate declared, repeated to them; empty when none was.
  package var areas: [SearchArea]
  /// The person behind Reply-To, when there is one to name.
  package var leadName: String?
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// The answers that are waited for: in a draft all of them, in a digest those it recalls.
  package var waiting: [WaitingAnswer]?
  /// The positions, best first: in a draft all of them, in a digest those the mail shows.
  package var items: [PositionItem]
  /// The positions told before that are closed since.
  package var closed: [ClosedPosition]?
  /// How many new positions were left for a later mail; 0 in a draft.
  package var hiddenCount: Int
  /// Whether its links were made when it was composed; nil means no, and the mail asks for a reply.
  package var isLinked: Bool?

  /// Makes a digest, or the draft of one, from its fields.
  package init(
    date: Day, areas: [SearchArea] = [], leadName: String? = nil, isDemo: Bool = false,
    waiting: [WaitingAnswer]? = nil, items: [PositionItem], closed: [ClosedPosition]? = nil,
    hiddenCount: Int = 0
  ) {
    templateVersion = Templates.version
    self.date = date
    self.areas = areas
    self.leadName = leadName
    self.isDemo = isDemo
    self.waiting = waiting
    self.items = items
    self.closed = closed
    self.hiddenCount = hiddenCount
  }
}
