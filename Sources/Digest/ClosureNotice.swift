package import Programme

/// What one candidate reads on a day without a digest: which positions told before are closed.
package struct ClosureNotice: Codable, Sendable, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date of the run.
  package var date: Day
  /// The candidate's id; never shown.
  package var candidate: String
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// The positions, at least one.
  package var closed: [ClosedPosition]

  /// Makes a notice from its fields.
  package init(date: Day, candidate: String, isDemo: Bool = false, closed: [ClosedPosition]) {
    templateVersion = Templates.version
    self.date = date
    self.candidate = candidate
    self.isDemo = isDemo
    self.closed = closed
  }
}

extension ClosureNotice: StoredDigest {
  package var toldItems: [ToldItem] { closed.map { $0.told(to: candidate) } }

  package func rendered() throws(TemplateError) -> Rendered { try Templates.render(page) }

  /// What the mail says.
  private var page: Page {
    Page(
      subject: subject,
      preheader: Words.preheader(
        closed.map { French.tidy($0.title, limit: 60) },
        filler: "Vous recevrez un message si un autre poste correspond."),
      demoNotice: isDemo ? Words.demo : nil,
      origin: ["Vivier", French.date(date, today: date)].joined(separator: Words.dot),
      headline: Words.noLongerOpen(closed.count), greeting: "Bonjour,",
      introduction: [
        closed.count < 2
          ? "Vivier vous avait présenté ce poste." : "Vivier vous avait présenté ces postes."
      ],
      sections: [ClosedPosition.section(closed)],
      closing: [
        "Vous recevrez un message si un autre poste correspond.", Words.answerReader(nil),
      ],
      footer: [
        "Vous recevez ce message, car vous avez accepté de recevoir des postes de Vivier.",
        Words.stop,
      ])
  }

  private var subject: String {
    let count = Words.noLongerOpen(closed.count)
    guard let first = closed.first, closed.count == 1 else { return count }
    let start = "\(count)\(French.hard): "
    return start
      + French.quote(French.clip(French.tidy(first.title), to: 60 - start.count - "«  »".count))
  }
}

extension ClosedPosition {
  /// The part of a mail that tells them.
  static func section(_ closed: [ClosedPosition]) -> Page.Section {
    Page.Section(
      sectionTitle: closed.count < 2
        ? "Un poste qui n'est plus à pourvoir" : "Des postes qui ne sont plus à pourvoir",
      sectionFacts: [], cards: [], remarks: closed.map(\.words))
  }
}
