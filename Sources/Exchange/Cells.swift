package import Programme

/// A skill as a cell names it: by code, or by its exact label.
package enum SkillReference: Hashable, Sendable {
  /// A code, of which only reference data knows whether it exists.
  case code(SkillCode)
  /// A label, to be compared with accents and case folded.
  case label(String)
}

/// A skill a position asks for.
package struct AskedSkill: Hashable, Sendable {
  /// What is asked for.
  package let skill: SkillReference
  /// 1 to 5; 3 when the cell does not say.
  package let importance: Int

  /// Asks for a skill.
  package init(skill: SkillReference, importance: Int) {
    self.skill = skill
    self.importance = importance
  }
}

/// A skill a candidate holds or a training teaches.
package struct HeldSkill: Hashable, Sendable {
  /// What is held.
  package let skill: SkillReference
  /// 1 to 4; 2 when the cell does not say.
  package let proficiency: Int
  /// Declared when the cell does not say.
  package let evidence: Evidence

  /// Tells of a skill held.
  package init(skill: SkillReference, proficiency: Int, evidence: Evidence) {
    self.skill = skill
    self.proficiency = proficiency
    self.evidence = evidence
  }
}

/// A language a position asks for.
package struct AskedLanguage: Hashable, Sendable {
  /// Which language.
  package let code: LanguageCode
  /// How well it is, or must be, known.
  package let level: LanguageLevel
  /// Why the work cannot be done without it; nil for a language that is only wished.
  ///
  /// A language other than French may be required only for a reason tied to the job (Code du travail,
  /// L1132-1 and L1133-1).
  package let reason: String?
  /// Whether it was to be required and counts as wished, since no reason was told.
  package let lacksReason: Bool

  /// Whether the language decides.
  package var isRequired: Bool { reason != nil }
}

/// A language a candidate speaks.
package struct HeldLanguage: Hashable, Sendable {
  /// Which language.
  package let code: LanguageCode
  /// How well it is, or must be, known.
  package let level: LanguageLevel
}

/// A session of a training.
package struct TrainingSession: Hashable, Sendable {
  /// The first day.
  package let start: Day
  /// The last day.
  package let end: Day?
  /// Places in all.
  package let capacity: Int?
  /// Places left on the day they were told.
  package let remaining: Int?
  /// When the remaining places were told.
  package let toldOn: Day?
}

/// A civility a contact asked to be addressed with.
package enum Civility: String, Hashable, Sendable {
  case monsieur = "M."
  case madame = "Mme"
}

/// Whether a position or a candidate takes part.
package enum OpenStatus: String, Hashable, Sendable {
  case open
  case closed
}

/// What a candidate consented to.
package enum ConsentPurpose: String, Hashable, Sendable, CaseIterable {
  /// To be compared with positions and shown under a code.
  case matching
  /// To be written to.
  case digest
  /// To be introduced after mutual interest.
  case introduction
}

/// Who tells about a candidate: themselves, or a school.
package enum CandidateSource: Hashable, Sendable, CustomStringConvertible {
  case oneself
  case provider(SIRET)

  /// "self" or the SIRET.
  package var description: String {
    switch self {
    case .oneself: "self"
    case .provider(let siret): siret.text
    }
  }
}

// MARK: Parsers

private func invalid(
  _ name: String, _ problem: InvalidIdentifier.Problem = .format, expected: String
) -> InvalidIdentifier {
  InvalidIdentifier(name: name, problem: problem, expected: expected)
}

/// The parts of an item between colons, without spaces around them.
private func parts(_ item: String) -> [String] { split(item, at: ":") }

/// A text without line breaks and other control characters, at most so many characters long.
func line(_ text: String, limit: Int) throws(InvalidIdentifier) -> String {
  guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
    throw invalid("text", expected: "one line without tabs or control characters")
  }
  guard text.utf8.count <= limit || text.unicodeScalars.count <= limit else {
    throw invalid("text", .range, expected: "at most \(limit) characters")
  }
  return text
}

/// A whole number in a range.
func number(_ text: String, in range: ClosedRange<Int>) throws(InvalidIdentifier) -> Int {
  let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
  guard let number = Int(text) else { throw invalid("number", expected: expected) }
  guard range.contains(number) else { throw invalid("number", .range, expected: expected) }
  return number
}

