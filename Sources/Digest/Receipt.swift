package import Programme

/// What a person is given when a right was exercised: which one, when, what was done, and where to
/// go next.
///
/// A text of its own, kept by nobody but the person.
package struct Receipt: Sendable, Hashable {
  /// A right of a person (RGPD, articles 15 to 22).
  package enum Right: String, Sendable, CaseIterable {
    case access, portability, rectification, erasure, objection, contest
  }

  /// The right.
  package var right: Right
  /// The day.
  package var date: Day
  /// The id of the person, and what they are.
  package var person: String
  package var isCandidate: Bool
  /// Who did it.
  package var author: String
  /// What was done, a sentence each.
  package var done: [String]
  /// The hash of the log behind it; nil where it was not logged.
  package var proof: String?

  /// A receipt from its fields.
  package init(
    _ right: Right, on date: Day, of person: String, isCandidate: Bool, by author: String,
    done: [String], proof: String?
  ) {
    self.right = right
    self.date = date
    self.person = person
    self.isCandidate = isCandidate
    self.author = author
    self.done = done
    self.proof = proof
  }

  /// The text, in lines of at most 72 characters.
  package var text: String {
    var lines = [
      "VIVIER", "Reçu\(French.hard): \(name)", "",
      "Date\(French.hard): \(French.date(date, today: date))\(French.hard)\(date.components.year)",
      "Personne\(French.hard): \(person) (\(isCandidate ? "profil" : "contact"))",
      "Demande traitée par\(French.hard): \(French.tidy(author, limit: 80))", "",
      "Ce qui a été fait",
    ]
    lines += done.map { "- " + $0 }
    lines += ["", "Et maintenant"] + next.map { "- " + $0 }
    if let proof {
      lines += ["", "Preuve (journal, SHA-256)\(French.hard):", proof]
    }
    return Columns.wrap(lines.joined(separator: "\n") + "\n", width: 72)
  }

  private var name: String {
    switch right {
    case .access: "droit d'accès (RGPD, article 15)"
    case .portability: "droit à la portabilité (RGPD, article 20)"
    case .rectification: "droit de rectification (RGPD, article 16)"
    case .erasure: "droit à l'effacement (RGPD, article 17)"
    case .objection: "droit d'opposition (RGPD, article 21)"
    case .contest: "contestation d'un classement (RGPD, article 22)"
    }
  }

  private var next: [String] {
    let specific: [String] =
      switch right {
      case .access, .portability:
        ["Vous pouvez faire corriger ou effacer vos données."]
      case .rectification: ["La prochaine sélection tiendra compte de cette correction."]
      case .erasure:
        [
          "Les sauvegardes antérieures gardent vos données jusqu'à leur expiration.",
          "Si l'une est restaurée, l'effacement y est refait avant tout usage.",
        ]
      case .objection: ["Vous pouvez reprendre en donnant un nouvel accord."]
      case .contest: ["Une personne examine ce classement et vous répond."]
      }
    return specific + [
      "Vous pouvez adresser une réclamation à la CNIL (RGPD, article 77)."
    ]
  }
}

extension Receipt {
  /// `1 message`, `2 messages`, as receipts count.
  package static func count(_ value: Int, _ singular: String, _ plural: String) -> String {
    French.count(value, singular, plural)
  }

  /// A day as receipts write it.
  package static func day(_ day: Day, today: Day) -> String {
    French.shortDate(day, today: today)
  }
}
