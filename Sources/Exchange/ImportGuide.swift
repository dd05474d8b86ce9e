/// What each column of an import file is, in French for who fills it and in English for commands, with
/// a filled example.
package struct ImportGuide: Sendable {
  /// One column.
  package struct Entry: Sendable {
    /// The column.
    package let column: ImportColumn
    /// Its French header, which an import understands.
    package let title: String
    /// What it is and which values it takes, in French.
    package let french: String
    /// The same in short, in English.
    package let english: String
    /// An ordinary value; may be empty where the column may.
    package let example: String
  }

  /// The kind of file.
  package let kind: ImportKind
  /// The columns, in their order.
  package let entries: [Entry]

  /// The guide to a kind of file.
  package init(_ kind: ImportKind) {
    self.kind = kind
    entries = kind.columns.map { column in
      let words = Self.words(kind)[column.name]
      return Entry(
        column: column, title: words?.title ?? column.name, french: words?.french ?? "",
        english: words?.english ?? "", example: words?.example ?? "")
    }
  }

  /// The columns nobody has described yet.
  package var undescribed: [String] {
    entries.filter { $0.french.isEmpty || $0.english.isEmpty }.map(\.column.name)
  }

  /// A file with French headers and one filled line, as French spreadsheets open it: UTF-8 with a byte
  /// order mark, semicolons.
  package var template: [UInt8] {
    var writer = CSVWriter(separator: UInt8(ascii: ";"))
    writer.write(entries.map(\.title))
    writer.write(entries.map(\.example))
    return [0xEF, 0xBB, 0xBF] + writer.take()
  }

  /// The guide as a page of Markdown, in French.
  package var page: String {
    var page = """
      # \(Self.heading(kind))

      Une ligne par élément. La première ligne porte les titres ; leur ordre est libre.
      Fichier CSV en UTF-8, séparé par des points-virgules ou des virgules.
      Une liste s'écrit dans une seule cellule, avec `|` entre ses éléments.
      \(Self.before(kind))
      | colonne | nom technique | obligatoire | contenu | exemple |
      |---|---|---|---|---|

      """
    for entry in entries {
      let cells = [
        entry.title, "`\(entry.column.name)`", entry.column.isRequired ? "oui" : "non",
        entry.french,
        entry.example.isEmpty ? "" : "`\(entry.example)`",
      ]
      page +=
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    return page
  }

  private static func heading(_ kind: ImportKind) -> String {
    switch kind {
    case .companies: "Fichier des entreprises"
    case .positions: "Fichier des postes"
    case .candidates: "Fichier des talents"
    case .trainings: "Fichier des formations"
    case .contacts: "Fichier des contacts"
    }
  }

  /// What must be there first, or must be known.
  private static func before(_ kind: ImportKind) -> String {
    switch kind {
    case .companies: "Une entreprise qui a deux établissements occupe deux lignes.\n"
    case .positions:
      """
      L'établissement doit être connu : importez d'abord les entreprises.
      Un poste qui parle d'âge, de sexe, de résidence ou d'origine, ou sans date ni rémunération, attend la
      décision d'une personne avant d'être montré (Code du travail, L1132-1, L5321-2, L5331-2, L5332-2).

      """
    case .candidates:
      """
      Jamais de date de naissance, de sexe, de photo, de nationalité ni d'adresse : le fichier serait refusé.
      Sans accord daté, la personne est conservée mais jamais classée ni montrée.

      """
    case .trainings: "Les places restantes vont avec le jour où elles ont été comptées.\n"
    case .contacts:
      """
      Une adresse est une personne : ce qu'elle reçoit s'ajoute, ligne après ligne.
      L'entreprise, le site, le poste ou le CFA doivent être connus.

      """
    }
  }

  private typealias Words = (title: String, french: String, english: String, example: String)

  private static func words(_ kind: ImportKind) -> [String: Words] {
    switch kind {
    case .companies: companies
    case .positions: positions
    case .candidates: candidates
    case .trainings: trainings
    case .contacts: contacts
    }
  }

  private static let companies: [String: Words] = [
    "siret": (
      "SIRET", "Les 14 chiffres de l'établissement.", "the 14 digits of the establishment",
      "21000042800016"
    ),
    "company_name": (
      "Entreprise", "Le nom de l'entreprise.", "the name of the company", "Exemple à remplacer"
    ),
    "establishment_name": (
      "Établissement", "Le nom du site, s'il en a un.", "the name of the site, if it has its own",
      "Site de Carros"
    ),
    "commune": (
      "Code commune", "Le code Insee de la commune du site (jamais le code postal). Nécessaire.",
      "the Insee code of the commune of the site, never the postal code; needed", "06033"
    ),
    "naf": (
      "Code NAF", "L'activité : quatre chiffres et une lettre.",
      "the activity: four digits and a letter", "2562B"
    ),
    "naf_version": (
      "Version NAF", "NAFRev2 ou NAF2025 ; vide si elle n'est pas connue.",
      "NAFRev2 or NAF2025; empty if not known", "NAFRev2"
    ),
    "staff": ("Effectif", "Le nombre de salariés.", "how many people it employs", "48"),
    "contact_email": (
      "Courriel contact", "L'adresse de la personne qui reçoit les messages.",
      "the address of who receives the messages", "contact@exemple.example"
    ),
    "contact_civility": (
      "Civilité", "M., Mme ou vide : jamais devinée.", "M., Mme or nothing: never guessed", "Mme"
    ),
    "contact_name": (
      "Nom contact", "Le nom de cette personne.", "the name of that person", "Exemple"
    ),
    "contact_role": ("Fonction", "Sa fonction.", "what that person does", "Direction"),
  ]

  private static let positions: [String: Words] = [
    "reference": (
      "Référence", "Votre nom pour ce poste : il le retrouve au prochain envoi.",
      "your own name for the position, which finds it again", "QUAL-2026-01"
    ),
    "siret": (
      "SIRET", "Les 14 chiffres de l'établissement qui recrute.",
      "the 14 digits of the establishment that hires", "21000042800016"
    ),
    "title": (
      "Intitulé", "L'intitulé que les talents lisent.", "the title that candidates read",
      "Gestionnaire de flux de production (H/F)"
    ),
    "occupation": (
      "Code ROME", "Une lettre et quatre chiffres ; sinon déduit de l'intitulé.",
      "the ROME code; else it is read from the title (vivier occupation suggest)", "H1403"
    ),
    "required_skills": (
      "Compétences requises",
      "Ce dont personne ne peut se passer : code ou libellé exact, puis `:` et l'importance de 1 à 5.",
      "what nobody can do without: code or exact label, then :importance from 1 to 5, | between",
      "rome3:121044:4"
    ),
    "desired_skills": (
      "Compétences souhaitées", "Ce qui serait un plus, écrit de même.",
      "what is welcome, written alike", "rome3:119507:3"
    ),
    "minimum_level": (
      "Niveau minimum", "De 3 (CAP) à 8 (doctorat) : 5 pour Bac+2, 6 pour Bac+3, 7 pour Bac+5.",
      "3 (CAP) to 8 (doctorate): 5 is Bac+2, 6 is Bac+3, 7 is Bac+5", "6"
    ),
    "contracts": (
      "Contrats", "cdi, cdd, apprentissage, professionnalisation ; plusieurs avec `|`.",
      "cdi, cdd, apprentissage, professionnalisation; | between", "cdi"
    ),
    "start_on": (
      "Date de début", "Le premier jour ; vide pour dès que possible.",
      "the first working day; empty for as soon as possible", "2027-02-01"
    ),
    "duration_months": (
      "Durée en mois", "Pour un contrat qui se termine.", "months, of a contract that ends", ""
    ),
    "pay_min": (
      "Salaire minimum",
      "La rémunération brute par an, en euros. Sans elle, une personne décide avant d'afficher le poste.",
      "the least pay, gross euros a year; without it a person must decide first", "34000"
    ),
    "pay_max": (
      "Salaire maximum", "De même, au plus.", "the most pay, gross euros a year", "39000"
    ),
    "mission": (
      "Type de mission",
      "bras_droit, transformation, technologie, international, finance, marketing, rh_rse, ecologie ou autre.",
      "bras_droit, transformation, technologie, international, finance, marketing, rh_rse, ecologie, autre",
      "transformation"
    ),
    "sector": ("Secteur", "Le code d'un secteur du ROME.", "the code of a ROME sector", "100"),
    "commune": (
      "Code commune", "Le code Insee du lieu de travail ; vide pour celui de l'établissement.",
      "the Insee code of the workplace; empty for that of the establishment", "06033"
    ),
    "openings": (
      "Nombre de postes", "Combien de personnes sont recherchées.", "how many people are wanted",
      "1"
    ),
    "languages": (
      "Langues",
      "Code et niveau, `en:B2` ; exigée avec sa raison liée au poste : `en:B2:requis:clients à l'export`. Sans raison, elle est souhaitée.",
      "en:B2 is wished; en:B2:required:clients abroad is required, for a reason tied to the job",
      "en:B1"
    ),
    "opened_on": (
      "Date de publication", "Le jour où l'offre a été ouverte : toute offre est datée.",
      "the day the offer was opened: every offer is dated", "2026-11-02"
    ),
    "description": (
      "Description du poste", "La mission en quelques phrases, en français.",
      "the mission in some sentences, in French",
      "Organiser les flux de l'atelier et les fiabiliser."
    ),
    "access_without_car": (
      "Accès sans voiture", "Comment venir sans voiture.", "how to come without a car",
      "Bus 70 depuis Nice, arrêt à 300 m"
    ),
    "working_hours": (
      "Horaires", "Quand on travaille.", "when the work is", "35 h, de 8 h à 16 h"
    ),
    "remote_days": (
      "Jours de télétravail", "Par semaine, de 0 à 5.",
      "days a week that may be worked elsewhere, 0 to 5",
      "1"
    ),
    "housing_help": (
      "Aide au logement", "Ce que l'entreprise fait pour loger la personne.",
      "what the company does about housing", "Un mois de logement à l'arrivée"
    ),
    "status": ("Statut", "open ou closed.", "open or closed", "open"),
  ]

  private static let candidates: [String: Words] = [
    "source": (
      "Provenance",
      "self si la personne se présente elle-même, sinon le SIRET du CFA ou de l'école.",
      "self, or the SIRET of the school that tells of the person", "self"
    ),
    "reference": (
      "Référence", "Votre nom pour cette personne : il la retrouve au prochain envoi.",
      "your own name for the person, which finds them again", "T-2026-01"
    ),
    "given_name": (
      "Prénom", "Montré à personne avant un accord mutuel.",
      "shown to nobody before both sides agreed", "Camille"
    ),
    "family_name": (
      "Nom", "Montré à personne avant un accord mutuel.",
      "shown to nobody before both sides agreed", "Exemple"
    ),
    "email": (
      "Courriel", "L'adresse pour recevoir les postes.", "where the digests go",
      "camille@exemple.example"
    ),
    "level_held": (
      "Niveau obtenu", "De 3 (CAP) à 8 (doctorat) : 5 pour Bac+2, 6 pour Bac+3, 7 pour Bac+5.",
      "the level held, 3 (CAP) to 8 (doctorate): 5 is Bac+2, 6 is Bac+3, 7 is Bac+5", "6"
    ),
    "level_prepared": (
      "Niveau préparé", "Le niveau en cours, s'il y en a un.", "the level being prepared, if any",
      ""
    ),
    "diploma": (
      "Diplôme", "Le code RNCP du diplôme.", "the RNCP code of the diploma", "RNCP38221"
    ),
    "diploma_on": (
      "Date du diplôme", "Obtenu, ou prévu, ce jour.", "the day it was or will be passed",
      "2026-07-03"
    ),
    "occupations": (
      "Métiers souhaités", "Codes ROME, le préféré d'abord.", "ROME codes wished, the best first",
      "H1403"
    ),
    "skills": (
      "Compétences",
      "Code ou libellé exact, puis `:` et la maîtrise de 1 à 4, puis `:` et l'origine : declared, project, taught, certified ou attested.",
      "code or exact label, then :proficiency 1 to 4, then :declared, project, taught, certified or attested",
      "rome3:121044:3:project|rome3:119507:2"
    ),
    "languages": (
      "Langues", "Code et niveau, `en:B2`.", "code and level, such as en:B2", "en:B2"
    ),
    "contracts": (
      "Contrats", "cdi, cdd, apprentissage, professionnalisation ; plusieurs avec `|`.",
      "cdi, cdd, apprentissage, professionnalisation; | between", "cdi|cdd"
    ),
    "available_from": (
      "Disponible le", "Le premier jour possible.", "the first day they are free", "2027-01-15"
    ),
    "areas": (
      "Zones de recherche",
      "Là où la personne cherche : commune:06033:30 (kilomètres), territoire:ti-9305, departement:06, region:93 ou france.",
      "where they search: commune:06033:30 (km), territory:ti-9305, department:06, region:93 or country",
      "commune:06033:40"
    ),
    "missions": (
      "Missions souhaitées",
      "bras_droit, transformation, technologie, international, finance, marketing, rh_rse, ecologie ou autre.",
      "bras_droit, transformation, technologie, international, finance, marketing, rh_rse, ecologie, autre",
      "transformation"
    ),
    "sectors": (
      "Secteurs souhaités", "Codes de secteurs du ROME.", "codes of ROME sectors", "100"
    ),
    "apprenticeship_eligible": (
      "Éligible apprentissage",
      "oui, non ou ne sait pas : ce que la personne dit. Sa date de naissance n'est jamais demandée.",
      "yes, no or unknown, as the person says; never a birth date", "ne sait pas"
    ),
    "min_pay": (
      "Salaire souhaité", "Au moins, brut par an, en euros.",
      "the least pay wished, gross euros a year",
      "31000"
    ),
    "consent_purposes": (
      "Consentement", "Ce que la personne a accepté : matching, digest, introduction.",
      "what the person agreed to: matching, digest, introduction", "matching|digest"
    ),
    "consent_on": (
      "Date du consentement", "Le jour de l'accord.", "the day of the agreement", "2026-11-02"
    ),
    "consent_source": (
      "Source du consentement", "Par où il a été donné.", "through what it was given", "formulaire"
    ),
    "consent_until": (
      "Consentement jusqu'au", "Le dernier jour de l'accord, s'il a une fin.",
      "the last day of the agreement, if it ends", ""
    ),
    "consent_notice": (
      "Notice", "La notice d'information montrée à la personne, par exemple talent-2026-11-28.fr.",
      "the notice the person was shown, such as talent-2026-11-28.fr", ""
    ),
    "present_employer": (
      "Employeur actuel",
      "En alternance, le SIREN ou le SIRET de l'employeur : il ne voit pas cette personne.",
      "in work and study, the SIREN or SIRET of the employer, who does not see the person", ""
    ),
    "invisible_to": (
      "Masqué pour", "Les SIREN des entreprises qui ne doivent jamais voir cette personne.",
      "the SIREN of companies that must never see the person", ""
    ),
    "status": ("Statut", "open ou closed.", "open or closed", "open"),
  ]

  private static let trainings: [String: Words] = [
    "provider": (
      "SIRET organisme", "Les 14 chiffres du CFA ou de l'école.",
      "the 14 digits of the CFA or school",
      "21009000700019"
    ),
    "provider_name": (
      "Nom organisme", "Le nom du CFA ou de l'école.", "the name of the CFA or school",
      "Exemple à remplacer"
    ),
    "reference": (
      "Référence", "Votre nom pour cette formation : il la retrouve au prochain envoi.",
      "your own name for the training, which finds it again", "F-2026-01"
    ),
    "certification": (
      "Code RNCP", "Le code du diplôme.", "the RNCP code of the diploma", "RNCP38221"
    ),
    "title": (
      "Intitulé", "L'intitulé de la formation.", "the title of the training",
      "Responsable de production"
    ),
    "level": (
      "Niveau", "De 3 à 8, à la sortie.", "the level it leads to, 3 to 8", "7"
    ),
    "commune": (
      "Code commune", "Le code Insee du lieu. Nécessaire.", "the Insee code of the place; needed",
      "06033"
    ),
    "occupations": ("Codes ROME", "Les métiers visés.", "ROME codes it leads to", "H1403"),
    "skills": (
      "Compétences enseignées", "Codes ou libellés exacts.", "codes or exact labels it teaches",
      "rome3:121044|rome3:119507"
    ),
    "sessions": (
      "Sessions", "début/fin:places:places restantes:comptées le ; seul le début est nécessaire.",
      "start/end:places:remaining:told_on; only the start is needed",
      "2027-02-01/2027-06-30:12:8:2026-11-02"
    ),
  ]
  private static let contacts: [String: Words] = [
    "email": (
      "Courriel", "L'adresse de la personne.", "the address of the person",
      "chef-de-projet@exemple.example"
    ),
    "scopes": (
      "Périmètres",
      "Ce qui la concerne : un SIREN, un SIRET, position:RÉFÉRENCE, cfa:SIRET ou territory:ti-9305 ; plusieurs séparés par |.",
      "what concerns them: a SIREN, a SIRET, position:REFERENCE, cfa:SIRET or territory:ti-9305; several with | between",
      "territory:ti-9305"
    ),
    "civility": (
      "Civilité", "M. ou Mme, seulement si la personne l'a dite.",
      "M. or Mme, only if the person told it", ""
    ),
    "name": ("Nom", "Prénom et nom.", "given and family name", "Camille Exemple"),
    "role": ("Fonction", "Sa fonction.", "what they do there", "Chef ou cheffe de projet"),
    "language": (
      "Langue", "Deux lettres ; vide : français.", "two letters; empty for French", "fr"
    ),
    "frequency": (
      "Fréquence", "daily, weekly, monthly ou never : chaque jour, semaine, mois, ou jamais.",
      "daily, weekly, monthly or never", "weekly"
    ),
    "paused_until": (
      "Pause jusqu'au", "Aucun message avant ce jour.", "no digest before that day", ""
    ),
  ]
}
