package import Programme

/// Why a line of facts is refused; never quotes what it holds.
package struct FactsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field and what is wrong with it.
  package let description: String
}

/// Reads the facts of a hire from a line of JSON, as `vivier check --facts` takes them.
///
/// Absent and null both mean that nobody told. A field of the wrong type, a code or day that does
/// not exist, and a doubled field are refused; a field nobody knows is passed over and remembered.
package struct FactsReader {
  private let workplace: (CommuneCode) -> Workplace?
  /// The fields that were passed over, each with the line that had it first, in order.
  package private(set) var passedOver: [(field: String, line: Int)] = []
  private var line = 0

  /// A reader that finds communes with `workplace`, which gives nil for those nobody knows.
  package init(workplace: @escaping (CommuneCode) -> Workplace?) { self.workplace = workplace }

  /// Reads one line.
  package mutating func read(
    _ bytes: some Collection<UInt8>, line: Int
  ) throws(FactsError) -> HireFacts {
    self.line = line
    let value: JSON
    do { value = try JSON(reading: bytes) } catch {
      throw FactsError(description: bytes.isEmpty ? "the line is empty" : "not JSON: \(error)")
    }
    guard case .object = value else {
      throw FactsError(description: "the line is not a JSON object")
    }
    var fields = try object(value, "")
    var facts = HireFacts()
    facts.date = try fields.day("date")
    try position(&fields, &facts.position)
    try company(&fields, &facts.company)
    try talent(&fields, &facts.talent)
    note(fields)
    return facts
  }

  private mutating func position(
    _ outer: inout Fields, _ facts: inout HireFacts.Position
  ) throws(FactsError) {
    guard let value = outer.take("position") else { return }
    var fields = try object(value, "position.")
    facts.contract = try fields.word("contract", Contract.allCases)
    facts.durationInMonths = try fields.whole("duration_months", 0...1_200)
    if let code = try fields.code("commune", CommuneCode.self) {
      guard let found = workplace(code) else {
        throw FactsError(description: "position.commune: no commune has this Insee code")
      }
      facts.workplace = found
    }
    facts.signedOn = try fields.day("signed_on")
    facts.hiredOn = try fields.day("hired_on")
    facts.mission = try fields.word("mission", Mission.allCases)
    facts.isResponsible = try fields.flag("responsible")
    facts.reportsToManagement = try fields.flag("reports_to_management")
    facts.isGreen = try fields.flag("green")
    facts.isAuditOnly = try fields.flag("audit_only")
    note(fields)
  }

  private mutating func company(
    _ outer: inout Fields, _ facts: inout HireFacts.Company
  ) throws(FactsError) {
    guard let value = outer.take("company") else { return }
    var fields = try object(value, "company.")
    facts.siret = try fields.code("siret", SIRET.self)
    facts.naf = try fields.code("naf", NAF.self)
    // What the rules ask of the two versions they share.
    _ = try fields.word("naf_version", NAFVersion.allCases)
    // A fraction of a person is below the next whole one, a fraction of a euro above the last.
    facts.staff = try fields.amount("staff", .down)
    facts.turnover = try fields.amount("turnover_eur", .up)
    facts.balance = try fields.amount("balance_eur", .up)
    facts.isMicroEntrepreneur = try fields.flag("micro_entrepreneur")
    facts.isInDifficulty = try fields.flag("in_difficulty")
    facts.servesIndustry = try fields.flag("serves_industry")
    facts.deMinimis = try fields.amount("de_minimis_3y_eur", .up)
    note(fields)
  }

  private mutating func talent(
    _ outer: inout Fields, _ facts: inout HireFacts.Talent
  ) throws(FactsError) {
    guard let value = outer.take("talent") else { return }
    var fields = try object(value, "talent.")
    facts.levelHeld = try fields.whole("level_held", 3...8).flatMap { Level($0) }
    facts.levelPrepared = try fields.whole("level_prepared", 3...8).flatMap { Level($0) }
    facts.diplomaOn = try fields.day("diploma_date")
    facts.isWorkStudyStudent = try fields.flag("work_study_student")
    facts.isEligibleToApprenticeship = try fields.flag("apprenticeship_eligible")
    note(fields)
  }

  private func object(_ value: JSON, _ path: String) throws(FactsError) -> Fields {
    guard case .object(let members) = value else {
      throw FactsError(description: "\(path.dropLast()): an object is expected")
    }
    return try Fields(members, path: path)
  }

  private mutating func note(_ fields: Fields) {
    for field in fields.rest where !passedOver.contains(where: { $0.field == field }) {
      passedOver.append((field, line))
    }
  }
}

/// The fields of one object that were not taken yet.
private struct Fields {
  private var values: [String: JSON] = [:]
  private var order: [String] = []
  private let path: String

  init(_ members: [JSON.Member], path: String) throws(FactsError) {
    self.path = path
    for member in members {
      guard values.updateValue(member.value, forKey: member.key) == nil else {
        throw FactsError(description: "\(path)\(member.key.prefix(40)): stands there twice")
      }
      order.append(member.key)
    }
  }

  /// The fields nobody took, as people see them.
  var rest: [String] {
    order.filter { values[$0] != nil }.map { path + $0.prefix(40) }
  }

  private func refused(_ name: String, _ expected: String) -> FactsError {
    FactsError(description: "\(path)\(name): expected \(expected)")
  }

  /// Takes a field; nil where it is absent or null.
  mutating func take(_ name: String) -> JSON? {
    guard let value = values.removeValue(forKey: name), value != .null else { return nil }
    return value
  }

  mutating func flag(_ name: String) throws(FactsError) -> Bool? {
    guard let value = take(name) else { return nil }
    guard case .bool(let flag) = value else { throw refused(name, "true, false or null") }
    return flag
  }

  mutating func whole(_ name: String, _ range: ClosedRange<Int>) throws(FactsError) -> Int? {
    guard let value = take(name) else { return nil }
    guard let millionths = value.asMillionths, millionths % 1_000_000 == 0,
      range.contains(millionths / 1_000_000)
    else {
      throw refused(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return millionths / 1_000_000
  }

  /// A number from 0 to a thousand billion, made whole.
  mutating func amount(
    _ name: String, _ rule: FloatingPointRoundingRule
  ) throws(FactsError) -> Int? {
    guard let value = take(name) else { return nil }
    guard let millionths = value.asMillionths, (0...1_000_000_000_000_000_000).contains(millionths)
    else { throw refused(name, "a number from 0 to 1000000000000") }
    return (millionths + (rule == .up ? 999_999 : 0)) / 1_000_000
  }

  mutating func day(_ name: String) throws(FactsError) -> Day? {
    guard let value = take(name) else { return nil }
    guard let day = value.text.flatMap({ Day(iso: $0) }),
      (1900...2199).contains(day.components.year)
    else { throw refused(name, "a day that exists, such as 2026-02-28") }
    return day
  }

  mutating func word<Word: RawRepresentable<String>>(
    _ name: String, _ words: [Word]
  ) throws(FactsError) -> Word? {
    guard let value = take(name) else { return nil }
    guard let word = value.text.flatMap({ Word(rawValue: $0) }) else {
      throw refused(name, words.map(\.rawValue).joined(separator: ", ") + " or null")
    }
    return word
  }

  mutating func code<Code: Identifier>(_ name: String, _: Code.Type) throws(FactsError) -> Code? {
    guard let value = take(name) else { return nil }
    guard let text = value.text else { throw refused(name, "the \(Code.name) as a text") }
    do { return try Code(text) } catch {
      throw FactsError(description: "\(path)\(name): \(error)")
    }
  }
}
