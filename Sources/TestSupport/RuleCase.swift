package import Exchange
import Foundation
import Programme

/// A hire of `Tests/Rules/cases.txt`, as facts, and what the rules must say of it.
package struct RuleCase: Sendable, CustomStringConvertible {
  /// The file is not as it should be.
  package struct Broken: Error { package let line: Int }

  /// Where it stands and what it is about.
  package let description: String
  /// One line of `vivier check --facts`.
  package let facts: String
  /// What is due: a rule, scheme, aid, deadline, territory or error, and its value.
  package let due: [(what: String, value: String)]

  /// Every case of the file.
  package static func all() throws -> [RuleCase] {
    let path = TestSeeds.root + "/Tests/Rules/cases.txt"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var cases: [RuleCase] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false)
      guard parts.count == 3 else { throw Broken(line: index + 1) }
      cases.append(
        RuleCase(
          description: "line \(index + 1): \(parts[0].trimmingCharacters(in: .whitespaces))",
          facts: try facts(pairs(parts[1]), line: index + 1),
          due: pairs(parts[2]).map { (what: $0.0, value: $0.1) }))
    }
    return cases
  }

  /// What is due and does not stand in an answer, in words; empty where all is well.
  package func faults(in answer: JSON) -> [String] {
    due.compactMap { what, value in
      let found = found(what, in: answer)
      return found == value ? nil : "\(what) is \(found) instead of \(value)"
    }
  }

  // MARK: Facts

  private static let ordinary: [(key: String, value: String)] = [
    ("date", "2026-10-15"), ("contract", "cdi"), ("duration_months", "null"), ("commune", "06033"),
    ("signed_on", "2026-10-15"), ("hired_on", "2026-10-15"), ("mission", "bras_droit"),
    ("responsible", "true"), ("reports_to_management", "true"), ("green", "false"),
    ("audit_only", "false"), ("siret", "35600000000048"), ("naf", "2562B"),
    ("naf_version", "NAFRev2"), ("staff", "120"), ("turnover_eur", "10000000"),
    ("balance_eur", "8000000"), ("micro_entrepreneur", "false"), ("in_difficulty", "false"),
    ("serves_industry", "null"), ("de_minimis_3y_eur", "0"), ("level_held", "6"),
    ("level_prepared", "null"), ("diploma_date", "2026-07-07"), ("work_study_student", "false"),
    ("apprenticeship_eligible", "null"),
  ]
  private static let texts: Set<String> = [
    "date", "contract", "commune", "signed_on", "hired_on", "mission", "siret", "naf",
    "naf_version", "diploma_date",
  ]
  private static let objects: [(name: String, keys: Range<Int>)] = [
    ("position", 1..<11), ("company", 11..<21), ("talent", 21..<26),
  ]

  private static func pairs(_ text: Substring) -> [(String, String)] {
    text.split(separator: " ").map { word in
      let cut = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(cut[0]), cut.count == 2 ? String(cut[1]) : "")
    }
  }

  private static func facts(_ changes: [(String, String)], line: Int) throws -> String {
    var values = ordinary
    func set(_ key: String, _ value: String) throws {
      guard let place = values.firstIndex(where: { $0.key == key }) else {
        throw Broken(line: line)
      }
      values[place].value = value
    }
    for (key, value) in changes where key == "on" {
      for name in ["date", "signed_on", "hired_on"] { try set(name, value) }
      try set("diploma_date", Day(value).adding(days: -100).description)
    }
    for (key, value) in changes where key != "on" { try set(key, value) }
    func member(_ index: Int) -> String {
      let (key, value) = values[index]
      let isRaw = value == "null" || value.hasPrefix("#") || !texts.contains(key)
      return "\"\(key)\":" + (isRaw ? value.replacing("#", with: "") : "\"\(value)\"")
    }
    let inner = objects.map {
      "\"\($0.name)\":{" + $0.keys.map(member).joined(separator: ",") + "}"
    }
    return "{" + member(0) + "," + inner.joined(separator: ",") + "}"
  }

  // MARK: Answers

  private func found(_ what: String, in answer: JSON) -> String {
    switch what {
    case "error":
      return answer["error"]?.text?.split(separator: ":").first.map(String.init) ?? "none"
    case "vte", "vte_ti", "vte_vert": return answer["schemes"]?[what]?.text ?? "none"
    case "label", "evidence":
      let deadline = answer["deadlines"]?.elements?.first { $0["what"]?.text == what }
      return deadline?["on"]?.text ?? "none"
    case "territory":
      guard let id = answer["territory"]?["id"]?.text,
        let vintage = answer["territory"]?["vintage"]?.text
      else { return "none" }
      return "\(id)/\(vintage)"
    case "aid.ti", "aid.vert", "aid.cumul", "aid.housing":
      let aid = answer["aids"]?.elements?.first { $0["aid"]?.text == what }
      var amount = "none"
      if case .integer(let euros)? = aid?["amount_eur"] { amount = "\(euros)" }
      return "\(aid?["status"]?.text ?? "none")/\(amount)"
    default: return result(what, in: answer)
    }
  }

  /// The result of a rule for a scheme, or for every scheme it applies to.
  private func result(_ what: String, in answer: JSON) -> String {
    let parts = what.split(separator: "@")
    let rows = (answer["rules"]?.elements ?? []).filter {
      $0["rule"]?.text == String(parts[0])
        && (parts.count == 1 || $0["scheme"]?.text == String(parts[1]))
    }
    let results = Set(rows.compactMap { $0["result"]?.text })
    let counting = results.subtracting(["not_applicable"])
    if counting.isEmpty { return results.first ?? "none" }
    return counting.sorted().joined(separator: "+")
  }
}
