/// The kinds of codes, by the words people call them.
package enum CodeKind {
  /// Each word with the type that reads the code.
  package static let all: [(word: String, type: any Identifier.Type)] = [
    ("siren", SIREN.self), ("siret", SIRET.self), ("uai", UAI.self),
    ("certification", CertificationCode.self), ("skill-block", SkillBlockCode.self),
    ("rome", OccupationCode.self), ("rome-edition", ROMEEdition.self),
    ("editioned-rome", EditionedOccupation.self), ("ogr", OGRCode.self), ("skill", SkillCode.self),
    ("naf", NAF.self), ("naf-version", NAFVersion.self), ("activity", Activity.self),
    ("naf-group", NAFGroup.self),
    ("commune", CommuneCode.self), ("postal-code", PostalCode.self),
    ("department", DepartmentCode.self), ("region", RegionCode.self),
    ("territory", TerritoryID.self), ("cfd", CFD.self), ("level", Level.self),
    ("idcc", IDCC.self), ("opco", OPCO.self), ("education-key", EducationKey.self),
    ("language", LanguageCode.self),
  ]

  /// The type behind a word; nil when it names none.
  package static func named(_ word: String) -> (any Identifier.Type)? {
    all.first { $0.word == word }?.type
  }
}
