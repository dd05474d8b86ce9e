import Programme
import Testing

@Suite struct `An identifier` {
  /// The text of a code, or what is wrong with it.
  func read<Code: Identifier>(_: Code.Type, _ text: String) -> Result<String, InvalidIdentifier> {
    do {
      return .success(try Code(text).text)
    } catch {
      return .failure(error)
    }
  }

  func problem<Code: Identifier>(_ type: Code.Type, _ text: String) -> InvalidIdentifier.Problem? {
    guard case .failure(let error) = read(type, text) else { return nil }
    return error.problem
  }

  @Test(arguments: [
    ("732829320", "732829320"), (" 732 829 320 ", "732829320"), ("732.829.320", "732829320"),
    ("732\u{A0}829\u{202F}320", "732829320"), ("5520135", "005520135"), ("'356000000", "356000000"),
  ])
  func `SIREN is read with spaces, dots and lost zeros`(text: String, expected: String) throws {
    #expect(try SIREN(text).text == expected)
  }

  @Test(arguments: [
    ("", InvalidIdentifier.Problem.empty), ("  ", .empty), ("732829321", .checkDigit),
    ("73282932A", .format), ("7328293200", .format), ("000000000", .checkDigit),
    ("73é829320", .format),
  ])
  func `SIREN says what is wrong`(text: String, expected: InvalidIdentifier.Problem) {
    #expect(problem(SIREN.self, text) == expected)
  }

  @Test func `SIREN accepts exactly one check digit out of ten`() {
    for stem in stride(from: 10_000_019, to: 99_999_999, by: 1_234_567) {
      let valid = (0...9).filter { problem(SIREN.self, "\(stem)\($0)") == nil }
      #expect(valid.count == 1, "\(stem)")
    }
  }

  @Test func `SIRET holds a SIREN and gets its lost zeros back`() throws {
    let siret = try SIRET("732 829 320 00074")
    #expect(siret.text == "73282932000074")
    #expect(siret.siren == (try SIREN("732829320")))
    let padded = try SIRET("552013500004")
    #expect(padded.text == "00552013500004")
  }

  @Test func `SIRET of La Poste follows its own rule, and its head office Luhn`() {
    #expect(problem(SIRET.self, "35600000000048") == nil)
    // 3 + 5 + 6 + 1 = 15 is a multiple of five, and fails Luhn.
    #expect(problem(SIRET.self, "35600000000001") == nil)
    #expect(problem(SIRET.self, "35600000000002") == .checkDigit)
    // The same digits under another SIREN have no such excuse.
    #expect(problem(SIRET.self, "73282932000075") == .checkDigit)
  }

  @Test func `SIRET tells a SIREN by its length`() {
    guard case .failure(let error) = read(SIRET.self, "732829320") else {
      Issue.record("a SIREN passed for a SIRET")
      return
    }
    #expect(error.description.contains("SIREN"))
  }

  @Test(arguments: ["0753465J", "0490985E", "0400100S", "0410590U", "753465j"])
  func `UAI has its letter right`(text: String) {
    #expect(problem(UAI.self, text) == nil)
  }

