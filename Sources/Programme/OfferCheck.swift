/// What the law asks of a published offer, looked for in a position.
///
/// It decides nothing: what it flags is shown to nobody until a person has accepted it. It knows words,
/// so it misses what is said in others, and stops some that are meant well.
package struct OfferCheck: Hashable, Sendable {
  /// Changes with any word of the lists, so that positions are looked at again.
  package static let version = 1

  /// The title.
  package var title: String
  /// Everything else that candidates read: mission, access, hours, housing.
  package var texts: [String]
  /// Whether any pay is told.
  package var hasPay: Bool
  /// Whether the offer is dated.
  package var hasDate: Bool
  /// Whether the name of the employer says nothing; false where another looks at it.
  package var hidesEmployer: Bool

  /// States what is looked at.
  package init(
    title: String, texts: [String] = [], hasPay: Bool, hasDate: Bool, hidesEmployer: Bool = false
  ) {
    self.title = title
    self.texts = texts
    self.hasPay = hasPay
    self.hasDate = hasDate
    self.hidesEmployer = hidesEmployer
  }

  /// What a person must decide about, each once, in the order of the kinds.
  package var flags: [OfferFlag] {
    var found: Set<OfferFlag> = []
    for text in [title] + texts { found.formUnion(Self.words(in: text)) }
    if !hasDate { found.insert(OfferFlag(.date)) }
    if !hasPay { found.insert(OfferFlag(.pay)) }
    if hidesEmployer { found.insert(OfferFlag(.employer)) }
    let order = OfferFlag.Kind.allCases
    return found.sorted {
      (order.firstIndex(of: $0.kind) ?? 0, $0.found)
        < (order.firstIndex(of: $1.kind) ?? 0, $1.found)
    }
  }

  /// Whether a name hides who the employer is.
  package static func isAnonymous(_ employer: String) -> Bool {
    let words = fold(employer).split(separator: " ").map(String.init)
    return words.isEmpty
      || words.contains { ["confidentiel", "confidentielle", "anonyme", "nc"].contains($0) }
        && !words.contains("societe")
  }

  // MARK: Words

  /// What a text says of age, sex, residence or origin, and whether it is French.
  private static func words(in text: String) -> [OfferFlag] {
    var words = fold(text).split(separator: " ").map(String.init)
    var flags = find(Self.always, in: words)
    for phrase in Self.lawful {
      for place in phrase.places(in: words) {
        for index in place { words[index] = "" }
      }
    }
    flags += find(Self.mostly, in: words)
    if let foreign = foreignWords(in: words) {
      flags.append(OfferFlag(.language, found: foreign))
    }
    return flags
  }

  private static func find(
    _ phrases: [(kind: OfferFlag.Kind, phrase: Phrase)], in words: [String]
  ) -> [OfferFlag] {
    phrases.flatMap { kind, phrase in
      phrase.places(in: words).map {
        OfferFlag(kind, found: words[$0].joined(separator: " "))
      }
    }
  }

  /// Words in a row, each one of several.
  private struct Phrase {
    private let places: [Set<Substring>]

    /// A text such as `moins de # ans`: `|` between words of one place, `#` for an age.
    init(_ text: String) {
      places = text.split(separator: " ").map { Set($0.split(separator: "|")) }
    }

    /// Where it stands.
    func places(in words: [String]) -> [Range<Int>] {
      guard words.count >= places.count else { return [] }
      return (0...words.count - places.count).filter { start in
        places.indices.allSatisfy { fits(words[start + $0], places[$0]) }
      }.map { $0..<$0 + places.count }
    }

    private func fits(_ word: String, _ allowed: Set<Substring>) -> Bool {
      // From the age of work to that of rest: a contract or an experience is shorter.
      if allowed.contains("#"), let number = Int(word) { return (16...70).contains(number) }
      return allowed.contains(word[...])
    }
  }

  private static func phrases(
    _ kind: OfferFlag.Kind, _ texts: String...
  ) -> [(kind: OfferFlag.Kind, phrase: Phrase)] {
    texts.map { (kind, Phrase($0)) }
  }

  /// Where somebody would live: what follows the word, so that a residence for the elderly is none.
  private static let there = "a|au|aux|en|dans|sur|pres|proche|obligatoirement|imperativement"
  private static let tongues =
    "anglais|anglaise|allemand|allemande|espagnol|espagnole|italien|italienne|francais|francaise|portugais|chinois|neerlandais|arabe|russe|anglophone|francophone|locuteur|locutrice"

  /// What says it whatever stands around it.
  ///
  /// Age: L1132-1, L5331-2 (no upper limit of age), as the Défenseur des droits reads them: “jeune
  /// diplômé” asks for youth where a diploma of less than two years is meant. Sex and family: L1132-1,
  /// L1142-1. Residence and origin: L1132-1, which names the ability to speak another language, too.
  private static let always =
    phrases(
      .age,
      "jeune|jeunes diplome|diplomee|diplomes|diplomees|homme|hommes|femme|femmes|fille|filles|garcon|candidat|candidate|candidats|candidates|collaborateur|collaboratrice|collaborateurs|profil|profils|recrue|recrues|retraite|retraitee|retraites|motive|motivee|motives|dynamique|dynamiques|professionnel|professionnelle",
      "jeune et", "jeunes et dynamiques|motives|diplomes", "equipe|equipes jeune|jeunes",
      "moins de # ans", "avoir # ans",
      "# ans maximum|max|maxi", "entre # et # ans", "# a # ans", "age|agee|ages|agees de|entre #",
      "agee|ages|agees de",
      "age maximum|minimum|maximal|minimal|limite|requis|souhaite", "limite|limites d age",
      "digital native|natives")
    + phrases(
      .sex, "sexe|genre masculin|feminin", "de sexe",
      "candidat|candidature|candidatures|profil|profils|personnel masculin|masculine|masculines|masculins|feminin|feminine|feminines|feminins",
      "pere|mere|chargee|charge de famille", "celibataire|celibataires",
      "situation familiale|matrimoniale", "situation de famille", "sans enfant|enfants")
    + phrases(
      .residence, "residant|residante|residants|residez|resider|habitant|habitez|habiter \(there)",
      "domicilie|domiciliee|domicilies|domiciliees", "lieu de residence|domicile",
      "lieu d habitation", "residence|residences principale|personnelle",
      "domicile a moins|proximite")
    + phrases(
      .origin, "nationalite|nationalites", "ressortissant|ressortissante|ressortissants",
      "langue|langues maternelle|maternelles", "\(tongues) natif|native|natifs|natives",
      "natif|native|natifs|natives \(tongues)", "native speaker|speakers",
      "d origine francaise|europeenne|etrangere|africaine|maghrebine|asiatique|antillaise|immigree",
      "originaire|originaires de|du|des|d", "origine|origines ethnique|ethniques|sociale|raciale",
      "type europeen|caucasien|mediterraneen", "francais|francaise de souche", "de confession",
      "bleu blanc rouge")

  /// What holds such a word and asks nothing of anybody.
  private static let lawful = [
    "jeune|jeunes talent|talents|entreprise|entreprises|pousse|pousses|societe|societes|enfant|enfants|public|publics|travailleur|travailleurs|plant|plants|animaux|adultes|agriculteurs|startup|industrie",
    "des|aux|les|ces|aupres|pour|avec|accueil|public|publics jeunes",
    "de|ados|adolescents|enfants|adultes jeunes", "et jeunes adultes",
    "homme|hommes femme|femmes", "femme|femmes homme|hommes",
    "homme|hommes et|ou|comme femme|femmes", "femme|femmes et|ou|comme homme|hommes",
    "homme|hommes et les femme|femmes", "femme|femmes et les homme|hommes",
    "homme sage femme", "sage|sages femme|femmes", "valet|premiere femme|femmes",
    "homme machine|robot|mort|jour|jours|mois|an", "l homme", "plus jeune age",
    "management|manager|encadrement|gestion|conduite|animation|strategique des hommes",
    "jour|jours|heure|heures|mois|an|ans homme|hommes", "droits des femmes",
    "mode|vetement|vetements|porter|collection|rayon|chaussures|coiffure|coiffeur|coiffeuse|lingerie|couture|tailleur|tailleuse|confection homme|hommes|femme|femmes|dame|dames",
    "mode|vetement|vetements|porter|confection pour homme|hommes|femme|femmes|dames",
    "monsieur|messieurs dame|dames", "garcon fille|serveuse", "fille garcon",
    "dame|dames monsieur|messieurs|homme|hommes",
    "data|prompt engineer", "business|lead developer",
  ].map { Phrase($0) }

  /// What says it unless it stands in one of those.
  private static let mostly =
    phrases(.age, "jeune|jeunes")
    + phrases(
      .sex, "homme|hommes", "femme|femmes", "garcon", "demoiselle|demoiselles", "monsieur")

  // MARK: Language

  /// Words of other languages that French titles and texts do not use, and those of French.
  ///
  /// Loan words that French offers use (manager, marketing, design…) are in neither.
  private static let foreign: Set<String> = [
    "the", "and", "with", "for", "you", "we", "our", "your", "of", "to", "is", "are", "will",
    "from",
    "as", "by", "who", "this", "that", "looking", "join", "engineer", "engineers", "engineering",
    "developer", "sales", "operator", "supervisor", "buyer", "worker", "technician",
    "head", "plant", "und", "der", "die", "das", "mit", "fur", "wir", "sie",
    "eine", "einen", "suchen", "mitarbeiter", "leiter", "fachkraft", "el", "los", "las",
    "para", "con", "y", "una", "buscamos", "ingeniero", "il", "gli", "della", "per", "cerchiamo",
  ]
  private static let french: Set<String> = [
    "de", "des", "du", "d", "la", "le", "les", "l", "et", "en", "un", "une", "pour", "dans", "avec",
    "vous", "nous", "a", "au", "aux", "sur", "par", "ou", "chez", "sous", "est", "sont", "notre",
    "votre", "qui", "que", "ce", "cette", "ces", "plus", "vos", "nos", "sera", "serez", "h", "f",
    "ingenieur", "technicien", "technicienne", "responsable", "charge", "chargee", "chef", "cheffe",
  ]

  /// The foreign words of a text that is not in French; nil where it may be.
  private static func foreignWords(in words: [String]) -> String? {
    let found = words.filter(Self.foreign.contains)
    // "H/F" stands after titles of any language.
    let counted = words.filter { $0 != "h" && $0 != "f" }
    let known = counted.count(where: Self.french.contains)
    guard found.count > known, found.count >= 2 || known == 0 && counted.count <= 4 else {
      return nil
    }
    return found.isEmpty ? nil : firsts(of: found).prefix(5).joined(separator: " ")
  }

  private static func firsts(of words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }
}
