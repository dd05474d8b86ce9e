package import Programme

/// What somebody is told, once, who was entered without having agreed: who holds the data, from
/// whom, what for, how the ranking works, how to leave; and what they are asked.
///
/// It names nobody.
package struct Confirmation: Codable, Sendable, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date.
  package var date: Day
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// The notice in use, such as `talent-2026-11-28.fr`.
  package var notice: String
  /// Who answers for the data, and whom to ask about them.
  package var controller: String
  package var contact: String?
  /// The CFA or school that told the data; nil when the person did.
  package var source: String?

  /// Makes a confirmation from its fields.
  package init(
    date: Day, isDemo: Bool = false, notice: String, controller: String, contact: String? = nil,
    source: String? = nil
  ) {
    templateVersion = Templates.version
    self.date = date
    self.isDemo = isDemo
    self.notice = notice
    self.controller = controller
    self.contact = contact
    self.source = source
  }

  /// For how many days an answer is awaited; without one everything is erased.
  package static let daysToAnswer = 30
}

extension Confirmation: StoredDigest {
  /// It tells of no pair.
  package var toldItems: [ToldItem] { [] }

  /// The mail; see ``StoredDigest``.
  package func rendered() throws(TemplateError) -> Rendered { try Templates.render(page) }

  private var page: Page {
    let teller =
      source.map { French.tidy($0, limit: 80) } ?? "vous-même, par notre formulaire"
    return Page(
      subject: "Vivier a reçu votre profil\(French.hard): êtes-vous d'accord\(French.thin)?",
      preheader: "Rien n'est montré sans votre accord. Une réponse suffit.",
      demoNotice: isDemo ? Words.demo : nil,
      origin: ["Vivier", French.date(date, today: date)].joined(separator: Words.dot),
      headline: "Votre profil attend votre accord", greeting: "Bonjour,",
      introduction: [
        "Votre profil a été transmis à Vivier, sans que votre accord soit noté.",
        "Sans accord, il n'est ni classé, ni compté, ni montré à une entreprise.",
      ],
      sections: [
        section("Qui tient ces données", holders),
        section(
          "D'où elles viennent", ["Transmises par\(French.hard): \(teller)."]),
        section(
          "À quoi elles servent",
          [
            "Rapprocher votre profil des postes ouverts par des entreprises industrielles.",
            "Cadre\(French.hard): le VTE. Rien d'autre.",
          ]),
        section("Comment le classement se fait", method),
        section("Votre réponse", answers),
        section("Comment partir", leaving),
      ],
      closing: [Words.answerReader(nil), Words.vte],
      footer: [
        "Vous recevez ce message une seule fois.",
        "Notice d'information\(French.hard): version \(French.tidy(notice, limit: 40)). "
          + "Répondez \(French.quote("notice")) pour la recevoir entière.",
      ])
  }

  private var holders: [String] {
    ["Responsable\(French.hard): \(French.tidy(controller))."]
      + (contact.map { ["Pour toute question\(French.hard): \(French.tidy($0))."] } ?? [])
  }

  private var method: [String] {
    [
      "Un calcul fixe, écrit par des personnes et le même pour tous.",
      "Des conditions d'abord\(French.hard): contrat, niveau, disponibilité, zone de recherche.",
      "Ensuite les compétences, le métier et les souhaits de chacun.",
      "Jamais utilisés\(French.hard): nom, sexe, âge, photo, nationalité, adresse.",
      "Une personne décide toujours.",
    ]
  }

  private var answers: [String] {
    [
      "Pour être rapproché de postes, répondez \(French.quote("j'accepte le rapprochement")).",
      "Pour recevoir aussi les postes, ajoutez \(French.quote("et les messages")).",
      "Votre nom n'est transmis à une entreprise qu'après un autre accord de votre part.",
      "Vous pourrez retirer chaque accord à tout moment, sans donner de raison.",
    ]
  }

  private var leaving: [String] {
    let limit = date.adding(days: Self.daysToAnswer)
    return [
      "Pour tout effacer maintenant, répondez \(French.quote("effacez")).",
      "Sans réponse de votre part avant le \(French.shortDate(limit, today: date)), tout est effacé.",
      "Réclamation\(French.hard): CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris cedex 07.",
    ]
  }

  private func section(_ title: String, _ lines: [String]) -> Page.Section {
    Page.Section(sectionTitle: title, sectionFacts: lines, cards: [], remarks: [])
  }
}
