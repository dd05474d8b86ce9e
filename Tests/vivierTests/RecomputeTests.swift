import ArgumentParser
import Exchange
import Foundation
import Matching
import Postgres
import Store
import TestSupport
import Testing

@testable import vivier

/// Computes a score from the text of `explain --json` alone, by the rules of `Ops/method.md`.
private struct Recomputation {
  struct Unlike: Error, CustomStringConvertible {
    let description: String
  }

  let page: JSON
  private static let unit = 1_000_000

  /// The score, after every number on the way was compared with the one that is told.
  func score() throws -> Int {
    let sides = try list(page, "sides")
    let values = try sides.map { try value(ofSide: $0) }
    guard values.count == 2 else { throw Unlike(description: "\(values.count) sides") }
    let product = values[0] * values[1]
    var root = Int(Double(product).squareRoot())
    while root * root > product { root -= 1 }
    while (root + 1) * (root + 1) <= product { root += 1 }
    return root
  }

  private func value(ofSide side: JSON) throws -> Int {
    let name = try text(side, "side")
    var weights: [Int] = []
    var values: [Int] = []
    var told: [Int] = []
    for component in try list(side, "components") {
      let contribution = try share(component, "contribution")
      guard component["asked"] == .bool(true) else {
        if try text(component, "name") != "prior" { try same(contribution, 0, "\(name) not asked") }
        continue
      }
      let key = try numberKey(text(component, "name"), of: name)
      let weight = try number("weight." + key)
      try same(count(component, "weight"), weight, "weight.\(key)")
      let value: Int
      if try text(component, "state") == "unknown" {
        value = try number("prior." + key)
      } else {
        value = try self.value(of: component, key)
      }
      try same(share(component, "value"), value, "\(name) \(key)")
      weights.append(weight)
      values.append(value)
      told.append(contribution)
    }
    let total = weights.reduce(0, +)
    guard total > 0 else {
      try same(share(side, "value"), number("prior." + name), name)
      return try number("prior." + name)
    }
    let value = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
    var parts = zip(weights, values).map { $0 * $1 / total }
    let heaviest = weights.firstIndex(of: weights.max() ?? 0) ?? 0
    parts[heaviest] += value - parts.reduce(0, +)
    guard parts == told else { throw Unlike(description: "\(name) parts \(told), not \(parts)") }
    try same(share(side, "value"), value, name)
    return value
  }

  private func numberKey(_ component: String, of side: String) throws -> String {
    guard component == "occupation" else { return component }
    return side == "side_position" ? "position_occupation" : "candidate_occupation"
  }

  private func value(of component: JSON, _ key: String) throws -> Int {
    let evidence = try list(component, "evidence")
    switch key {
    case "required_skills", "desired_skills":
      var sum = 0
      var total = 0
      for item in evidence {
        let weight = try count(item, "idf") * count(item, "importance")
        let credit = try self.credit(of: item)
        try same(share(item, "credit"), credit, "credit of \(text(item, "skill"))")
        let isMet = try credit >= number("skill.met")
        guard item["met"] == .bool(isMet) else {
          throw Unlike(description: "met of \(try text(item, "skill"))")
        }
        sum += weight * credit
        total += weight
      }
      return sum / total
    case "position_occupation", "candidate_occupation":
      return try evidence.map { try occupation($0) }.max() ?? -1
    case "languages":
      let values = try evidence.map { item in
        guard item["answered"] != .null else { return 0 }
        let asked = try count(item, "asked_level")
        return try min(count(item, "spoken_level"), asked) * Self.unit / asked
      }
      return values.reduce(0, +) / values.count
    case "mission", "sector":
      let item = try first(evidence)
      let wishes = try list(item, "wishes").compactMap(\.text)
      return try wishes.contains(text(item, "answered")) ? Self.unit : 0
    case "pay":
      let item = try first(evidence)
      let (offered, least) = (try count(item, "offered"), try count(item, "least"))
      if offered >= least { return Self.unit }
      let floor = try number("pay.floor")
      let above = offered * Self.unit - floor * least
      return above <= 0 ? 0 : above * Self.unit / ((Self.unit - floor) * least)
    default: throw Unlike(description: "unknown component \(key)")
    }
  }

  private func credit(of item: JSON) throws -> Int {
    guard let held = item["held"], held != .null else { return 0 }
    let proficiency = try number("proficiency.\(count(held, "proficiency"))")
    let evidence = try number("evidence." + text(held, "evidence"))
    let strength = proficiency * evidence / Self.unit
    try same(share(held, "strength"), strength, "strength")
    let base = try share(held, "base")
    switch try text(held, "match") {
    case "exact":
      try same(base, Self.unit, "base")
      guard held["skill"] == item["skill"] else { throw Unlike(description: "not exact") }
    case "group": try same(base, number("skill.same_group"), "base")
    default: break
    }
    return base * strength / Self.unit
  }

  private func occupation(_ item: JSON) throws -> Int {
    let link = try text(item, "link")
    var credit = link == "unrelated" ? 0 : try number("occupation." + link)
    if link == "content" {
      let full = try number("occupation.content_full")
      credit = try credit * min(share(item, "nearness"), full) / full
    }
    try same(share(item, "credit"), credit, "credit of \(link)")
    let factor = try text(item, "source") == "inferred" ? number("occupation.inferred") : Self.unit
    return credit * factor / Self.unit
  }

