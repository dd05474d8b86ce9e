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
    #expect(try NAF("113Z").text == "0113Z")
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

  @Test func `never traps on any text and never keeps it`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789ABCNPRSTIab-:. '\u{A0}\u{202F}é日\0RNCPsf")
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...16, using: &generator)
      let text = String(
        (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
      /// A code read from any text reads back from its own spelling.
      func check<Code: Identifier>(_: Code.Type) {
        guard let code = try? Code(text) else { return }
        #expect((try? Code(code.text)) == code, "seed \(seed): \(text)")
      }
      check(SIREN.self)
      check(SIRET.self)
      check(UAI.self)
      check(CertificationCode.self)
      check(OccupationCode.self)
      check(NAF.self)
      check(CommuneCode.self)
      check(PostalCode.self)
      check(DepartmentCode.self)
      check(RegionCode.self)
      check(TerritoryID.self)
      check(SkillCode.self)
      check(Level.self)
      check(LanguageCode.self)
      if let day = try? Day(text) { #expect((try? Day(day.description)) == day, "seed \(seed)") }
    }
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
