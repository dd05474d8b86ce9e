import Exchange
import Matching
import Postgres
import Programme
import Store

/// What `match` writes, in its three forms.
struct MatchPage {
  /// A position with its list and what people call it.
  private struct Block {
    let list: PositionList
    /// Who comes closest where nobody matches or nearly does.
    let closest: [Match]
    let title: String
    let company: String
    let commune: String
    let territory: String?
  }

  private let blocks: [Block]
  private let bench: Bench
  /// When each candidate of the lists is free, as days since 1970.
  private let availability: [String: Int32]

  /// Reads the titles of the positions of some lists.
  ///
  /// - `closest`: how many are told who come closest, where a position has neither match nor near
  ///   match.
  static func read(
    _ lists: [PositionList], closest: Int, _ bench: Bench, _ connection: Connection
  ) async throws -> MatchPage {
    let titles = try await Directory.positions(lists.map(\.position), connection)
    let blocks = try lists.map { list in
      let told = titles[list.position]
      let territory = told.flatMap { bench.gazetteer.territory(ofCommune: $0.commune) }
      return Block(
        list: list,
        closest: list.matches.isEmpty && list.near.isEmpty && closest > 0
          ? try bench.matcher.closest(position: list.position, limit: closest) : [],
        title: told?.title ?? "", company: told?.company ?? "",
        commune: told.flatMap { bench.gazetteer.commune($0.commune)?.name } ?? "",
        territory: territory)
    }
    let listed = Set(
      blocks.flatMap { $0.list.matches + $0.list.near + $0.closest }.map(\.candidate))
    let snapshot = bench.matcher.snapshot
    var availability: [String: Int32] = [:]
    for (row, id) in snapshot.candidateIDs.enumerated() where listed.contains(id) {
      availability[id] = snapshot.candidate(at: row).availableDay
    }
    return MatchPage(blocks: blocks, bench: bench, availability: availability)
  }

  // MARK: JSON

  /// An array of positions with their matches and near matches.
  var json: JSON {
    .array(
      blocks.map { block in
        [
          "position": .string(block.list.position), "title": .string(block.title),
          "territory": .optional(block.territory),
          "matches": .array(block.list.matches.map { .object(members($0)) }),
          "near": .array(
            block.list.near.map { match in
              var members = members(match)
              if let away = match.away {
                members.append(
                  JSON.Member("away", ["kind": .string(away.kind), "id": .string(away.id)]))
              }
              return .object(members)
            }),
          "closest": .array(block.closest.map { .object(members($0)) }),
        ]
      })
  }

  private func members(_ match: Match) -> [JSON.Member] {
    [
      JSON.Member("rank", .integer(match.rank)), JSON.Member("candidate", .string(match.candidate)),
      JSON.Member("score", .millionths(match.score)),
      JSON.Member("side_position", .millionths(match.sidePosition)),
      JSON.Member("side_candidate", .millionths(match.sideCandidate)),
      JSON.Member(
        "required", ["met": .integer(match.requiredMet), "of": .integer(match.requiredOf)]),
      JSON.Member("desired", ["met": .integer(match.desiredMet), "of": .integer(match.desiredOf)]),
      JSON.Member("missing", .array(match.missing.map(missing))),
      JSON.Member("to_check", .array(match.unknown.map { .string($0.name) })),
    ]
  }

  private func missing(_ skill: MissingSkill) -> JSON {
    [
      "skill": .string(skill.skill),
      "label": .string(bench.nomenclature.label(ofSkill: skill.skill)),
      "required": .bool(skill.isRequired), "near": .array(skill.near.map { .string($0) }),
    ]
  }

  // MARK: Text

  /// One line a pair, without a header.
  var tsv: String {
    var writer = TSVWriter()
    for block in blocks {
      for match in block.list.matches + block.list.near + block.closest {
        writer.write([
          block.list.position, "\(match.rank)", match.candidate,
          JSON.millionths(match.score).compact,
          "\(match.requiredMet)", "\(match.requiredOf)", "\(match.desiredMet)",
          "\(match.desiredOf)",
          labels(match.missing), away(match),
        ])
      }
    }
    return String(decoding: writer.take(), as: UTF8.self)
  }

  /// What keeps a pair from being a match, as a word; empty for a match.
  private func away(_ match: Match) -> String {
    if let away = match.away, match.requiredOf - match.requiredMet < 2 {
      return "\(away.kind):\(away.id)"
    }
    let lacking = match.requiredOf - match.requiredMet
    return lacking == 0 ? "" : "skills:\(lacking)"
  }

  /// A block a position, for people.
  func table(_ terminal: Terminal) -> String {
    var text = ""
    for block in blocks {
      text += "\(block.list.position)  \(block.title) · \(block.company) · \(block.commune)\n"
      if block.list.matches.isEmpty { text += "  no profile meets every rule and required skill\n" }
      let pairs = block.list.matches + block.list.near + block.closest
      if !pairs.isEmpty {
        text += table(pairs).text(width: terminal.width, indent: "  ")
      }
      text += "\n"
    }
    let matches = blocks.reduce(0) { $0 + $1.list.matchCount }
    let near = blocks.reduce(0) { $0 + $1.list.nearCount }
    let starving = blocks.count { $0.list.matchCount == 0 }
    text +=
      "\(blocks.count) positions · \(matches) matches · \(near) near · \(starving) positions without any"
      + " · method \(bench.matcher.snapshot.method.version) · \(bench.day)\n"
    return text
  }

  private func table(_ pairs: [Match]) -> Table {
    var table = Table([
      ("#", .right), ("CANDIDATE", .left), ("FIT", .right), ("MUST", .right), ("NICE", .right),
      ("FREE", .left), ("TO SETTLE", .left),
    ])
    for match in pairs {
      table.add([
        match.away == nil ? "\(match.rank)" : "~", match.candidate,
        Percent.text(millionths: match.score),
        "\(match.requiredMet)/\(match.requiredOf)", "\(match.desiredMet)/\(match.desiredOf)",
        free(match.candidate), toSettle(match),
      ])
    }
    return table
  }

  /// When a candidate is free; a day that has passed is not told.
  private func free(_ candidate: String) -> String {
    guard let day = availability[candidate] else { return "not told" }
    return day <= bench.day.number ? "now" : Day(number: day).description
  }

  private func toSettle(_ match: Match) -> String {
    var parts: [String] = []
    let required = match.missing.filter(\.isRequired)
    switch match.away {
    case _ where required.count > 1: parts.append("far: \(labels(required))")
    case .gate(let gate): parts.append("near: \(gate.name.replacing("_", with: " "))")
    case .skill(let key): parts.append("near: \(bench.nomenclature.label(ofSkill: key))")
    case nil: break
    }
    let wished = match.missing.filter { !$0.isRequired }
    if !wished.isEmpty { parts.append("lacks \(labels(wished))") }
    if !match.unknown.isEmpty {
      parts.append("check \(match.unknown.map(\.name).joined(separator: ", "))")
    }
    return parts.joined(separator: "; ")
  }

  private func labels(_ skills: [MissingSkill]) -> String {
    skills.map { bench.nomenclature.label(ofSkill: $0.skill) }.joined(separator: ", ")
  }
}
