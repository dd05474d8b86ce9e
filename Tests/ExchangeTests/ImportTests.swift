import Exchange
import Programme
import Testing

/// The items of an import file held in memory.
func items<Row: ImportRow>(
  _: Row.Type, _ text: String, piecesOf size: Int = 50
) throws(ImportError) -> [ImportItem<Row>] {
  var reader = ImportReader<Row>()
  var items: [ImportItem<Row>] = []
  for piece in pieces(Array(text.utf8), of: size) {
    reader.append(piece)
    while let item = try reader.next() { items.append(item) }
  }
  reader.finish()
  while let item = try reader.next() { items.append(item) }
  return items
}

extension ImportItem {
  var row: Row? {
    guard case .row(let row, _, _) = self else { return nil }
    return row
  }

  var rejection: RejectedRow? {
    guard case .rejected(let row) = self else { return nil }
    return row
  }
}

@Suite struct `An import header` {
  func header(_ kind: ImportKind, _ titles: [String]) -> Result<ImportHeader, ImportError> {
    do {
      return .success(try ImportHeader(kind, titles))
    } catch {
      return .failure(error)
    }
  }

  func issues(_ kind: ImportKind, _ titles: [String]) -> [ImportIssue] {
    guard case .failure(.header(let issues)) = header(kind, titles) else { return [] }
    return issues
  }

  @Test(arguments: ImportKind.allCases)
  func `accepts every canonical column without a warning`(kind: ImportKind) throws {
    let header = try header(kind, kind.columns.map(\.name)).get()
    #expect(header.warnings.isEmpty)
  }

  @Test(arguments: ImportKind.allCases)
  func `knows every alias as one column only`(kind: ImportKind) {
    var owners: [String: String] = [:]
    for column in kind.columns {
      for spelling in [fold(column.name)] + column.aliases {
        #expect(fold(spelling) == spelling, "\(spelling) is not folded")
        #expect(
          owners[spelling] == nil, "\(spelling) of \(column.name) and \(owners[spelling] ?? "")")
        owners[spelling] = column.name
      }
    }
  }

  @Test func `is read in French, with accents, capitals and underscores`() throws {
    let rows = try items(
      CompanyRow.self,
      "Numéro_SIRET;Raison Sociale;CODE COMMUNE;Code APE;Effectif\n73282932000074;Exemple fictif;6033;25.62B;12\n"
    )
    let row = try #require(rows.first?.row)
    #expect(row.commune?.text == "06033" && row.naf?.text == "2562B" && row.staff == 12)
  }

  @Test func `warns once of all the columns nobody understands`() throws {
    let header = try header(.companies, ["siret", "company_name", "Couleur", "", "Humeur"]).get()
    #expect(header.warnings.count == 1)
    #expect(header.warnings[0].contains("Couleur") && header.warnings[0].contains("column 5"))
  }

  @Test func `refuses a file without a needed column, naming it`() {
    let found = issues(.positions, ["reference", "title"])
    #expect(found.map(\.column) == ["siret"])
    #expect(found.map(\.kind) == [.header])
  }

  @Test func `refuses two columns for one thing`() {
    let found = issues(.companies, ["siret", "entreprise", "Raison sociale"])
    #expect(found.map(\.columnNumber) == [3])
  }

  @Test(arguments: [
    "birth_date", "Date de naissance", "Né(e) le", "Âge", "sex", "Sexe (H/F)", "Gender", "photo",
    "Photo du candidat", "nationality", "Nationalité", "home_address", "Adresse", "Domicile", "NIR",
    "Lieu_de_naissance", "numéro de sécurité sociale", "Code postal",
  ])
  func `refuses by name what is never accepted`(title: String) {
    let found = issues(.candidates, ["source", "reference", title])
    #expect(found.map(\.kind) == [.forbidden])
    #expect(found.map(\.columnNumber) == [3])
    #expect(found.first?.column == title)
  }

  @Test func `lets a company have an address`() throws {
    let header = try header(.companies, ["siret", "company_name", "adresse"]).get()
    #expect(header.warnings.count == 1)
  }
}

@Suite struct `An import file` {
  @Test func `of companies is read`() throws {
    let rows = try items(
      CompanyRow.self,
      """
      siret,company_name,establishment_name,commune,naf,staff,contact_email,contact_civility,contact_name,contact_role
      732 829 320 00074,Mécanique fictive,,28085,2562B,45,rh@mecanique.example,Mme,Perrin,DRH
      """)
    let row = try #require(rows.first?.row)
    #expect(row.siret.text == "73282932000074")
    #expect(row.companyName == "Mécanique fictive" && row.establishmentName == nil)
    #expect(row.contactCivility == .madame && row.contactEmail == "rh@mecanique.example")
    #expect(row.key == "73282932000074")
  }