  // MARK: Reading

  private func same(_ told: Int, _ computed: Int, _ what: String) throws {
    guard told == computed else { throw Unlike(description: "\(what) is \(told), not \(computed)") }
  }

  private func list(_ value: JSON, _ key: String) throws -> [JSON] {
    guard let list = value[key]?.elements else { throw Unlike(description: "no list \(key)") }
    return list
  }

  private func first(_ list: [JSON]) throws -> JSON {
    guard let first = list.first else { throw Unlike(description: "no evidence") }
    return first
  }

  private func text(_ value: JSON, _ key: String) throws -> String {
    guard let text = value[key]?.text else { throw Unlike(description: "no text \(key)") }
    return text
  }

  private func count(_ value: JSON, _ key: String) throws -> Int {
    guard case .integer(let number)? = value[key] else {
      throw Unlike(description: "no number \(key)")
    }
    return number
  }

  private func share(_ value: JSON, _ key: String) throws -> Int {
    guard case .millionths(let number)? = value[key] else {
      throw Unlike(description: "no share \(key)")
    }
    return number
  }

  private func number(_ name: String) throws -> Int {
    guard let numbers = page["numbers"] else { throw Unlike(description: "no numbers") }
    return try count(numbers, name)
  }
}

@Suite(.database) struct `A printed explanation` {
  @Test func `is enough to compute hundreds of scores again, and nothing else is read`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let options = try GlobalOptions.parse(["--database", database.conninfo])
    try await Context.with(options, as: .nightly) { context, connection in
      let bench = try await Bench.prepare(context, connection, date: World.today, also: [])
      let snapshot = bench.matcher.snapshot
      var states: Set<String> = []
      var count = 0
      for (index, position) in snapshot.positionIDs.enumerated() {
        let list = try bench.matcher.list(position: position)
        let listed = (list.matches.prefix(4) + list.near.prefix(4)).map(\.candidate)
        // And some who fit in no way.
        let others = (0..<12).map {
          snapshot.candidateIDs[(index * 31 + $0 * 7) % snapshot.candidateCount]
        }
        for candidate in Set(listed + others) {
          let page = try await ExplanationPage.read(
            position: position, candidate: candidate, bench, connection)
          let told = try JSON(reading: Array(JSON.text(page.json).utf8))
          let score = try Recomputation(page: told).score()
          #expect(told["score"] == .millionths(score), "\(position) \(candidate)")
          if let match = (list.matches + list.near).first(where: { $0.candidate == candidate }) {
            #expect(match.score == score)
          }
          for side in told["sides"]?.elements ?? [] {
            for component in side["components"]?.elements ?? [] {
              states.insert(
                "\(side["side"]?.text ?? "") \(component["name"]?.text ?? "") \(component["state"]?.text ?? "")"
              )
            }
          }
          count += 1
        }
      }
      #expect(count > 300)
      #expect(states.count > 12, "\(states.sorted())")
    }
  }

  @Test func `names each asked skill once, with trainings for each that is missing`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let options = try GlobalOptions.parse(["--database", database.conninfo])
    try await Context.with(options, as: .nightly) { context, connection in
      let bench = try await Bench.prepare(context, connection, date: World.today, also: [])
      var trainings = 0
      for position in bench.matcher.snapshot.positionIDs {
        for near in try bench.matcher.list(position: position).near.prefix(3) {
          let page = try await ExplanationPage.read(
            position: position, candidate: near.candidate, bench, connection)
          let json = page.jsonOfWhyNot
          var named: [String] = []
          for how in ["matched", "near", "inferred", "missing"] {
            named += (json["skills"]?[how]?.elements ?? []).compactMap { $0["skill"]?.text }
          }
          let asked = (json["sides"]?.elements?.first?["components"]?.elements ?? []).prefix(2)
            .flatMap { $0["evidence"]?.elements ?? [] }.compactMap { $0["skill"]?.text }
          #expect(named.sorted() == asked.sorted())
          let missing = json["missing"]?.elements ?? []
          #expect(
            Set(missing.compactMap { $0["skill"]?.text })
              == Set((json["skills"]?["missing"]?.elements ?? []).compactMap { $0["skill"]?.text }))
          for training in missing.flatMap({ $0["trainings"]?.elements ?? [] }) {
            trainings += 1
            #expect(training["provider"]?.text?.isEmpty == false)
            #expect(training["commune_name"]?.text?.isEmpty == false)
            // Places come with the day they were told; a catalogue entry says what it is.
            #expect((training["starts_on"] == .null) == (training["to_verify"] != .null))
            #expect(training["remaining"] == .null || training["told_on"] != .null)
          }
          #expect(
            json["first_failure"] == .optional(near.away?.kind == "gate" ? near.away?.id : nil))
        }
      }
      #expect(trainings > 20)
    }
  }

  @Test func `that stands in the manual of the method comes out as it says`() throws {
    let manual = try String(
      contentsOfFile: TestSeeds.root + "/Ops/method.md", encoding: .utf8)
    let block = try #require(manual.firstMatch(of: /```json\n([^`]+)```/)).output.1
    let page = try JSON(reading: Array(block.utf8))
    #expect(try .millionths(Recomputation(page: page).score()) == page["score"])
  }
}
