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
  static func read(
    _ lists: [PositionList], _ bench: Bench, _ connection: Connection
  ) async throws -> MatchPage {
    let titles = try await Directory.positions(lists.map(\.position), connection)
    let blocks = lists.map { list in
      let told = titles[list.position]
      let territory = told.flatMap { bench.gazetteer.territory(ofCommune: $0.commune) }
      return Block(
        list: list, title: told?.title ?? "", company: told?.company ?? "",
        commune: told.flatMap { bench.gazetteer.commune($0.commune)?.name } ?? "",
        territory: territory)
    }
    let listed = Set(lists.flatMap { $0.matches + $0.near }.map(\.candidate))
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
      for match in block.list.matches + block.list.near {
        writer.write([
          block.list.position, "\(match.rank)", match.candidate,
          JSON.millionths(match.score).compact,
          "\(match.requiredMet)", "\(match.requiredOf)", "\(match.desiredMet)",
          "\(match.desiredOf)",
          labels(match.missing), match.away.map { "\($0.kind):\($0.id)" } ?? "",
        ])
      }
    }
    return String(decoding: writer.take(), as: UTF8.self)
  }

  /// A block a position, for people.
  func table(_ terminal: Terminal) -> String {
    var text = ""
    for block in blocks {
      text += "\(block.list.position)  \(block.title) · \(block.company) · \(block.commune)\n"
      if block.list.matches.isEmpty { text += "  no profile meets every rule and required skill\n" }
      if !(block.list.matches.isEmpty && block.list.near.isEmpty) {
        text += table(block.list).text(width: terminal.width, indent: "  ")
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

  private func table(_ list: PositionList) -> Table {
    var table = Table([
      ("#", .right), ("CANDIDATE", .left), ("FIT", .right), ("MUST", .right), ("NICE", .right),
      ("FREE", .left), ("TO SETTLE", .left),
    ])
    for match in list.matches + list.near {
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
    switch match.away {
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
