package import Programme

/// Tells a candidate that what is held about them will be erased, and when, unless they are heard of.
package struct RetentionWarning: LinkedDigest, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date of the run.
  package var date: Day
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// When they were heard of last, and when they are erased.
  package var lastContactOn, erasedOn: Day
  /// Whether their search has ended; otherwise they stand in the pool.
  package var hasEnded: Bool
  /// Whether its links were made when it was composed; nil means no, and the mail asks for a reply.
  package var isLinked: Bool?

  /// A warning from its fields.
  package init(
    date: Day, isDemo: Bool = false, lastContactOn: Day, erasedOn: Day, hasEnded: Bool
  ) {
    templateVersion = Templates.version
    self.date = date
    self.isDemo = isDemo
    self.lastContactOn = lastContactOn
    self.erasedOn = erasedOn
    self.hasEnded = hasEnded
  }

  /// A warning tells nothing that must be remembered: that it was given stands with the candidate.
  package var toldItems: [ToldItem] { [] }

  /// What the mail says.
  package var page: Page {
    let day = French.shortDate(erasedOn, today: date)
    return Page(
      subject: "Vos données seront effacées le \(day)",
      preheader: "Rien à faire si cela vous convient. Sinon, répondez à ce message.",
      demoNotice: isDemo ? Words.demo : nil, origin: Notice.origin(date),
      headline: "Vos données seront effacées le \(day)", greeting: "Bonjour,",
      introduction: [
        hasEnded
          ? "Votre recherche est terminée dans Vivier."
          : "Nous n'avons pas de nouvelles de vous depuis longtemps.",
        "Votre dernier contact date du \(French.shortDate(lastContactOn, today: date)).",
      ],
      sections: [
        Page.Section(
          sectionTitle: "Ce que vous pouvez faire", sectionFacts: [], cards: [],
          remarks: isLinked == true
            ? ["Rien\(French.hard): tout sera effacé à cette date."]
            : [
              "Rien\(French.hard): tout sera effacé à cette date.",
              "Répondre \(French.quote("garder"))\(French.hard): vos données resteront dans Vivier.",
              "Répondre \(French.quote("mes données"))\(French.hard): vous en recevrez une copie.",
            ])
      ],
      closing: ["Vous ne recevrez pas d'autre rappel.", Notice.answered],
      footer: ["Vous recevez ce message, car Vivier conserve des données sur vous."])
  }
}
