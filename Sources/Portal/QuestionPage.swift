import Digest
import Programme

/// The page of a link before it is answered: what is asked, about what, and what the button does.
enum QuestionPage {
  private static let hard = French.hard

  /// The page of a question.
  ///
  /// - `view`: another page of the same link, where its purpose has several.
  static func page(_ question: Question, view: MyDataView = .overview) -> Page {
    if let gone = gone(question) { return gone }
    var page =
      switch question.purpose {
      case .meet: meet(question)
      case .later: later(question)
      case .decline: decline(question)
      case .extend: extend(question)
      case .close: close(question)
      case .amend: amend(question)
      case .propose: propose(question)
      case .declareSkill: declareSkill(question)
      case .stay: stay(question)
      case .found: found(question)
      case .contest: contest(question)
      case .sessions: SessionPage.sessions(question)
      case .teach: SessionPage.teach(question)
      case .frequency: frequency(question)
      case .pause: pause(question)
      case .unsubscribe: unsubscribe(question)
      case .myData: MyDataPage.page(question, view)
      }
    page.demoNotice = demoNotice(question)
    page.facts = facts(question) + page.facts
    return page
  }

  /// What a demo says first.
  static func demoNotice(_ question: Question) -> String? {
    question.isDemo
      ? "Données fictives (démonstration)\(hard): aucune personne ni entreprise réelle." : nil
  }

  /// What the question is about.
  static func facts(_ question: Question) -> [Page.Fact] {
    var facts: [Page.Fact] = []
    if let code = question.code {
      facts.append(Page.Fact(label: "Profil", value: French.tidy(code, limit: 20)))
    }
    if let title = question.title {
      facts.append(Page.Fact(label: "Poste", value: French.tidy(title)))
    }
    if let company = question.company {
      let place = question.commune.map { ", \(French.tidy($0, limit: 60))" } ?? ""
      facts.append(Page.Fact(label: "Entreprise", value: French.tidy(company, limit: 80) + place))
    }
    if let provider = question.provider {
      facts.append(Page.Fact(label: "CFA", value: French.tidy(provider, limit: 80)))
    }
    if let skill = question.skill {
      facts.append(Page.Fact(label: "Compétence", value: French.tidy(skill)))
    }
    return facts
  }

  /// What is said instead of asking when there is nothing to ask any more.
  private static func gone(_ question: Question) -> Page? {
    let asksOpen: Set<Purpose> = [.meet, .later, .extend, .close, .amend, .declareSkill]
    if question.isOpen == false, asksOpen.contains(question.purpose),
      question.purpose != .extend
    {
      return Page(
        title: "Poste clos", demoNotice: demoNotice(question),
        headline: "Ce poste n'est plus ouvert", facts: facts(question),
        paragraphs: ["Il n'y a plus rien à répondre. Rien n'a été transmis."])
    }
    if question.canMeet == false, question.purpose == .meet || question.purpose == .later {
      let what =
        question.party == .company
        ? "Ce profil n'est plus disponible pour ce poste"
        : "Ce poste ne vous est plus proposé"
      return Page(
        title: "Plus disponible", demoNotice: demoNotice(question), headline: what,
        facts: facts(question),
        paragraphs: ["Il n'y a plus rien à répondre. Rien n'a été transmis."])
    }
    return nil
  }

  // MARK: Pairs

  private static func meet(_ question: Question) -> Page {
    let lead = Page.Box(
      boxName: "lead", boxValue: "yes", boxID: "lead",
      boxLabel: "La personne qui anime le territoire peut connaître nos deux noms, pour nous aider."
    )
    if question.party == .company {
      return Page(
        title: "Rencontrer cette personne", headline: "Je souhaite rencontrer cette personne",
        consequences: [
          "Votre réponse est notée aujourd'hui.",
          "Cette personne l'apprend dans son prochain message, avec le nom de votre entreprise.",
          "Si cette personne accepte aussi, elle reçoit votre nom et votre adresse électronique.",
          "Vous recevez alors son nom et son adresse, dans un message commun.",
          "Sans son accord, votre nom ne lui est pas transmis.",
        ],
        form: Page.Form(
          hiddenChoice: Choice.yes, legend: "Si vous le voulez", boxes: [lead],
          button: "Je souhaite rencontrer cette personne"))
    }
    return Page(
      title: "Ce poste m'intéresse", headline: "Ce poste m'intéresse",
      consequences: [
        "Votre réponse est notée aujourd'hui.",
        "L'entreprise l'apprend dans son prochain message, sous le code de votre profil.",
        "Si l'entreprise souhaite aussi vous rencontrer, elle reçoit votre nom et votre adresse électronique.",
        "Vous recevez alors le nom et l'adresse de votre contact, dans un message commun.",
        "Sans son accord, votre nom ne lui est pas transmis.",
      ],
      form: Page.Form(
        hiddenChoice: Choice.yes, legend: "Si vous le voulez", boxes: [lead],
        button: "Ce poste m'intéresse"))
  }