  @Test func `of positions is read`() throws {
    let rows = try items(
      PositionRow.self,
      """
      reference;siret;title;occupation;required_skills;desired_skills;minimum_level;contracts;start_on;duration_months;pay_min;pay_max;mission;sector;commune;openings;languages;opened_on;status
      P1;73282932000074;Responsable qualité;H1502;124851:5|rome4:477597;sf-0123456789:2|Lean: amélioration continue:4;6;CDI|cdd;11/01/2027;18;36 000 €;42000,00;transformation;100;;2;en:B2:required:clients à l'export|de:A2;2026-11-02;ouvert
      P2;73282932000074;Chargé d'affaires;;;;;;;;;;;;;;;;
      """)
    let row = try #require(rows.first?.row)
    #expect(
      row.requiredSkills == [
        AskedSkill(skill: .code(try SkillCode("124851")), importance: 5),
        AskedSkill(skill: .code(try SkillCode("rome4:477597")), importance: 3),
      ])
    #expect(
      row.desiredSkills == [
        AskedSkill(skill: .code(try SkillCode("sf-0123456789")), importance: 2),
        AskedSkill(skill: .label("Lean: amélioration continue"), importance: 4),
      ])
    #expect(row.minimumLevel?.number == 6 && row.contracts == [.cdi, .cdd])
    #expect(row.startOn?.description == "2027-01-11" && row.durationInMonths == 18)
    #expect(row.payMin == 36_000 && row.payMax == 42_000)
    #expect(row.mission == .transformation && row.sector == "100" && row.openings == 2)
    #expect(row.languages.map(\.reason) == ["clients à l'export", nil])
    #expect(row.languages.map(\.isRequired) == [true, false])
    let empty = try #require(rows.last?.row)
    #expect(empty.openings == 1 && empty.status == .open && empty.payMin == nil)
    #expect(empty.contracts.isEmpty && empty.requiredSkills.isEmpty)
  }

  @Test func `of candidates is read`() throws {
    let rows = try items(
      CandidateRow.self,
      """
      source,reference,given_name,family_name,email,level_held,level_prepared,diploma,diploma_on,occupations,skills,languages,contracts,available_from,areas,missions,sectors,min_pay,consent_purposes,consent_on,consent_source,invisible_to,status
      self,C1,Zoé,Martin,zoe@exemple.example,6,7,35398,30/06/2026,H1502|H1206|H1502,124851:3:project|rome4:477597|Souder:4:attested,en:B2,cdi|apprentissage,,commune:06033:30|territory:ti-9305|department:6|region:93|country,finance|rh_rse,100,32000,matching|digest,2026-10-01,form,356000000|73282932000074,closed
      73282932000074,C2,,,,,,,,,,,,,,,,,,,,,
      """)
    let row = try #require(rows.first?.row)
    #expect(row.source == .oneself && row.key == "self C1")
    #expect(row.levelHeld?.number == 6 && row.diploma?.text == "RNCP35398")
    #expect(row.occupations.map(\.text) == ["H1502", "H1206"])
    #expect(
      row.skills == [
        HeldSkill(skill: .code(try SkillCode("124851")), proficiency: 3, evidence: .project),
        HeldSkill(skill: .code(try SkillCode("rome4:477597")), proficiency: 2, evidence: .declared),
        HeldSkill(skill: .label("Souder"), proficiency: 4, evidence: .attested),
      ])
    #expect(
      row.areas.map(\.description) == [
        "commune:06033:30", "territory:ti-9305", "department:06", "region:93", "country",
      ])
    #expect(row.consentPurposes == [.matching, .digest] && row.status == .closed)
    #expect(row.invisibleTo.map(\.text) == ["356000000", "732829320"])
    #expect(rows.last?.row?.source == .provider(try SIRET("73282932000074")))
  }

  @Test func `of trainings is read`() throws {
    let rows = try items(
      TrainingRow.self,
      """
      provider,provider_name,reference,certification,title,level,commune,occupations,skills,sessions
      73282932000074,CFA fictif,T1,RNCP35398,Qualité,6,28085,H1502,124851|Souder,2027-01-11/2027-06-30:12:8:2026-11-02|2027-09-01|2027-10-01/:20
      """)
    let row = try #require(rows.first?.row)
    #expect(row.skills == [.code(try SkillCode("124851")), .label("Souder")])
    #expect(row.sessions.map(\.start.description) == ["2027-01-11", "2027-09-01", "2027-10-01"])
    #expect(row.sessions[0].remaining == 8 && row.sessions[0].toldOn?.description == "2026-11-02")
    #expect(row.sessions[1].end == nil && row.sessions[2].capacity == 20)
  }

  /// A column, a bad value, and what is said of it.
  static let positionMistakes: [(String, String, ImportIssue.Kind)] = [
    ("reference", "", .missing), ("siret", "73282932000075", .checkDigit), ("siret", "12", .format),
    ("title", String(repeating: "x", count: 201), .range), ("title", "a\u{7}b", .format),
    ("occupation", "1502H", .format), ("required_skills", "124851:6", .range),
    ("required_skills", "rome3:x", .format), ("required_skills", "124851:3:project", .format),
    ("desired_skills", "sf-12", .format), ("minimum_level", "2", .range),
    ("minimum_level", "Bac+5", .format), ("contracts", "alternance", .format),
    ("start_on", "31/02/2027", .range), ("start_on", "bientôt", .format),
    ("start_on", "01/01/2101", .range), ("duration_months", "0", .range),
    ("duration_months", "un an", .format), ("pay_min", "2500", .range),
    ("pay_min", "36 k€", .format),
    ("pay_max", "-36000", .format), ("mission", "café", .format), ("sector", "a b", .format),
    ("commune", "Carros", .format), ("openings", "0", .range), ("languages", "en", .format),
    ("languages", "en:Z9", .format), ("languages", "xx:B2", .format),
    ("status", "peut-être", .format),
    ("contracts", (0...100).map { "cdi\($0)" }.joined(separator: "|"), .range),
  ]

  @Test(arguments: positionMistakes)
  func `names line, column and kind of each mistake`(
    column: String, value: String, kind: ImportIssue.Kind
  ) throws {
    let names = ImportKind.positions.columns.map(\.name)
    var cells = ["reference": "P1", "siret": "73282932000074", "title": "Poste"]
    cells[column] = value
    let text =
      names.joined(separator: ";") + "\n\n" + names.map { cells[$0] ?? "" }.joined(separator: ";")
    let rejection = try #require(try items(PositionRow.self, text).first?.rejection)
    #expect(rejection.line == 3)
    #expect(rejection.issues.map(\.kind) == [kind])
    #expect(rejection.issues.map(\.column) == [column])
    #expect(rejection.issues.first?.columnNumber == names.firstIndex(of: column).map { $0 + 1 })
    #expect(rejection.issues.first?.hint != nil)
  }

  @Test(arguments: [
    ("email", "zoe@", "zoe"), ("email", "zoé@exemple.fr", "zoé"),
    ("email", "a@b.fr, c@d.fr", "b.fr"),
    ("given_name", "Zoé\u{1}", "Zoé"),
    ("family_name", String(repeating: "Martin", count: 30), "Martin"),
  ])
  func `never repeats who a person is`(column: String, value: String, secret: String) throws {
    let rejection = try #require(
      try items(CandidateRow.self, "source,reference,\(column)\nself,C1,\"\(value)\"\n").first?
        .rejection)
    #expect(rejection.issues.map(\.column) == [column])
    #expect(!rejection.issues.description.contains(secret))
  }

  @Test(arguments: [
    ("areas", "commune:06033", ImportIssue.Kind.format), ("areas", "commune:06033:900", .range),
    ("areas", "Nice", .format), ("skills", "124851:5", .range),
    ("skills", "124851:2:rumour", .format),
    ("consent_purposes", "everything", .format), ("consent_purposes", "matching", .contradiction),
    ("invisible_to", "732829321", .checkDigit), ("diploma", "BTS", .format),
    ("available_from", "1901-01-01", .range),
  ])
  func `names the mistakes of a candidate`(
    column: String, value: String, kind: ImportIssue.Kind
  ) throws {
    let rejection = try #require(
      try items(CandidateRow.self, "source,reference,\(column)\nself,C1,\(value)\n").first?
        .rejection)
    #expect(rejection.issues.map(\.kind) == [kind])
  }

  @Test(arguments: [
    "2027-01-11/2026-06-30", "2027-01-11/2027-06-30:8:12", "11/01/2027", "2027-01-11:x",
    "2027-01-11:1:1:2026-11-02:5", ":12",
  ])
  func `refuses a session that cannot be`(session: String) throws {
    let found = try items(
      TrainingRow.self, "provider,reference,title,sessions\n73282932000074,T1,Qualité,\(session)\n")
    #expect(found.first?.rejection?.issues.map(\.column) == ["sessions"])
  }

  @Test func `collects all mistakes of a row and sees cells that contradict each other`() throws {
    let found = try items(
      PositionRow.self,
      """
      reference,siret,title,pay_min,pay_max,contracts,duration_months,required_skills,desired_skills
      P1,1,,42000,36000,cdi,12,124851,124851:2
      """)
    let issues = try #require(found.first?.rejection?.issues)
    #expect(
      issues.map(\.column) == [
        "siret", "title", "pay_min", "duration_months", "desired_skills",
      ])
    #expect(issues.suffix(3).allSatisfy { $0.kind == .contradiction })
  }

  @Test func `loses only its bad rows`() throws {
    let good = "73282932000074,Exemple fictif\n"
    let text = "siret,company_name\n\(good)1,x\n\(good)\"open,x\n\(good);;\n,\n\(good)"
    let found = try items(CompanyRow.self, text, piecesOf: 7)
    #expect(found.compactMap(\.row).count == 4)
    #expect(found.compactMap(\.rejection).map(\.line) == [3, 5, 7])
    #expect(found.compactMap(\.rejection)[1].issues.map(\.kind) == [.structure])
  }

  @Test func `in Windows-1252 is refused where its bytes show it`() throws {
    var reader = ImportReader<CompanyRow>()
    reader.append(Array("siret,company_name\n73282932000074,M".utf8) + [0xE9] + Array("ca\n".utf8))
    reader.finish()
    let rejection = try #require(try reader.next()?.rejection)
    #expect(rejection.issues.first?.reason.contains("Windows-1252") == true)
    #expect(rejection.issues.first?.column == "company_name")
    #expect(rejection.cells == ["73282932000074", "Méca"])

    var header = ImportReader<CompanyRow>()
    header.append(Array("siret,company_name,Libell".utf8) + [0xE9, 0x0A])
    #expect(throws: ImportError.self) { try header.next() }
  }

  @Test func `that is empty or UTF-16 is refused`() {
    #expect(throws: ImportError.empty) { try items(CompanyRow.self, "") }
    #expect(throws: ImportError.self) {
      var reader = ImportReader<CompanyRow>()
      reader.append([0xFF, 0xFE, 0x73, 0x00, 0x0A, 0x00])
      _ = try reader.next()
    }
  }

  @Test(arguments: [
    ("36000", 36_000), ("36 000 €", 36_000), ("36\u{202F}000,00\u{A0}€", 36_000),
    ("36.000", 36_000),
    ("36000.5", 36_000), ("36,000.00 EUR", 36_000), ("36000€", 36_000),
  ])
  func `reads amounts as people write them`(text: String, amount: Int) throws {
    let found = try items(
      PositionRow.self, "reference;siret;title;pay_min\nP1;73282932000074;Poste;\(text)\n")
    #expect(found.first?.row?.payMin == amount)
  }

  @Test(arguments: [
    "3600", "36 0000,123", "3,60,00", ",36000", "36000,", "1e5", "9999999999999999999999",
  ])
  func `refuses amounts that could mean something else`(text: String) throws {
    let found = try items(
      PositionRow.self, "reference;siret;title;pay_min\nP1;73282932000074;Poste;\(text)\n")
    #expect(found.first?.rejection?.issues.map(\.column) == ["pay_min"])
  }

  @Test func `survives random cells in every column`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789|:/-,. '=@éaBcsfrom\u{A0}€日")
    func survive<Row: ImportRow>(_ type: Row.Type) throws {
      let names = Row.kind.columns.map(\.name)
      var writer = CSVWriter()
      writer.write(names)
      let count = 200
      for _ in 0..<count {
        writer.write(
          names.map { _ in
            let length = Int.random(in: 0...12, using: &generator)
            return String(
              (0..<length).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
              }) + "x"
          })
      }
      let found = try items(type, String(decoding: writer.take(), as: UTF8.self), piecesOf: 999)
      #expect(found.count == count, "seed \(seed)")
      #expect(found.allSatisfy { $0.rejection?.issues.isEmpty == false }, "seed \(seed)")
    }
    try survive(CompanyRow.self)
    try survive(PositionRow.self)
    try survive(CandidateRow.self)
    try survive(TrainingRow.self)
  }
}

