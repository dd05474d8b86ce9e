import Programme

/// What an import file holds, with the columns it may have.
package enum ImportKind: String, Hashable, Sendable, CaseIterable {
  case companies
  case positions
  case candidates
  case trainings
  case contacts

  /// The columns in the order they are documented and exported.
  package var columns: [ImportColumn] {
    switch self {
    case .companies: Self.companyColumns
    case .positions: Self.positionColumns
    case .candidates: Self.candidateColumns
    case .trainings: Self.trainingColumns
    case .contacts: Self.contactColumns
    }
  }

  private static let companyColumns: [ImportColumn] = [
    .init("siret", "siret etablissement", "numero siret", isRequired: true),
    .init(
      "company_name", "entreprise", "raison sociale", "nom entreprise", "nom de l entreprise",
      "denomination", "societe", "company", isRequired: true),
    .init("establishment_name", "etablissement", "nom etablissement", "enseigne", "establishment"),
    .init("commune", "code commune", "insee", "code insee", "code commune insee"),
    .init("naf", "ape", "code naf", "code ape", "activite"),
    .init("naf_version", "version naf", "nomenclature", "nomenclature d activite"),
    .init("staff", "effectif", "effectifs", "salaries", "nombre de salaries", "headcount"),
    .init(
      "contact_email", "email", "e mail", "mail", "courriel", "email contact", "contact mail",
      "courriel contact", isPersonal: true),
    .init("contact_civility", "civilite", "civilite contact", "civility"),
    .init("contact_name", "contact", "nom contact", "nom du contact", isPersonal: true),
    .init("contact_role", "fonction", "fonction contact", "role", "poste contact"),
  ]

  private static let positionColumns: [ImportColumn] = [
    .init(
      "reference", "ref", "reference poste", "reference offre", "numero", "external id",
      isRequired: true),
    .init("siret", "siret etablissement", "numero siret", isRequired: true),
    .init("title", "intitule", "titre", "poste", "intitule du poste", isRequired: true),
    .init("occupation", "rome", "code rome", "metier", "occupation code"),
    .init("required_skills", "competences requises", "competences exigees", "skills required"),
    .init("desired_skills", "competences souhaitees", "competences appreciees", "skills desired"),
    .init("minimum_level", "niveau minimum", "niveau minimal", "niveau", "niveau requis"),
    .init("contracts", "contrat", "contrats", "type de contrat", "types de contrat", "contract"),
    .init(
      "start_on", "date de debut", "debut", "date debut", "start date", "start", "prise de poste"),
    .init("duration_months", "duree", "duree mois", "duree en mois", "duration"),
    .init("pay_min", "salaire min", "salaire minimum", "remuneration min", "salary min"),
    .init("pay_max", "salaire max", "salaire maximum", "remuneration max", "salary max"),
    .init("mission", "type de mission", "categorie de mission"),
    .init("sector", "secteur", "secteur d activite", "code secteur"),
    .init("commune", "code commune", "insee", "code insee", "lieu de travail", "workplace"),
    .init("openings", "postes ouverts", "nombre de postes", "nb postes"),
    .init("languages", "langues", "langue"),
    .init("opened_on", "date d ouverture", "ouvert le", "date de publication", "publie le"),
    .init("description", "description du poste", "mission detaillee", "texte", "descriptif"),
    .init("access_without_car", "acces sans voiture", "transports", "transports en commun"),
    .init("working_hours", "horaires", "horaires de travail", "temps de travail"),
    .init("remote_days", "teletravail", "jours de teletravail", "remote"),
    .init("housing_help", "aide au logement", "logement"),
    .init("status", "statut", "etat"),
  ]

  private static let candidateColumns: [ImportColumn] = [
    .init("source", "origine", "siret cfa", "provenance", isRequired: true),
    .init("reference", "ref", "numero", "external id", "identifiant", isRequired: true),
    .init("given_name", "prenom", "first name", isPersonal: true),
    .init("family_name", "nom", "nom de famille", "last name", "surname", isPersonal: true),
    .init(
      "email", "e mail", "mail", "courriel", "adresse mail", "adresse e mail", isPersonal: true),
    .init("level_held", "niveau obtenu", "niveau", "niveau acquis", "niveau detenu"),
    .init("level_prepared", "niveau prepare", "niveau en cours"),
    .init("diploma", "diplome", "rncp", "code rncp", "certification"),
    .init("diploma_on", "date du diplome", "date diplome", "diplome le", "date d obtention"),
    .init("occupations", "rome", "codes rome", "metiers", "metiers souhaites", "occupation"),
    .init("skills", "competences", "skill"),
    .init("languages", "langues", "langue"),
    .init("contracts", "contrat", "contrats", "contrats souhaites", "type de contrat"),
    .init(
      "available_from", "disponible a partir de", "disponibilite", "disponible le", "available"),
    .init("areas", "zones", "zones de recherche", "mobilite", "zone de recherche", "area"),
    .init("missions", "mission", "missions souhaitees"),
    .init("sectors", "secteurs", "secteurs souhaites", "secteur", "sector"),
    .init(
      "apprenticeship_eligible", "eligible apprentissage", "eligible a l apprentissage",
      "apprentissage possible", "eligibilite apprentissage"),
    .init("min_pay", "salaire minimum", "salaire souhaite", "pretentions", "remuneration minimum"),
    .init("consent_purposes", "consentement", "finalites", "finalites du consentement", "consent"),
    .init("consent_on", "consentement le", "date du consentement", "date consentement"),
    .init("consent_source", "source du consentement", "origine du consentement"),
    .init("consent_until", "consentement jusqu au", "fin du consentement"),
    .init("consent_notice", "notice", "notice d information", "version de la notice"),
    .init("invisible_to", "invisible pour", "masque pour", "entreprises exclues", "hide from"),
    .init(
      "present_employer", "employeur actuel", "employeur", "entreprise d accueil",
      "employeur en alternance"),
    .init("status", "statut", "etat"),
  ]

  private static let trainingColumns: [ImportColumn] = [
    .init("provider", "siret", "siret cfa", "siret organisme", "organisme", isRequired: true),
    .init(
      "provider_name", "nom organisme", "nom de l organisme", "cfa", "nom cfa", "etablissement"),
    .init("reference", "ref", "numero", "external id", "identifiant", isRequired: true),
    .init("certification", "rncp", "code rncp", "diplome"),
    .init("title", "intitule", "titre", "formation", "intitule de la formation", isRequired: true),
    .init("level", "niveau", "niveau vise", "niveau de sortie"),
    .init("commune", "code commune", "insee", "code insee", "lieu"),
    .init("occupations", "rome", "codes rome", "metiers", "occupation"),
    .init("skills", "competences", "competences enseignees", "skill"),
    .init("sessions", "session", "dates", "dates de session"),
  ]

  private static let contactColumns: [ImportColumn] = [
    .init(
      "email", "e mail", "mail", "courriel", "adresse mail", "adresse e mail",
      "adresse electronique", isRequired: true, isPersonal: true),
    .init(
      "scopes", "scope", "perimetre", "perimetres", "siret", "siren", "siret ou siren",
      "entreprise", "etablissement", "territoire", "cfa", isRequired: true),
    .init("civility", "civilite"),
    .init("name", "nom", "nom complet", "contact", "nom du contact", isPersonal: true),
    .init("role", "fonction", "qualite"),
    .init("language", "langue"),
    .init("frequency", "frequence", "rythme"),
    .init("paused_until", "pause", "pause jusqu au", "en pause jusqu au"),
  ]

  /// What a column of a folded name would tell about a person that is never taken in; nil when it
  /// may be read or passed over.
  ///
  /// Recruitment may not rest on these (Code du travail, L1132-1), so the service never holds them.
  package func forbids(_ folded: String) -> String? {
    for (what, words, phrases) in Self.forbidden {
      if phrases.contains(folded) { return what }
      if folded.split(separator: " ").contains(where: { words.contains(String($0)) }) {
        return what
      }
    }
    // The address of a company or a CFA is no one's home.
    return self == .candidates && Self.homes.contains(folded) ? "home address" : nil
  }

  /// What is never accepted, the words that betray it anywhere in a header, and whole headers.
  private static let forbidden: [(what: String, words: Set<String>, phrases: Set<String>)] = [
    (
      "birth date", ["naissance", "birth", "birthdate", "birthday", "dob"],
      ["ne le", "nee le", "ne e le", "age", "tranche d age", "age range"]
    ),
    ("sex", ["sex", "sexe", "gender"], ["genre"]),
    (
      "photo", ["photo", "photos", "photograph", "photographie", "portrait"], ["picture", "image"]
    ),
    (
      "nationality", ["nationality", "nationalite", "citizenship", "citoyennete", "ethnicity"],
      ["origine ethnique"]
    ),
    (
      "home address", ["domicile", "residence"],
      [
        "home address", "adresse personnelle", "home", "home commune", "home postal code",
        "personal address",
      ]
    ),
    (
      "social security or student number", ["nir", "ine", "ssn"],
      [
        "numero de securite sociale", "securite sociale", "numero secu", "social security number",
      ]
    ),
  ]

  private static let homes: Set<String> = [
    "address", "adresse", "adresse postale", "postal address", "street", "rue", "voie",
    "code postal", "postal code", "ville", "city", "commune",
  ]
}

/// A column an import file may have.
package struct ImportColumn: Hashable, Sendable {
  /// The canonical header.
  package let name: String
  /// Other headers people use, folded.
  package let aliases: [String]
  /// Whether the file is refused without it and a row refused when its cell is empty.
  package let isRequired: Bool
  /// Whether its cells tell who a person is, and so never appear in a message.
  package let isPersonal: Bool

  init(_ name: String, _ aliases: String..., isRequired: Bool = false, isPersonal: Bool = false) {
    self.name = name
    self.aliases = aliases
    self.isRequired = isRequired
    self.isPersonal = isPersonal
  }
}