  private static func later(_ question: Question) -> Page {
    Page(
      title: "Plus tard", headline: "Répondre plus tard",
      consequences: [
        "Rien n'est transmis à cette personne.",
        "Son profil reste cité dans vos messages, tant qu'il correspond au poste.",
      ],
      form: Page.Form(hiddenChoice: Choice.yes, button: "Répondre plus tard"))
  }

  private static func decline(_ question: Question) -> Page {
    let isCompany = question.party == .company
    return Page(
      title: isCompany ? "Pas pour ce poste" : "Pas pour moi",
      headline: isCompany ? "Pas pour ce poste" : "Ce poste n'est pas pour moi",
      consequences: isCompany
        ? [
          "Ce profil ne vous est plus proposé pour ce poste, dès la nuit prochaine.",
          "Il peut l'être pour un autre poste.",
          "La raison choisie est conservée. Votre précision est lue par le service seulement.",
        ]
        : [
          "Ce poste ne vous est plus proposé, dès la nuit prochaine.",
          "L'entreprise ne voit plus votre profil pour ce poste.",
          "La raison choisie est conservée. Votre précision est lue par le service seulement.",
        ],
      form: Page.Form(
        legend: "Pour quelle raison\(French.thin)?",
        radios: radios(question), noteLabel: "Une précision, si vous le voulez",
        button: isCompany ? "Pas pour ce poste" : "Pas pour moi"))
  }

  private static func declareSkill(_ question: Question) -> Page {
    guard !question.skills.isEmpty else {
      return Page(
        title: "Mes compétences", headline: "Toutes ces compétences sont déjà indiquées",
        paragraphs: ["Il n'y a plus rien à ajouter pour ce poste."])
    }
    let boxes = question.skills.prefix(40).enumerated().map { index, skill in
      Page.Box(
        boxName: "skill", boxValue: skill.skill, boxID: "skill-\(index)",
        boxLabel: French.capitalised(French.tidy(skill.label)))
    }
    return Page(
      title: "J'ai cette compétence", headline: "J'ai cette compétence",
      paragraphs: [
        "Cochez seulement ce que vous savez faire. On pourra vous en parler en entretien."
      ],
      consequences: [
        "Ces compétences sont ajoutées à vos déclarations.",
        "Elles comptent dès la nuit prochaine, pour tous les postes.",
        "Les entreprises les voient sous votre code, sans votre nom.",
      ],
      form: Page.Form(
        hiddenChoice: Choice.yes, legend: "Ce que ce poste demande et que vous n'avez pas indiqué",
        boxes: boxes, button: "Ajouter les compétences cochées"))
  }

  private static func contest(_ question: Question) -> Page {
    Page(
      title: "Contester", headline: "Demander qu'une personne revoie ce classement",
      paragraphs: [
        "Le classement est calculé automatiquement. Une personne peut le revoir avec vous."
      ],
      consequences: [
        "Une personne du service reçoit votre demande et le détail du calcul.",
        "Elle vous répond par courriel.",
        "L'entreprise n'en sait rien.",
      ],
      form: Page.Form(
        hiddenChoice: Choice.yes, noteLabel: "Ce qui vous paraît faux", isNoteRequired: true,
        button: "Demander cette vérification"))
  }

  // MARK: Positions

  private static func extend(_ question: Question) -> Page {
    Page(
      title: "Poste toujours ouvert", headline: "Ce poste est toujours ouvert",
      consequences: ["Le poste reste proposé aux candidats, à partir de la nuit prochaine."],
      form: Page.Form(hiddenChoice: Choice.yes, button: "Prolonger ce poste"))
  }

  private static func close(_ question: Question) -> Page {
    Page(
      title: "Clore ce poste", headline: "Clore ce poste",
      consequences: [
        "Le poste n'est plus proposé, dès la nuit prochaine.",
        "Les personnes qui l'avaient reçu apprennent qu'il est clos.",
      ],
      form: Page.Form(
        legend: "Comment ce recrutement s'est-il terminé\(French.thin)?", radios: radios(question),
        noteLabel: "Une précision, si vous le voulez", button: "Clore ce poste"))
  }