@Suite struct `A rejects file` {
  /// Imports a text and returns what went in, and the rejects file.
  func run(_ text: String) throws -> (rows: [CompanyRow], rejects: String) {
    var reader = ImportReader<CompanyRow>()
    reader.append(Array(text.utf8))
    reader.finish()
    var rows: [CompanyRow] = []
    var rejected: [RejectedRow] = []
    while let item = try reader.next() {
      switch item {
      case .row(let row, _, _): rows.append(row)
      case .rejected(let row): rejected.append(row)
      }
    }
    var rejects = Rejects(header: try #require(reader.header), separator: reader.separator)
    for row in rejected { rejects.write(row) }
    return (rows, String(decoding: rejects.take(), as: UTF8.self))
  }

  @Test func `says where and why, and goes in once corrected`() throws {
    let first = try run("siret;raison sociale;commune\n732829;\"Exemple; \"\"fictif\"\"\";6033\n")
    #expect(first.rows.isEmpty)
    let lines = first.rejects.split(separator: "\n").map(String.init)
    #expect(lines[0] == "siret;raison sociale;commune;reject_line;reject_column;reject_reason")
    #expect(lines[1].hasPrefix("732829;\"Exemple; \"\"fictif\"\"\";6033;2;siret;"))
    let second = try run(first.rejects.replacing("732829;", with: "73282932000074;"))
    #expect(second.rows.map(\.companyName) == ["Exemple; \"fictif\""])
  }

  @Test func `of a rejects file has the same columns and the same cells`() throws {
    let first = try run("siret,company_name\n1,=1+1\n2,'=x\n3,'plain\n")
    let second = try run(first.rejects)
    #expect(second.rejects == first.rejects)
    #expect(first.rejects.contains("\"'=1+1\""))
  }
}

@Suite struct `What only people know` {
  @Test(arguments: [
    ("oui", Bool?.some(true)), ("Non", false), ("ne sait pas", nil), ("NSP", nil), ("", nil),
  ])
  func `of apprenticeship is yes, no or not told`(cell: String, due: Bool?) throws {
    let rows = try items(
      CandidateRow.self, "source,reference,éligible apprentissage\nself,A,\(cell)\n")
    #expect(rows.count == 1)
    #expect(rows.first?.row?.isEligibleToApprenticeship == due)
  }

