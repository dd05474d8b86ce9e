import Programme

extension HireDeadlines {
  /// The part of the mail; `places` names sites by SIRET where the reader has several.
  func section(today: Day, places: [String: String] = [:]) -> Page.Section {
    var remarks = items.map { $0.words(today: today, place: places[$0.siret]) }
    if hiddenCount > 0 {
      let others = French.count(hiddenCount, "autre échéance", "autres échéances")
      remarks.append("\(others) à suivre dans un prochain message.")
    }
    return Page.Section(
      sectionTitle: "À faire pour \(hireCount < 2 ? "votre embauche" : "vos embauches")",
      sectionFacts: [], cards: [], remarks: remarks)
  }

  /// `1 échéance pour votre embauche`.
  var subject: String {
    let hires = hireCount < 2 ? "votre embauche" : "vos embauches"
    return "\(French.count(items.count, "échéance", "échéances")) pour \(hires)"
  }

  private var hireCount: Int { Set(items.map(\.hire)).count }
}

extension DeadlineItem {
  /// What to do, by when, for which hire, and who confirms it.
  func words(today: Day, place: String? = nil) -> String {
    [deed(today), hire(today, place), confirmation].joined(separator: " ")
  }

  /// The same for somebody who follows the hire of a company.
  func note(today: Day, company: String) -> String {
    [state(today), hire(today, company), confirmation].joined(separator: " ")
  }

  /// What and when, in a few words.
  func short(today: Day) -> String {
    "\(name)\(French.hard): \(French.shortDate(day, today: today))"
  }

  private var name: String {
    switch what {
    case .label: "Label VTE"
    case .evidence: "Justificatifs du VTE"
    case .training: "Formation au CFA"
    }
  }

  private func deed(_ today: Day) -> String {
    let date = day == today ? "aujourd'hui" : "le \(French.date(day, today: today))"
    switch (what, day < today) {
    case (.label, false): return "Demandez le label VTE au plus tard \(date), si ce n'est pas fait."
    case (.label, true):
      return "Le délai pour demander le label VTE a pris fin \(date). "
        + "S'il n'est pas demandé, consultez Bpifrance."
    case (.evidence, _) where day <= today:
      let since = day == today ? date : "depuis \(date)"
      return "Déposez les justificatifs du VTE\(French.hard): c'est possible \(since)."
    case (.evidence, _):
      return "Préparez les justificatifs du VTE\(French.hard): leur dépôt commence \(date)."
    case (.training, false):
      return "Faites commencer la formation au CFA au plus tard \(date)."
    case (.training, true):
      return "La formation au CFA devait commencer au plus tard \(date)."
    }
  }

  private func state(_ today: Day) -> String {
    let date = "le \(French.date(day, today: today))"
    let state =
      switch (what, day < today) {
      case (.label, false): "à demander au plus tard \(date)"
      case (.label, true): "délai terminé \(date)"
      case (.evidence, false): "à déposer à partir du \(French.date(day, today: today))"
      case (.evidence, true): "à déposer depuis \(date)"
      case (.training, false): "à commencer au plus tard \(date)"
      case (.training, true): "début attendu au plus tard \(date)"
      }
    return "\(name)\(French.hard): \(state)."
  }

  private func hire(_ today: Day, _ place: String?) -> String {
    var hire = "Embauche du \(French.shortDate(hiredDay, today: today))"
    if let place { hire += ", \(French.tidy(place, limit: 80))" }
    guard let positionTitle else { return hire + "." }
    return "\(hire)\(French.hard): \(French.tidy(positionTitle))."
  }

  private var confirmation: String {
    switch what {
    case .label: "Ce délai est à confirmer auprès de Bpifrance."
    case .evidence:
      "Le dépôt et l'aide éventuelle sont à confirmer auprès de Bpifrance."
    case .training: "Cette date est à confirmer avec le CFA."
    }
  }
}