  private static func amend(_ question: Question) -> Page {
    Page(
      title: "Corriger ce poste", headline: "Corriger ce poste",
      paragraphs: ["Remplissez seulement ce qui change."],
      consequences: [
        "Votre demande est transmise à la personne qui anime le territoire.",
        "Elle corrige le poste, puis les candidats voient les nouvelles informations.",
      ],
      form: Page.Form(
        hiddenChoice: Choice.yes,
        inputs: [
          Page.Input(
            inputName: "pay_min", inputLabel: "Rémunération annuelle brute minimale, en euros",
            inputKind: "text"),
          Page.Input(
            inputName: "pay_max", inputLabel: "Rémunération annuelle brute maximale, en euros",
            inputKind: "text"),
          Page.Input(
            inputName: "start_on", inputLabel: "Date de début", inputKind: "date",
            isTyped: false),
        ],
        noteLabel: "Compétences demandées, et toute autre correction",
        button: "Demander ces corrections"))
  }

  private static func propose(_ question: Question) -> Page {
    Page(
      title: "Nouveau poste", headline: "Proposer un autre poste",
      consequences: [
        "Votre demande est transmise à la personne qui anime le territoire.",
        "Elle vous rappelle pour préciser le poste. Rien n'est publié avant.",
      ],
      form: Page.Form(
        hiddenChoice: Choice.yes,
        noteLabel: "Intitulé, lieu, contrat, trois à cinq compétences", isNoteRequired: true,
        button: "Envoyer cette demande"))
  }

  private static func stay(_ question: Question) -> Page {
    Page(
      title: "Je cherche toujours", headline: "Je cherche toujours un poste",
      consequences: [
        "Votre profil reste proposé aux entreprises, sous son code.",
        "Vos données restent dans Vivier, comme vous les avez indiquées.",
      ],
      form: Page.Form(hiddenChoice: Choice.yes, button: "Je cherche toujours un poste"))
  }

  private static func found(_ question: Question) -> Page {
    Page(
      title: "J'ai trouvé un poste", headline: "J'ai trouvé un poste",
      consequences: [
        "Votre profil n'est plus proposé à aucune entreprise, dès la nuit prochaine.",
        "Vous ne recevez plus de postes.", "Vos données restent conservées jusqu'à leur terme.",
      ],
      form: Page.Form(
        legend: "Comment l'avez-vous trouvé\(French.thin)?", radios: radios(question),
        button: "J'ai trouvé un poste"))
  }

  // MARK: Messages

  private static func frequency(_ question: Question) -> Page {
    Page(
      title: "Fréquence", headline: "À quelle fréquence voulez-vous nos messages\(French.thin)?",
      consequences: [
        "Votre choix vaut dès le prochain message.",
        "Les réponses à vos demandes arrivent toujours sans attendre.",
      ],
      form: Page.Form(
        legend: "Un message au plus",
        radios: radios(question, chosen: chosenFrequency(question)), button: "Enregistrer ce choix")
    )
  }

  /// How often a digest comes now, as a choice of the list: to a CFA once a quarter, or never.
  private static func chosenFrequency(_ question: Question) -> String? {
    guard question.party == .cfa, question.frequency != "never" else { return question.frequency }
    return "quarterly"
  }

  private static func pause(_ question: Question) -> Page {
    var facts: [Page.Fact] = []
    if let until = question.pausedUntil, until > question.today {
      let day = French.date(until, today: question.today)
      facts.append(Page.Fact(label: "Pause en cours", value: "jusqu'au \(day)"))
    }
    return Page(
      title: "Pause", headline: "Mettre les messages en pause", facts: facts,
      consequences: [
        "Aucun message de propositions ne part pendant la pause.",
        "Tout reprend ensuite, sans rien faire.",
      ],
      form: Page.Form(
        legend: "Combien de temps\(French.thin)?", radios: radios(question),
        button: "Enregistrer ce choix"))
  }

  private static func unsubscribe(_ question: Question) -> Page {
    Page(
      title: "Ne plus recevoir", headline: "Ne plus recevoir ces messages",
      consequences: unsubscribed(question.party),
      form: Page.Form(hiddenChoice: Choice.yes, button: "Ne plus recevoir ces messages"))
  }

  private static func unsubscribed(_ party: Party) -> [String] {
    switch party {
    case .company:
      [
        "Vous ne recevez plus de propositions de profils.",
        "Les postes de votre entreprise restent ouverts.",
      ]
    case .candidate:
      [
        "Vous ne recevez plus de propositions de postes.",
        "Votre profil reste proposé aux entreprises, sous son code.",
      ]
    case .cfa:
      [
        "Vous ne recevez plus de bilan, ni de questions sur vos places.",
        "Les formations de votre CFA restent citées dans Vivier.",
      ]
    }
  }

  private static func radios(_ question: Question, chosen: String? = nil) -> [Page.Radio] {
    Choice.all(question.purpose, question.party).map {
      Page.Radio(
        choice: $0.code, radioID: "choice-\($0.code)", radioLabel: $0.label,
        isChosen: $0.code == chosen)
    }
  }
}
