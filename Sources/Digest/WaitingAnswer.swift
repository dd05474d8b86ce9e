package import Programme

/// A pair in which one side waits for the other's answer, as a digest recalls it at its top.
package struct WaitingAnswer: Codable, Sendable, Hashable {
  /// Who waits for whom.
  package enum State: String, Codable, Sendable, Hashable {
    /// The other side said yes; the reader has not answered.
    case otherSaidYes
    /// The reader was shown the pair with a way to answer, and has not.
    case shown
    /// The reader said yes; the other side has not answered.
    case readerSaidYes
  }

  /// The position's id; never shown.
  package var position: String
  /// The candidate's id; never shown.
  package var candidate: String
  /// The position's title.
  package var title: String
  /// What the reader knows the other side by: the code of a profile, the name of a company.
  package var name: String
  /// Who waits for whom.
  package var state: State
  /// The day since which.
  package var since: Day

  /// Makes a recall from its fields.
  package init(
    position: String, candidate: String, title: String, name: String, state: State, since: Day
  ) {
    self.position = position
    self.candidate = candidate
    self.title = title
    self.name = name
    self.state = state
    self.since = since
  }

  /// How many days pass before somebody is reminded of what they were shown, or told of a silence.
  static let patience: Int32 = 7
  /// How many one mail recalls.
  static let most = 3

  /// What a mail of a day recalls: who said yes first, then the longest wait.
  static func recalled(_ waiting: [WaitingAnswer], on day: Day) -> [WaitingAnswer] {
    let due = waiting.filter { answer in
      answer.state == .otherSaidYes || day.number - answer.since.number >= patience
    }
    let order: [State] = [.otherSaidYes, .shown, .readerSaidYes]
    func key(_ answer: WaitingAnswer) -> (Int, Int32, String, String) {
      (
        order.firstIndex(of: answer.state) ?? 0, answer.since.number, answer.position,
        answer.candidate
      )
    }
    return Array(due.sorted { key($0) < key($1) }.prefix(most))
  }
}

extension [WaitingAnswer] {
  /// The same without these pairs; nil when nothing is left.
  func without(_ gone: [(position: String, candidate: String)]) -> [WaitingAnswer]? {
    let rest = filter { answer in !gone.contains { $0 == (answer.position, answer.candidate) } }
    return rest.isEmpty ? nil : rest
  }

  /// The part of the mail; `party` is its reader.
  func section(to party: WaitingAnswer.Party, today: Day) -> Page.Section {
    let asked = count { $0.state != .readerSaidYes }
    let title =
      switch (party, asked) {
      case (_, 0): count < 2 ? "Une réponse est attendue" : "Des réponses sont attendues"
      case (.company, _):
        French.count(asked, "profil attend votre réponse", "profils attendent votre réponse")
      case (.candidate, _):
        French.count(asked, "poste attend votre réponse", "postes attendent votre réponse")
      }
    return Page.Section(
      sectionTitle: title, sectionFacts: [], cards: [],
      remarks: map { $0.words(to: party, today: today) + "." })
  }

  /// The same part with a way to answer each line that asks for it.
  func linked(
    _ section: Page.Section, to party: WaitingAnswer.Party, today: Day,
    address: (AskedLink) -> String
  ) -> Page.Section {
    var section = section
    section.remarks = filter { $0.state == .readerSaidYes }.map {
      $0.words(to: party, today: today) + "."
    }
    section.sectionLinks = filter { $0.state != .readerSaidYes }.flatMap { answer in
      [
        (Purpose.meet, answer.words(to: party, today: today)),
        (.decline, answer.refusal(by: party)),
      ].map { purpose, words in
        let asked = AskedLink(purpose, position: answer.position, candidate: answer.candidate)
        return Page.Link(linkAddress: address(asked), linkText: words)
      }
    }
    return section
  }
}

extension WaitingAnswer {
  /// A reader of digests.
  enum Party {
    case company, candidate
  }

  fileprivate func subject(to party: Party) -> String {
    let title = French.quote(French.tidy(title, limit: 80))
    return party == .company
      ? "Profil \(French.tidy(name, limit: 20)), \(title)"
      : "\(title), \(French.tidy(name, limit: 80))"
  }

  fileprivate func refusal(by party: Party) -> String {
    switch party {
    case .company: "Pas pour ce poste (profil \(French.tidy(name, limit: 20)))"
    case .candidate: "Pas pour moi (\(subject(to: party)))"
    }
  }

  fileprivate func words(to party: WaitingAnswer.Party, today: Day) -> String {
    let days = max(0, Int(today.number - since.number))
    let long = French.count(days, "jour", "jours")
    let state =
      switch (self.state, party) {
      case (.otherSaidYes, .company):
        "souhaite vous rencontrer, \(days == 0 ? "depuis aujourd'hui" : "depuis \(long)")"
      case (.otherSaidYes, .candidate):
        "l'entreprise souhaite vous rencontrer, \(days == 0 ? "depuis aujourd'hui" : "depuis \(long)")"
      case (.shown, _): "attend votre réponse depuis \(long)"
      case (.readerSaidYes, _): "sans réponse, \(long) après votre oui"
      }
    return "\(subject(to: party))\(French.hard): \(state)"
  }
}
