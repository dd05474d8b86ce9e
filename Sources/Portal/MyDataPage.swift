import Digest
import Programme

/// The pages of a link to what is kept about the reader.
enum MyDataView: String, Sendable, CaseIterable {
  /// What is kept, and what can be done.
  case overview = ""
  /// What is wrong in it.
  case correct = "corriger"
  /// Erasing it.
  case erase = "effacer"
}

/// What is kept about the reader, and what they can do about it.
enum MyDataPage {
  /// The page of one view; the record itself is added by ``page(_:record:)``.
  static func page(_ question: Question, _ view: MyDataView) -> Page {
    switch view {
    case .overview:
      Page(
        title: "Mes données", headline: "Mes données",
        paragraphs: [
          "Voici ce que Vivier conserve à votre sujet. Le fichier complet contient tout le reste."
        ])
    case .correct:
      Page(
        title: "Corriger mes données", headline: "Corriger mes données",
        consequences: [
          "Une personne du service reçoit votre demande et fait la correction.",
          "Elle vous répond par courriel.",
        ],
        form: Page.Form(
          hiddenChoice: "correct", noteLabel: "Ce qu'il faut corriger", isNoteRequired: true,
          button: "Demander cette correction"))
    case .erase:
      Page(
        title: "Effacer mes données", headline: "Effacer mes données",
        consequences: [
          "Tout ce qui vous concerne est effacé, au plus tard la nuit prochaine.",
          "Vous ne recevez plus aucun message. C'est définitif.",
          "Reste une trace chiffrée, qui ne vous nomme pas, pour ne pas vous réinscrire par erreur.",
        ],
        form: Page.Form(hiddenChoice: "erase", button: "Effacer définitivement mes données"))
    }
  }

  /// The overview with what is kept, line by line.
  static func page(_ question: Question, record: [Page.Fact], token: String) -> Page {
    var page = QuestionPage.page(question)
    page.facts = record
    page.links = [
      Page.Link(address: "/r/\(token)/donnees.json", linkText: "Télécharger le fichier complet"),
      Page.Link(address: "/r/\(token)/corriger", linkText: "Demander une correction"),
      Page.Link(address: "/r/\(token)/effacer", linkText: "Effacer mes données"),
    ]
    return page
  }
}