  @Test func `UAI has one letter for each number, and never I, O or Q`() {
    for number in stride(from: 100_000, to: 9_999_999, by: 654_321) {
      let digits = String(String(10_000_000 + number).dropFirst())
      let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".filter {
        problem(UAI.self, digits + String($0)) == nil
      }
      #expect(letters.count == 1, "\(digits)")
      #expect(!letters.contains { "IOQ".contains($0) })
    }
  }

  @Test(arguments: [
    ("RNCP37827", "RNCP37827"), ("rncp 37827", "RNCP37827"), ("37827", "RNCP37827"),
    ("RS42", "RS42"),
    ("RNCP403", "RNCP403"),
  ])
  func `certification takes its prefix when it lacks one`(text: String, expected: String) throws {
    #expect(try CertificationCode(text).text == expected)
  }

  @Test(arguments: ["RNCP37827BC01", "RNCP12", "RNCP123456", "RS", "RNCP", "RS123456", "X123"])
  func `certification refuses blocks and odd lengths`(text: String) {
    #expect(problem(CertificationCode.self, text) == .format)
  }

  @Test func `codes are spelt in one way`() throws {
    #expect(try OccupationCode("h1502").text == "H1502")
    #expect(try OccupationCode("H1502").domain == "H15")
    #expect(try NAF("25.62b").text == "2562B")
    #expect(try NAF("1.13Z").text == "0113Z")
    #expect(try NAF("113Z").text == "0113Z")
    #expect(try NAF("510Z").text == "0510Z")
    #expect(try NAF("25.62B").division == 25)
    #expect(try CommuneCode("6033").text == "06033")
    #expect(try CommuneCode("2a004").text == "2A004")
    #expect(try CommuneCode("97101").department == "971")
    #expect(try CommuneCode("2B033").department == "2B")
    #expect(try PostalCode("6510").text == "06510")
    #expect(try DepartmentCode("6").text == "06")
    #expect(try DepartmentCode("974").text == "974")
    #expect(try RegionCode("1").text == "01")
    #expect(try TerritoryID("TI-2402").text == "ti-2402")
    #expect(try TerritoryID("2402").text == "ti-2402")
    #expect(try LanguageCode("EN").text == "en")
    #expect(try LanguageLevel("b2") == .b2)
  }

  @Test func `codes of a wrong form are refused`() {
    #expect(problem(OccupationCode.self, "Z1502") == .format)
    #expect(problem(OccupationCode.self, "H15020") == .format)
    #expect(problem(NAF.self, "2562") == .format)
    #expect(problem(CommuneCode.self, "2C004") == .format)
    #expect(problem(CommuneCode.self, "A6033") == .format)
    #expect(problem(PostalCode.self, "2A004") == .format)
    #expect(problem(DepartmentCode.self, "123") == .format)
    #expect(problem(TerritoryID.self, "ti-24021") == .format)
    #expect(problem(LanguageCode.self, "xx") == .format)
    #expect(problem(LanguageCode.self, "fra") == .format)
    #expect(throws: InvalidIdentifier.self) { try LanguageLevel("D1") }
    #expect(throws: InvalidIdentifier.self) { try LanguageLevel("B3") }
  }

  @Test func `skill names its edition unless it is a bare number`() throws {
    #expect(try SkillCode("rome3:124851").text == "rome3:124851")
    #expect(try SkillCode("ROME4:477597").edition == .rome4)
    #expect(try SkillCode("124851").edition == nil)
    #expect(try SkillCode("sf-00C1D2E3F4").text == "rome4:sf-00c1d2e3f4")
    #expect(try SkillCode("rome4:sf-00c1d2e3f4") == SkillCode("sf-00c1d2e3f4"))
    for text in ["rome3:", "rome5:12", "sf-123", "rome3:sf-00c1d2e3f4", "12a", "sf-00c1d2e3fg"] {
      #expect(problem(SkillCode.self, text) == .format, "\(text)")
    }
  }

  @Test func `level is a number from 3 to 8, never a count of years`() throws {
    #expect(try Level("6").number == 6)
    #expect(try Level("Niveau 7").number == 7)
    #expect(problem(Level.self, "Bac+5") == .format)
    #expect(problem(Level.self, "2") == .range)
    #expect(problem(Level.self, "9") == .range)
    #expect(Level(2) == nil && Level(8)?.number == 8)
  }

  @Test func `contracts, missions and evidence are read as people write them`() throws {
    #expect(try Contract("CDI") == .cdi)
    #expect(try Contract("Contrat d'apprentissage") == .apprentissage)
    #expect(throws: InvalidIdentifier.self) { try Contract("alternance") }
    #expect(Contract.allCases.filter(\.isWorkStudy) == [.apprentissage, .professionnalisation])
    for mission in Mission.allCases { #expect(try Mission(mission.rawValue) == mission) }
    #expect(try Mission("Bras droit") == .brasDroit)
    #expect(try Mission("Écologie") == .ecologie)
    #expect(try Evidence("certifiée") == .certified)
    #expect(throws: InvalidIdentifier.self) { try Evidence("sûr") }
  }

  @Test(arguments: [
    "356000000.0", "356 000 000,00", "356\u{AD}000\u{2060}000", "356\u{3000}000\u{2009}000",
    "356\r\n000 000", "356\u{2013}000\u{2011}000",
  ])
  func `SIREN is read through what spreadsheets and pages add`(text: String) throws {
    #expect(try SIREN(text).text == "356000000")
  }

  @Test(
    arguments: [
      (SIRET.self, "3.56E+13"), (SIRET.self, "3,56E+13"), (SIRET.self, "35600000000048E1"),
      (SIREN.self, "3,56E+08"), (SIREN.self, "3E8"), (IDCC.self, "1,5E+3"), (CFD.self, "3,23E+07"),
      (PostalCode.self, "6.51E+03"), (OGRCode.self, "1.2E+05"),
    ] as [(any Identifier.Type, String)])
  func `rounded to a power of ten is refused with the way out`(
    type: any Identifier.Type, text: String
  ) {
    let error = #expect(throws: InvalidIdentifier.self) { try type.init(text) }
    #expect(error?.problem == .exponent)
    #expect(error?.hint.contains("as text") == true)
  }

  @Test(
    arguments: [
      (SIRET.self, "356OOOOOOOOO48"), (SIRET.self, "3560000000OO49"), (SIREN.self, "73282932O"),
      (SIREN.self, "732 829 32o"), (UAI.self, "O470022U"), (UAI.self, "054216SP"),
      (CommuneCode.self, "O6033"), (CommuneCode.self, "2AOO4"), (PostalCode.self, "O651O"),
      (OccupationCode.self, "H15O2"), (NAF.self, "25.6OB"), (CertificationCode.self, "RNCP378I7"),
      (DepartmentCode.self, "O6"), (RegionCode.self, "9l"), (TerritoryID.self, "ti-24O2"),
      (IDCC.self, "OO16"), (SkillBlockCode.self, "RNCP37827BCO1"), (NAFGroup.self, "2S"),
    ] as [(any Identifier.Type, String)])
  func `with a letter for a digit is refused with the digit`(
    type: any Identifier.Type, text: String
  ) {
    let error = #expect(throws: InvalidIdentifier.self) { try type.init(text) }
    #expect(error?.problem == .lookalike, "\(text)")
    #expect(error?.hint.contains("0 for O") == true)
  }

  @Test func `NAF of three digits is of another nomenclature, and never padded into industry`() {
    // 80.2C was secondary education until 2007; 08.02 would be mining.
    for text in ["80.2C", "802C", "741J", "85.5", "721Z", "111Z", "113A", "2.562B", "256.2B"] {
      #expect(problem(NAF.self, text) == .format, "\(text)")
    }
  }

  @Test func `NAF tells its version by its letter, or takes that of the day`() throws {
    let last = try Day("2026-12-31")
    let first = try Day("2027-01-01")
    #expect(try Activity(NAF("25.62B"), version: nil, toldOn: last).version == .rev2)
    #expect(try Activity(NAF("25.62B"), version: nil, toldOn: first).version == .naf2025)
    #expect(try Activity(NAF("64.91Z"), version: nil, toldOn: first).version == .rev2)
    #expect(try Activity(NAF("64.91Y"), version: nil, toldOn: last).version == .naf2025)
    #expect(try Activity(NAF("25.62B"), version: .rev2, toldOn: first).version == .rev2)
    #expect(throws: InvalidIdentifier.self) {
      try Activity(NAF("64.91Z"), version: .naf2025, toldOn: first)
    }
    #expect(try Activity("NAF2025:25.62Y").text == "NAF2025:2562Y")
    #expect(try Activity("25.62Z").text == "NAFRev2:2562Z")
    #expect(problem(Activity.self, "25.62B") == .format)
    #expect(problem(Activity.self, "NAFRev2:25.62Y") == .range)
    #expect(try NAFVersion("NAF rév. 2") == .rev2)
  }

  @Test func `NAF is industry from division 05 to 39`() throws {
    for (code, due) in [
      ("0322Z", false), ("0510Z", true), ("3900Z", true), ("4110A", false), ("0990Y", true),
    ] {
      #expect(try Activity(NAF(code), version: nil, toldOn: Day("2026-11-28")).isIndustry == due)
    }
  }

  @Test func `part of the NAF holds the codes that begin like it`() throws {
    #expect(try NAFGroup("25.6").contains(NAF("25.62B")))
    #expect(try NAFGroup("25").contains(NAF("25.62B")))
    #expect(try NAFGroup("25.62B").contains(NAF("25.62B")))
    #expect(try !NAFGroup("25.62A").contains(NAF("25.62B")))
    for text in ["2", "C", "2.56", "25.62BB"] { #expect(problem(NAFGroup.self, text) != nil) }
  }

  @Test func `skill block keeps its certification and number`() throws {
    let block = try SkillBlockCode("rncp 32198 BC1")
    #expect(block.text == "RNCP32198BC01")
    #expect(block.certification.text == "RNCP32198" && block.number == 1)
    for text in ["RNCP34160BCRNCP34160BC01", "RNCP37827", "RS42BC01", "BC01", "RNCP37827BC"] {
      #expect(problem(SkillBlockCode.self, text) == .format, "\(text)")
    }
    #expect(problem(SkillBlockCode.self, "RNCP37827BC00") == .range)
  }

  @Test func `occupation keeps the edition it was written in`() throws {
    let occupation = try EditionedOccupation("ROME4-460:h1502")
    #expect(occupation.text == "rome4-460:H1502")
    #expect(occupation.edition.version == 4 && occupation.edition.number == 460)
    for text in ["H1502", "rome5-1:H1502", "rome4:H1502", "rome4-460:Z1502", "rome4-460:"] {
      #expect(problem(EditionedOccupation.self, text) == .format, "\(text)")
    }
  }

  @Test func `CFD, IDCC and OGR get their lost zeros back`() throws {
    #expect(try CFD("1022001").text == "01022001")
    #expect(try CFD("16x31007").text == "16X31007")
    #expect(try CFD("3203111A").text == "3203111A")
    #expect(problem(CFD.self, "163X1007") == .format)
    #expect(try IDCC("16").text == "0016")
    #expect(try IDCC("3248.0").text == "3248")
    #expect(problem(IDCC.self, "32480") == .format)
    #expect(try OGRCode("0124851").text == "124851")
    #expect(problem(OGRCode.self, "0") == .range)
  }

  @Test(arguments: [
    ("OPCO 2i", OPCO.deuxI), ("2I", .deuxI), ("opco mobilites", .mobilites), ("EP", .ep),
    ("L'Opcommerce", .opcommerce), ("l’opcommerce", .opcommerce), ("OPCO Santé", .sante),
    ("Opco inconnu", .inconnu), ("multiple", .multiple), ("ATLAS", .atlas),
  ])
  func `OPCO is one of eleven, unknown or several`(text: String, due: OPCO) throws {
    #expect(try OPCO(text) == due)
    #expect(OPCO.allCases.count == 13)
  }

  @Test(arguments: ["OPCA", "Opco", "2", ""])
  func `OPCO refuses every other name`(text: String) { #expect(problem(OPCO.self, text) != nil) }

  @Test func `key of the education ministries tells its place and nothing else`() throws {
    let key = try EducationKey(" 088281P01313885594860007038855948600070-67118#L01 ")
    #expect(key.commune?.text == "67118")
    #expect(key.text.hasPrefix("088281P"))
    #expect(try EducationKey("088281P01-2A004#L02").commune?.text == "2A004")
    #expect(try EducationKey("088281P01-99999#LAD").commune == nil)
    for text in [
      "088281P01-67118", "-67118#L01", "a-6711#L01", "a-67118#LAD", "a-99999#L1", "a b-67118#L01",
    ] {
      #expect(problem(EducationKey.self, text) == .format, "\(text)")
    }
  }

  /// Codes as they stand in public registers and lists, with what they read as.
  @Test(
    arguments: [
      (SIRET.self, "13000285000019", "13000285000019"), (SIREN.self, "200069193", "200069193"),
      (SIRET.self, "35600000000048", "35600000000048"), (UAI.self, "0312686b", "0312686B"),
      (UAI.self, "9760487A", "9760487A"), (NAF.self, "85.42Z", "8542Z"),
      (NAF.self, "0111Z", "0111Z"), (CommuneCode.self, "97611", "97611"),
      (CommuneCode.self, "2B033", "2B033"), (CommuneCode.self, "98735", "98735"),
      (PostalCode.self, "00950", "00950"), (PostalCode.self, "97600", "97600"),
      (CFD.self, "01022103", "01022103"), (CFD.self, "16X31007", "16X31007"),
      (CFD.self, "3203111A", "3203111A"), (CFD.self, "26X2231P", "26X2231P"),
      (CertificationCode.self, "RNCP183", "RNCP183"), (CertificationCode.self, "RS5487", "RS5487"),
      (SkillBlockCode.self, "RNCP32198BC1", "RNCP32198BC01"), (Level.self, "Niveau 4", "4"),
      (OGRCode.self, "6", "6"), (OGRCode.self, "477597", "477597"),
      (OccupationCode.self, "N4405", "N4405"), (TerritoryID.self, "ti-0101", "ti-0101"),
      (DepartmentCode.self, "976", "976"), (RegionCode.self, "06", "06"),
    ] as [(any Identifier.Type, String, String)])
  func `of a public register passes`(
    type: any Identifier.Type, text: String, due: String
  ) throws {
    #expect(try type.init(text).text == due)
  }

  /// Codes that stand in public lists and are no codes.
  @Test(
    arguments: [
      (SIRET.self, "19331424200000", .checkDigit), (SIRET.self, "99999999999920", .checkDigit),
      (UAI.self, "6881814C", .checkDigit), (UAI.self, "05737342", .format),
      (UAI.self, "O470022U", .lookalike), (NAF.self, "80.2C", .format),
      (NAF.self, "82.01", .format),
      (SkillBlockCode.self, "RNCP34506BCRNCP34506BC01", .format),
      (CommuneCode.self, "null", .format),
    ] as [(any Identifier.Type, String, InvalidIdentifier.Problem)])
  func `of a public list may be wrong, and is refused with its reason`(
    type: any Identifier.Type, text: String, due: InvalidIdentifier.Problem
  ) {
    let error = #expect(throws: InvalidIdentifier.self) { try type.init(text) }
    #expect(error?.problem == due)
  }

  /// A code read from any text reads back from its own spelling, also with spaces and lower case.
  private func check(_ type: any Identifier.Type, _ text: String, _ seed: UInt64) {
    guard let code = try? type.init(text) else { return }
    #expect((try? type.init(code.text))?.text == code.text, "seed \(seed): \(type) \(text)")
    #expect(
      (try? type.init("\t" + code.text + " "))?.text == code.text, "seed \(seed): \(type) \(text)")
  }

  @Test func `never traps on any text and reads back what it spelt`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789ABCENPRSTIOLYZab-+:,.#/ '\u{A0}\u{202F}\u{AD}é日\0RNCPBCsf")
    let pieces = [
      "RNCP", "BC01", "rome4-", "NAFRev2:", "ti-", "#L01", "-67118", "-99999#LAD", "E+",
    ]
    for _ in 0..<6_000 {
      let count = Int.random(in: 0...16, using: &generator)
      var text = String(
        (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
      if Bool.random(using: &generator), let piece = pieces.randomElement(using: &generator) {
        text = Bool.random(using: &generator) ? piece + text : text + piece
      }
      for kind in CodeKind.all { check(kind.type, text, seed) }
      if let day = try? Day(text) { #expect((try? Day(day.description)) == day, "seed \(seed)") }
    }
  }

  @Test func `never traps on any bytes`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...24, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let text = String(decoding: bytes, as: UTF8.self)
      for kind in CodeKind.all { check(kind.type, text, seed) }
    }
  }

  @Test func `right but for one sign is refused, or is another that is right`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let codes: [(any Identifier.Type, String)] = [
      (SIREN.self, "732829320"), (SIRET.self, "73282932000074"), (UAI.self, "0352480F"),
    ]
    for (type, code) in codes {
      for place in code.indices {
        for digit in "0123456789" where digit != code[place] && code[place].isNumber {
          var changed = code
          changed.replaceSubrange(place...place, with: String(digit))
          // Luhn and the letter of the UAI find every single wrong digit.
          #expect(problem(of: type, changed) == .checkDigit, "\(changed)")
        }
        let letter = "GHKQWX".randomElement(using: &generator) ?? "X"
        var changed = code
        changed.replaceSubrange(place...place, with: String(letter))
        #expect(problem(of: type, changed) != nil, "seed \(seed): \(changed)")
      }
    }
  }

  private func problem(
    of type: any Identifier.Type, _ text: String
  ) -> InvalidIdentifier.Problem? {
    do throws(InvalidIdentifier) {
      _ = try type.init(text)
      return nil
    } catch {
      return error.problem
    }
  }

  @Test func `of any kind says what is wrong without keeping the text`() {
    for kind in CodeKind.all {
      let error = #expect(throws: InvalidIdentifier.self) { try kind.type.init("Jeanne Dupont") }
      #expect(error.map { !$0.description.contains("Jeanne") } == true)
      #expect(problem(of: kind.type, " \u{A0}") == .empty, "\(kind.word)")
    }
    #expect(Set(CodeKind.all.map(\.word)).count == CodeKind.all.count)
  }
}

@Suite struct `A folded text` {
  @Test(arguments: [
    ("Établissement_n°1", "etablissement n 1"), ("  CŒUR  de-métier ", "coeur de metier"),
    ("e\u{301}cole", "ecole"), ("C++", "c++"), ("C#", "c#"), ("Straße", "strasse"), ("", ""),
    ("Ça, là\u{A0}!", "ca la"), ("Ærø", "aerø"), ("Żółw", "zołw"),
  ])
  func `has no case, accent or separator of its own`(text: String, expected: String) {
    #expect(fold(text) == expected)
    #expect(fold(fold(text)) == expected)
  }
}

/// A generator with a known beginning, so that a failing case can be run again.
///
/// SplitMix64, from Steele, Lea and Flood, 2014.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
