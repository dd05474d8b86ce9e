import Exchange
import Programme

/// What the rules say of a hire, as a checklist in French or as JSON.
struct CheckPage {
  private let title: String
  private let facts: HireFacts
  private let subjects: Set<Rule.Subject>
  private let eligibility: Eligibility

  /// Judges a hire; the page shows the rules about `subjects`.
  init(title: String, facts: HireFacts, subjects: Set<Rule.Subject>, book: RuleBook) {
    self.title = title
    self.facts = facts
    self.subjects = subjects
    eligibility = book.judge(facts)
  }

  /// Writes it to standard output.
  func write(_ format: FormatOptions, _ terminal: Terminal) {
    output(format.json ? JSON.text(JSON(eligibility)) : text(terminal))
  }

  private func text(_ terminal: Terminal) -> String {
    let width = min(terminal.width, 100)
    var text = title + "\n"
    if let day = facts.day {
      text +=
        "Règles du \(day.french)"
        + (facts.position.hiredOn == nil ? "" : ", jour de l'embauche")
        + (facts.position.contract.map { " · contrat étudié\u{A0}: \(Self.name($0))" } ?? "") + "\n"
    }
    text += "\n" + Scheme.allCases.map { headline($0, terminal) }.joined()
    let sections: [(Rule.Subject, String)] = [
      (.position, "Poste"), (.company, "Entreprise"), (.talent, "Talent"),
    ]
    for (subject, name) in sections where subjects.contains(subject) {
      text += "\n\(name)\n"
      for rule in Rule.allCases where rule.subject == subject {
        text += lines(of: rule, terminal, width: width)
      }
    }
    if !subjects.contains(.talent) {
      text +=
        "\nLe talent n'est pas examiné ici. Pour une embauche précise\u{A0}:\n"
        + pasteable("  vivier check pair POSITION CANDIDATE") + "\n"
    }
    return text + (subjects.contains(.position) ? aids(width) + deadlines : "")
  }

  private static func name(_ contract: Contract) -> String {
    contract == .cdi || contract == .cdd ? contract.rawValue.uppercased() : contract.rawValue
  }

  // MARK: Schemes

  private func headline(_ scheme: Scheme, _ terminal: Terminal) -> String {
    let answer = eligibility.result(scheme, about: subjects)
    let words =
      switch answer {
      case .yes: "les conditions examinées ici sont remplies"
      case .no: "une condition au moins n'est pas remplie"
      case .unknown: "des points restent à vérifier"
      }
    return
      "\(sign(Eligibility.Result(rawValue: answer.rawValue), terminal)) \(scheme.name)\u{A0}: \(words)\n"
  }

  private func sign(_ result: Eligibility.Result?, _ terminal: Terminal) -> String {
    switch result {
    case .yes?: terminal.coloured("✓", .good)
    case .no?: terminal.coloured("✗", .missing)
    default: terminal.coloured("?", .warning)
    }
  }

  // MARK: Rules

  /// A rule once for each answer, with the schemes that get it.
  private func lines(of rule: Rule, _ terminal: Terminal, width: Int) -> String {
    let outcomes = eligibility.outcomes.filter { $0.rule == rule && $0.result != .notApplicable }
    var groups: [[Eligibility.Outcome]] = []
    for outcome in outcomes {
      let place = groups.firstIndex {
        $0[0].result == outcome.result && $0[0].because == outcome.because
      }
      if let place { groups[place].append(outcome) } else { groups.append([outcome]) }
    }
    return groups.map { group in
      let schemes = group.map(\.scheme.name).joined(separator: ", ")
      var text = "  \(sign(group[0].result, terminal)) \(rule.title) (\(schemes))"
      text += rule.decides ? "\n" : ", pour information\n"
      text += Self.wrapped(group[0].because, width: width, first: "      ", rest: "      ")
      if let remedy = group[0].remedy {
        text += Self.wrapped(remedy, width: width, first: "    → ", rest: "      ")
      }
      return text
    }.joined()
  }

  // MARK: Aids and deadlines

  private func aids(_ width: Int) -> String {
    "\nAides\n"
      + eligibility.aids.map { aid in
        let state =
          switch aid.status {
          case .open: "ouverte à cette date"
          case .closed: "close à cette date"
          case .unknown: "ouverture non connue à cette date"
          }
        let amount = aid.frenchAmount.map { "\($0) au plus, " } ?? ""
        let check = aid.checkedOn.map { ", dernière vérification le \($0.french)" } ?? ""
        return Self.wrapped(
          "\(aid.rule.title)\u{A0}: \(amount)\(state)\(check). À confirmer auprès de Bpifrance. "
            + aid.words.joined(separator: " "),
          width: width, first: "  \(aid.status == .closed ? "✗" : "?") ", rest: "    ")
      }.joined()
  }

  private var deadlines: String {
    guard !eligibility.deadlines.isEmpty else { return "" }
    return "\nÉchéances\n"
      + eligibility.deadlines.map { deadline in
        switch deadline.what {
        case .label: "  Label à demander au plus tard le \(deadline.on.french)\n"
        case .evidence: "  Justificatifs à donner à partir du \(deadline.on.french)\n"
        case .training: "  Formation à commencer au plus tard le \(deadline.on.french)\n"
        }
      }.joined()
  }

  /// A text in lines of a width, cut at spaces that may break.
  private static func wrapped(_ text: String, width: Int, first: String, rest: String) -> String {
    var lines = ""
    var line = first
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines += line + "\n"
        line = rest
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + line + "\n"
  }
}
