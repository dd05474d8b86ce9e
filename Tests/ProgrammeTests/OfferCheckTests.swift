import Foundation
import Programme
import Testing

private func flags(_ title: String, _ texts: String...) -> [OfferFlag.Kind] {
  OfferCheck(title: title, texts: texts, hasPay: true, hasDate: true).flags.map(\.kind)
}

@Suite struct `The check of offers` {
  @Test(
    arguments: [
      ("Jeune ingénieur dynamique", .age), ("Ingénieur qualité, jeune diplômé (H/F)", .age),
      ("Commercial, moins de 30 ans", .age), ("Assistante, 25 à 35 ans", .age),
      ("Rejoignez une équipe jeune et dynamique", .age), ("Vous êtes âgé de 18 à 25 ans", .age),
      ("Digital native", .age), ("Limite d'âge : 30 ans", .age), ("Jeunes motivés", .age),
      ("Entre 20 et 30 ans", .age), ("Technicien de maintenance, homme", .sex),
      ("Secrétaire (femme)", .sex), ("Père de famille apprécié", .sex),
      ("Célibataire, sans enfants", .sex), ("Profil masculin", .sex),
      ("Candidat domicilié à Pau", .residence), ("Habitant à proximité du site", .residence),
      ("Résidant à Nice de préférence", .residence), ("Nationalité française exigée", .origin),
      ("Anglais langue maternelle", .origin), ("Traducteur, natif anglais", .origin),
      ("Personne d'origine française", .origin), ("Ressortissant de l'Union européenne", .origin),
      ("Sales manager for the south of France", .language), ("Process engineer", .language),
      ("We are looking for a quality leader to join our plant", .language),
      ("Wir suchen einen Ingenieur mit Erfahrung", .language),
    ] as [(String, OfferFlag.Kind)])
  func `flags what speaks of age, sex, residence or origin, or is not French`(
    text: String, kind: OfferFlag.Kind
  ) {
    #expect(flags(text).contains(kind), "\(flags(text))")
    #expect(flags("Responsable qualité (H/F)", text).contains(kind))
  }

  @Test(arguments: [
    "Ingénieur qualité (H/F)", "Accompagner de jeunes talents dans une jeune entreprise",
    "Jeune pousse industrielle cherche son bras droit", "CDD de 24 mois, contrat de 2 ans",
    "Vous avez plus de 20 ans d'expérience dans l'industrie",
    "Entreprise familiale de plus de 50 ans", "Diplôme de moins de deux ans",
    "Directeur de résidence hôtelière", "Chargé de mission insertion des jeunes",
    "Égalité entre les femmes et les hommes", "Interface homme-machine",
    "Responsable des relations internationales", "Supply chain manager", "Business developer",
    "Aide à domicile", "Anglais B2 pour l'export", "Lean manager / Data scientist",
    "Traçabilité de l'origine des pièces", "Sage-femme", "Application native iOS et Android",
    "35 h, de 8 h à 16 h", "Les principaux risques résident dans la coactivité",
    "Management des hommes et des projets", "Homme / Femme d'équipage", "",
  ])
  func `lets pass what only sounds like it`(text: String) {
    #expect(flags(text).isEmpty, "\(flags(text))")
  }

  /// Every title of the ROME 4.0 in use: none of 13,000 asks for anything unlawful.
  @Test func `lets every title of the ROME pass`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Seeds/reference/rome4/occupation_title.csv")
    let titles = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { line in
        line.split(separator: ",", maxSplits: 2).last.map(String.init) ?? ""
      }
    #expect(titles.count > 13_000)
    #expect(titles.filter { !flags($0).isEmpty } == [])
  }

  @Test func `flags a missing date, pay and employer, each with its law`() {
    let check = OfferCheck(title: "Acheteur", hasPay: false, hasDate: false, hidesEmployer: true)
    #expect(check.flags.map(\.kind) == [.date, .pay, .employer])
    for kind in OfferFlag.Kind.allCases { #expect(!kind.law.isEmpty && !kind.remedy.isEmpty) }
  }

  @Test(arguments: [
    ("Confidentiel", true), ("Client confidentiel", true), ("NC", true), ("", true),
    ("Société anonyme des forges", false), ("Mécanique du Paillon", false),
  ])
  func `knows a name that hides the employer`(name: String, isAnonymous: Bool) {
    #expect(OfferCheck.isAnonymous(name) == isAnonymous)
  }
}