/// A date people of this century may mean.
func plausibleDay(_ text: String) throws(InvalidIdentifier) -> Day {
  let day = try Day(text)
  guard (1950...2100).contains(day.components.year) else {
    throw invalid("date", .range, expected: "a year from 1950 to 2100")
  }
  return day
}

/// A gross yearly pay in whole euros: `36000`, `36 000 €`, `36.000` or `36 000,00`.
func yearlyPay(_ text: String) throws(InvalidIdentifier) -> Int {
  let expected = "a gross yearly pay in euros, such as 36000 or 36 000 €"
  var bytes: [UInt8] = []
  for scalar in text.unicodeScalars where !scalar.properties.isWhitespace && scalar != "€" {
    guard scalar.isASCII else { throw invalid("amount", expected: expected) }
    bytes.append(UInt8(truncatingIfNeeded: scalar.value))
  }
  if String(decoding: bytes.suffix(3), as: UTF8.self).lowercased() == "eur" {
    bytes.removeLast(3)
  }
  var amount = 0
  var groups = bytes.split(omittingEmptySubsequences: false) {
    $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".")
  }
  // One or two digits after the last sign are cents; cents of a yearly pay say nothing.
  if groups.count > 1, let last = groups.last, (1...2).contains(last.count),
    last.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
  {
    groups.removeLast()
  }
  guard groups.count == 1 || groups.dropFirst().allSatisfy({ $0.count == 3 }),
    groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
    groups.reduce(0, { $0 + $1.count }) <= 9
  else { throw invalid("amount", expected: expected) }
  for digit in groups.joined() { amount = amount * 10 + Int(digit) - 0x30 }
  guard (4_000...500_000).contains(amount) else {
    throw invalid("amount", .range, expected: expected + ", from 4000 to 500000")
  }
  return amount
}