  @Test(arguments: ["peut-être", "17", "2006-03-02"])
  func `of apprenticeship is never an age`(cell: String) throws {
    let rows = try items(
      CandidateRow.self, "source,reference,apprenticeship_eligible\nself,A,\(cell)\n")
    #expect(rows.first?.rejection?.issues.first?.kind == .format)
  }

  @Test func `of an activity is its version, which may not contradict the code`() throws {
    let rows = try items(
      CompanyRow.self,
      """
      siret,company_name,naf,naf_version
      73282932000074,A,25.62B,NAF 2025
      73282932000074,B,25.62Z,
      73282932000074,C,25.62Z,NAF2025
      """)
    #expect(rows.map(\.row?.nafVersion) == [.naf2025, .some(nil), nil])
    #expect(rows.last?.rejection?.issues.first?.kind == .contradiction)
  }

  @Test func `of a code rounded by a spreadsheet is told with the way out`() throws {
    let rows = try items(CompanyRow.self, "siret,company_name\n3.56E+13,A\n")
    let issue = rows.first?.rejection?.issues.first
    #expect(issue?.reason.contains("rounded") == true)
    #expect(issue?.hint?.contains("as text") == true)
  }
}

@Suite struct `The scope of a contact` {
  @Test(arguments: [
    ("210000428", "company:210000428"), ("21000042800017", "SIRET fails its check digit"),
    ("ti-7510", "territory:ti-7510"), ("territoire:ti-7510:76", "territory:ti-7510:76"),
    ("poste:2026-0058", "position:2026-0058"), ("P-624ce4e22aa1", "position:P-624ce4e22aa1"),
    ("usine", "not a valid scope"), ("territory:ti-7510:76:9", "not a valid scope"),
    ("pays:fr", "not a valid scope"), ("", "not a valid scope"),
  ])
  func `is read from what people write`(text: String, due: String) {
    do throws(InvalidIdentifier) {
      #expect(try scopeReference(text).description == due)
    } catch {
      #expect(error.what == due)
    }
  }

  @Test(arguments: [
    ("Hebdomadaire", Frequency.weekly), ("chaque mois", .monthly), ("JAMAIS", .never),
    ("daily", .daily),
  ])
  func `comes as often as people write`(text: String, due: Frequency) throws {
    #expect(try frequency(text) == due)
    #expect(throws: InvalidIdentifier.self) { try frequency("parfois") }
  }
}
