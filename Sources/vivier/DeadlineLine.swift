import Exchange
import Programme
import Store

/// A deadline with the hire it follows from, recorded or only thought of.
struct DeadlineLine {
  let what: Deadline.What
  let on: Day
  let hiredOn: Day
  let contract: Contract?
  /// The recorded hire; nil for one that is only thought of.
  let hire: RecordedHire?

  /// What follows from a recorded hire.
  static func all(_ hire: RecordedHire, by book: RuleBook) -> [DeadlineLine] {
    book.deadlines(
      hiredOn: hire.hiredOn, contract: hire.contract, trainingStartsOn: hire.trainingStartsOn
    ).map {
      DeadlineLine(
        what: $0.what, on: $0.on, hiredOn: hire.hiredOn, contract: hire.contract, hire: hire)
    }
  }

  /// What would follow from a hire.
  static func all(
    hiredOn day: Day, contract: Contract?, trainingStartsOn: Day?, by book: RuleBook
  ) -> [DeadlineLine] {
    book.deadlines(hiredOn: day, contract: contract, trainingStartsOn: trainingStartsOn).map {
      DeadlineLine(what: $0.what, on: $0.on, hiredOn: day, contract: contract, hire: nil)
    }
  }

  /// What tells it from other deadlines, the same whenever it is listed.
  var key: String { "\(hire?.id ?? "H-\(hiredOn)")-\(what.rawValue)" }

  /// The day in a calendar, in French.
  func event(domain: String) -> CalendarEvent {
    let who = hire.map { " – \($0.company)" } ?? ""
    let position = hire?.position.map { "\nPoste\u{A0}: \($0.name) (\($0.code))" } ?? ""
    return CalendarEvent(
      uid: "\(key)@\(domain)", day: on, summary: title + who,
      description: "\(advice)\nEmbauche du \(hiredOn.french)." + position)
  }

  private var title: String {
    switch what {
    case .label: "Dernier jour pour demander le label VTE"
    case .evidence: "Les justificatifs du VTE peuvent être déposés"
    case .training: "Dernier jour pour commencer la formation au CFA"
    }
  }

  private var advice: String {
    switch what {
    case .label:
      "Le label se demande dans les six mois qui suivent l'embauche, à confirmer auprès de Bpifrance."
    case .evidence:
      """
      Douze mois après l'embauche, l'entreprise dépose ses justificatifs\u{A0}; s'il y a une aide, \
      elle est versée ensuite, à confirmer auprès de Bpifrance.
      """
    case .training:
      """
      La formation commence au plus tard trois mois après le début du contrat d'apprentissage (Code \
      du travail, article L6222-12), à confirmer avec le CFA.
      """
    }
  }
}