/// An e-mail address in the form every mail server accepts.
package func email(_ text: String) throws(InvalidIdentifier) -> String {
  let expected = "one address such as prenom.nom@exemple.fr, in plain letters"
  let halves = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
  guard halves.count == 2, text.utf8.count <= 254, (1...64).contains(halves[0].count),
    halves[0].allSatisfy({ isLetterOrDigit($0) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains($0) }),
    halves[0].first != UInt8(ascii: "."), halves[0].last != UInt8(ascii: ".")
  else { throw invalid("e-mail address", expected: expected) }
  let labels = halves[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard labels.count >= 2,
    labels.allSatisfy({ label in
      (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
        && label.last != UInt8(ascii: "-")
        && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    })
  else { throw invalid("e-mail address", expected: expected) }
  return text
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  default: false
  }
}

/// A skill and what follows it: `rome3:124851:5`, `sf-00c1d2e3f4:3:project`, `Analyser des données:4`.
private func skill(
  _ item: String, rest limit: Int
) throws(InvalidIdentifier) -> (skill: SkillReference, rest: ArraySlice<String>) {
  let parts = parts(item)
  let head = parts[0].lowercased()
  let isEdition = head == "rome3" || head == "rome4"
  let isCode = head.hasPrefix("sf-") || head.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  if isEdition || isCode {
    let length = isEdition ? 2 : 1
    let code = try SkillCode(parts.prefix(length).joined(separator: ":"))
    guard parts.count <= length + limit else {
      throw invalid("skill", expected: "code:number, the rest is too much")
    }
    return (.code(code), parts.dropFirst(length))
  }
  // A label may hold colons itself, so what follows it is recognised from the end.
  var rest = parts.count
  let isNumber = { (text: String) in
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
  if rest > 2, limit == 2, isNumber(parts[rest - 2]), (try? Evidence(parts[rest - 1])) != nil {
    rest -= 2
  } else if rest > 1, isNumber(parts[rest - 1]) {
    rest -= 1
  }
  var end = item.endIndex
  for _ in rest..<parts.count { end = item[..<end].lastIndex(of: ":") ?? end }
  let label = try line(trimmed(String(item[..<end])), limit: 300)
  guard !fold(label).isEmpty else {
    throw invalid("skill", expected: "a code or an exact label")
  }
  return (.label(label), parts.dropFirst(rest))
}

/// A skill with its importance.
func askedSkill(_ item: String) throws(InvalidIdentifier) -> AskedSkill {
  let (skill, rest) = try skill(item, rest: 1)
  guard let text = rest.first, !text.isEmpty else { return AskedSkill(skill: skill, importance: 3) }
  guard let importance = Int(text), (1...5).contains(importance) else {
    throw invalid("importance", .range, expected: "code:importance, from 1 to 5")
  }
  return AskedSkill(skill: skill, importance: importance)
}

/// A skill with proficiency and evidence.
func heldSkill(_ item: String) throws(InvalidIdentifier) -> HeldSkill {
  let (skill, rest) = try skill(item, rest: 2)
  var proficiency = 2
  if let text = rest.first, !text.isEmpty {
    guard let told = Int(text), (1...4).contains(told) else {
      throw invalid("proficiency", .range, expected: "code:proficiency, from 1 to 4")
    }
    proficiency = told
  }
  var evidence = Evidence.declared
  if let text = rest.dropFirst().first, !text.isEmpty { evidence = try Evidence(text) }
  return HeldSkill(skill: skill, proficiency: proficiency, evidence: evidence)
}

/// A skill without anything after it, as trainings name what they teach.
func taughtSkill(_ item: String) throws(InvalidIdentifier) -> SkillReference {
  try skill(item, rest: 0).skill
}

/// A language a position asks for: `en:B2` or `en:B2:required:reason`.
func askedLanguage(_ item: String) throws(InvalidIdentifier) -> AskedLanguage {
  let parts = parts(item)
  guard parts.count >= 2 else { throw invalid("language", expected: "code:level, such as en:B2") }
  let code = try LanguageCode(parts[0])
  let level = try LanguageLevel(parts[1])
  guard parts.count > 2 else {
    return AskedLanguage(code: code, level: level, reason: nil, lacksReason: false)
  }
  guard ["required", "requis", "requise", "exigee"].contains(fold(parts[2])) else {
    throw invalid("language", expected: "code:level:required:reason, such as en:B2:required:export")
  }
  let text = try line(parts.dropFirst(3).joined(separator: ": "), limit: 200)
  let reason = tellsReason(text) ? text : nil
  return AskedLanguage(code: code, level: level, reason: reason, lacksReason: reason == nil)
}

/// Whether a text says more than that a language is required: what the work needs it for.
private func tellsReason(_ text: String) -> Bool {
  let empty: Set<Substring> = [
    "oui", "non", "yes", "no", "requis", "requise", "required", "exige", "exigee", "obligatoire",
    "imperatif", "imperative", "imperativement", "indispensable", "necessaire", "important",
    "souhaite",
    "souhaitee", "langue", "anglais", "allemand", "espagnol", "italien", "courant", "bilingue",
    "niveau", "bon", "bonne", "tres", "maitrise", "nc", "na", "raison", "est", "la", "le", "l",
    "de",
    "pour", "poste", "ce", "cette",
  ]
  return fold(text).split(separator: " ").contains { $0.count > 2 && !empty.contains($0) }
}

/// A language a candidate speaks: `en:B2`.
func heldLanguage(_ item: String) throws(InvalidIdentifier) -> HeldLanguage {
  let parts = parts(item)
  guard parts.count == 2 else { throw invalid("language", expected: "code:level, such as en:B2") }
  return HeldLanguage(code: try LanguageCode(parts[0]), level: try LanguageLevel(parts[1]))
}

/// Where a candidate looks: `commune:06033:30`, `territory:ti-9305`, `department:06`, `region:93`
/// or `country`.
func area(_ item: String) throws(InvalidIdentifier) -> Area {
  let parts = parts(item)
  switch (fold(parts[0]), parts.count) {
  case ("commune", 3):
    return .circle(
      try CommuneCode(parts[1]), kilometres: try number(parts[2], in: 1...500))
  case ("territory", 2), ("territoire", 2): return .territory(try TerritoryID(parts[1]))
  case ("department", 2), ("departement", 2): return .department(try DepartmentCode(parts[1]))
  case ("region", 2): return .region(try RegionCode(parts[1]))
  case ("country", 1), ("pays", 1), ("france", 1): return .country
  default:
    throw invalid(
      "area",
      expected:
        "commune:06033:30 (kilometres), territory:ti-9305, department:06, region:93 or country")
  }
}

/// A session: `start/end:capacity:remaining:told_on`, all but the start may be empty.
func session(_ item: String) throws(InvalidIdentifier) -> TrainingSession {
  let expected =
    "start/end:capacity:remaining:told_on, such as 2027-01-11/2027-06-30:12:8:2026-11-02"
  let parts = parts(item)
  let days = split(parts[0], at: "/")
  guard parts.count <= 4, days.count <= 2 else { throw invalid("session", expected: expected) }
  func optional<Value>(
    _ text: String?, _ parse: (String) throws(InvalidIdentifier) -> Value
  ) throws(InvalidIdentifier) -> Value? {
    guard let text, !text.isEmpty else { return nil }
    return try parse(text)
  }
  func places(_ text: String) throws(InvalidIdentifier) -> Int { try number(text, in: 0...10_000) }
  let start = try plausibleDay(days[0])
  let end = try optional(days.dropFirst().first, plausibleDay)
  let capacity = try optional(parts.dropFirst(1).first, places)
  let remaining = try optional(parts.dropFirst(2).first, places)
  let toldOn = try optional(parts.dropFirst(3).first, plausibleDay)
  if let end, end < start { throw invalid("session", .range, expected: "an end after the start") }
  if let capacity, let remaining, remaining > capacity {
    throw invalid("session", .range, expected: "no more remaining places than places")
  }
  return TrainingSession(
    start: start, end: end, capacity: capacity, remaining: remaining, toldOn: toldOn)
}

/// A company, by SIREN or by the SIRET of one of its establishments.
func company(_ text: String) throws(InvalidIdentifier) -> SIREN {
  if let siret = try? SIRET(text) { return siret.siren }
  return try SIREN(text)
}

/// `self`, or the SIRET of the school that tells about a candidate.
func candidateSource(_ text: String) throws(InvalidIdentifier) -> CandidateSource {
  if fold(text) == "self" { return .oneself }
  return .provider(try SIRET(text))
}

/// Yes, no or unknown, in English or French.
func toldAnswer(_ text: String) throws(InvalidIdentifier) -> Answer {
  switch fold(text) {
  case "yes", "oui", "o", "y", "true", "vrai", "1": return .yes
  case "no", "non", "n", "false", "faux", "0": return .no
  case "unknown", "inconnu", "ne sait pas", "nsp", "don t know": return .unknown
  default: throw invalid("answer", expected: "oui, non or ne sait pas")
  }
}

/// Open or closed, in English or French.
func openStatus(_ text: String) throws(InvalidIdentifier) -> OpenStatus {
  switch fold(text) {
  case "open", "ouvert", "ouverte", "actif", "active": return .open
  case "closed", "ferme", "fermee", "pourvu", "pourvue", "clos": return .closed
  default: throw invalid("status", expected: "open or closed")
  }
}

/// How a contact asked to be addressed.
package func civility(_ text: String) throws(InvalidIdentifier) -> Civility {
  switch fold(text) {
  case "m", "mr", "monsieur": return .monsieur
  case "mme", "madame", "mrs", "ms": return .madame
  default: throw invalid("civility", expected: "M., Mme or nothing")
  }
}

/// What a consent covers.
func consentPurpose(_ text: String) throws(InvalidIdentifier) -> ConsentPurpose {
  guard let purpose = ConsentPurpose(rawValue: fold(text)) else {
    throw invalid("consent purpose", expected: "matching, digest or introduction")
  }
  return purpose
}

/// A sector of the ROME, a short code.
func sectorCode(_ text: String) throws(InvalidIdentifier) -> String {
  guard text.utf8.count <= 12, text.utf8.allSatisfy({ isLetterOrDigit($0) }) else {
    throw invalid("sector code", expected: "the code of a ROME sector, letters and digits only")
  }
  return text.uppercased()
}

/// A person's name as mail can carry it; the reason never repeats it.
func reference(_ text: String) throws(InvalidIdentifier) -> String {
  try line(text, limit: 64)
}
