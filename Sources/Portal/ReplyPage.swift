import Digest
import Programme

/// The pages that ask nothing: after an answer, and where there is nothing to answer.
enum ReplyPage {
  /// After an answer, once it is noted.
  static func noted(_ question: Question, choice: String) -> Page {
    Page(
      title: "C'est noté", demoNotice: QuestionPage.demoNotice(question),
      headline: "C'est noté, merci", facts: QuestionPage.facts(question),
      paragraphs: words(question, choice) + ["Vous pouvez fermer cette page."])
  }

  /// The same for an address that never was one, that ran out, and that was used up.
  static let unknown = Page(
    title: "Lien inconnu", headline: "Ce lien ne mène nulle part",
    paragraphs: [
      "Il a déjà servi, il a expiré, ou l'adresse est incomplète.",
      "Si vous aviez répondu, votre réponse est bien gardée.",
      "Pour toute question, répondez au message qui contenait ce lien.",
    ])

  /// A form was sent without what it needs.
  static func incomplete(_ question: Question, view: MyDataView) -> Page {
    var page = QuestionPage.page(question, view: view)
    page.title = "Réponse incomplète"
    page.paragraphs.insert(
      "Rien n'est encore enregistré\(French.hard): il manque votre réponse ci-dessous.", at: 0)
    return page
  }

  /// Too many requests of one client.
  static let tooMany = Page(
    title: "Trop de demandes", headline: "Trop de demandes en peu de temps",
    paragraphs: ["Rien n'est perdu. Réessayez dans un quart d'heure."])

  /// The database does not answer.
  static let unavailable = Page(
    title: "Service interrompu", headline: "Le service est interrompu",
    paragraphs: ["Rien n'a été enregistré. Réessayez dans quelques minutes."])

  /// What was sent is no request of ours.
  static let refused = Page(
    title: "Demande refusée", headline: "Cette demande n'a pas pu être lue",
    paragraphs: ["Rien n'a été enregistré. Ouvrez à nouveau le lien de votre message."])

  /// The bare address of the service.
  static let home = Page(
    title: "Vivier", headline: "Vivier met en relation des entreprises et des jeunes talents",
    paragraphs: [
      "Ces pages servent à répondre aux messages de Vivier.",
      "Ouvrez le lien de votre message pour y répondre, sans compte ni mot de passe.",
    ])

  private static func words(_ question: Question, _ choice: String) -> [String] {
    switch (question.purpose, choice) {
    case (.meet, _):
      question.party == .company
        ? ["Si cette personne accepte aussi, vous recevez tous deux un message commun."]
        : ["Si l'entreprise le souhaite aussi, vous recevez tous deux un message commun."]
    case (.later, _): ["Ce profil reste cité dans vos messages, tant qu'il correspond au poste."]
    case (.decline, _):
      question.party == .company
        ? ["Ce profil ne vous est plus proposé pour ce poste."]
        : ["Ce poste ne vous est plus proposé."]
    case (.extend, _): ["Le poste reste proposé aux candidats."]
    case (.close, _): ["Le poste n'est plus proposé, dès la nuit prochaine."]
    case (.amend, _), (.propose, _): ["La personne qui anime le territoire a votre demande."]
    case (.declareSkill, _): ["Ces compétences comptent dès la nuit prochaine."]
    case (.stay, _): ["Votre profil reste proposé aux entreprises."]
    case (.found, _): ["Félicitations\(French.thin)! Votre profil n'est plus proposé."]
    case (.contest, _), (.myData, "correct"): ["Une personne du service a votre demande."]
    case (.sessions, _): ["Ces sessions et ces places sont notées à la date d'aujourd'hui."]
    case (.teach, _): ["Cette compétence compte comme enseignée dans le prochain bilan."]
    case (.frequency, _), (.pause, _): ["Votre choix vaut dès le prochain message."]
    case (.unsubscribe, _): ["Vous ne recevez plus ces messages."]
    case (.myData, _): ["Vos données sont effacées au plus tard la nuit prochaine."]
    }
  }
}
