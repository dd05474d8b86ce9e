import Exchange
import Matching
import Postgres
import Programme
import Store

/// What `explain` and `why-not` write.
struct ExplanationPage {
  private let explanation: Explanation
  private let bench: Bench
  private let title: String
  private let isOccupationInferred: Bool
  private let trainings: [String: [ClosingTraining]]

  /// Reads the labels and the trainings that an explanation mentions.
  static func read(
    _ explanation: Explanation, _ bench: Bench, _ connection: Connection
  ) async throws -> ExplanationPage {
    let told = try await Directory.positions([explanation.position], connection)[
      explanation.position]
    let commune = told?.commune ?? ""
    let gaps = Set(
      explanation.missing.map { ClosingTraining.Gap(skill: $0.skill, commune: commune) })
    let nearest = try await ClosingTraining.nearest(
      to: gaps, on: bench.day, limit: 3, gazetteer: bench.gazetteer, connection)
    return ExplanationPage(
      explanation: explanation, bench: bench, title: told?.title ?? "",
      isOccupationInferred: told?.isOccupationInferred ?? false,
      trainings: Dictionary(uniqueKeysWithValues: nearest.map { ($0.key.skill, $0.value) }))
  }

  private func label(_ skill: String) -> String { bench.nomenclature.label(ofSkill: skill) }

  // MARK: JSON

  /// The explanation as an object.
  var json: JSON { .object(members) }

  /// The explanation led by what keeps the pair apart.
  func json(whyNot answer: WhyNot) -> JSON {
    .object(
      [
        JSON.Member("first_failure", .optional(answer.firstFailure?.gate.name)),
        JSON.Member(
          "other_failures", .array(answer.otherFailures.map { .string($0.gate.name) })),
        JSON.Member(
          "missing_required", .array(answer.missingRequired.map { .string($0.skill) })),
        JSON.Member("rank", .optional(answer.rank)),
        JSON.Member(
          "last_listed_score", answer.lastListedScore.map { .millionths($0) } ?? .null),
        JSON.Member("score_missing", answer.scoreMissing.map { .millionths($0) } ?? .null),
      ] + members)
  }

  private var members: [JSON.Member] {
    [
      JSON.Member("position", .string(explanation.position)),
      JSON.Member("candidate", .string(explanation.candidate)),
      JSON.Member("score", .millionths(explanation.score)),
      JSON.Member("occupation_inferred", .bool(isOccupationInferred)),
      JSON.Member(
        "gates",
        .array(
          explanation.gates.map {
            [
              "gate": .string($0.gate.name), "result": .string($0.result.name),
              "why": .string($0.reason.description),
            ]
          })),
      JSON.Member("sides", .array(explanation.sides.map(side))),
      JSON.Member("missing", .array(explanation.missing.map(missing))),
      JSON.Member("method", .string(explanation.method)),
    ]
  }

  private func side(_ side: Explanation.Side) -> JSON {
    [
      "side": .string(side.side.name), "value": .millionths(side.value),
      "components": .array(
        side.components.map { component in
          [
            "name": .string(component.component.name), "asked": .bool(component.isAsked),
            "weight": .integer(component.weight), "value": .millionths(component.value),
            "contribution": .millionths(component.contribution),
            "state": .string(component.state.name),
            "evidence": .array(component.evidence.map(evidence)),
          ]
        }),
    ]
  }

  private func evidence(_ item: Explanation.Item) -> JSON {
    switch item {
    case .skill(let item):
      [
        "skill": .string(item.skill), "label": .string(label(item.skill)),
        "importance": .integer(item.importance), "idf": .integer(item.idf),
        "credit": .millionths(item.credit), "how": .string(item.how), "met": .bool(item.isMet),
        "held": item.held.map(held) ?? .null,
      ]
    case .answer(let item):
      [
        "asked": .string(item.asked), "answered": .optional(item.answered),
        "value": item.value.map { .millionths($0) } ?? .null,
        "link": .optional(item.link.map { "\($0)" }),
      ]
    }
  }

  private func held(_ held: Explanation.Held) -> JSON {
    [
      "skill": .string(held.skill), "label": .string(label(held.skill)),
      "match": .string(held.match.name), "base": .millionths(held.base),
      "proficiency": .integer(held.proficiency), "evidence": .string("\(held.evidence)"),
      "strength": .millionths(held.strength),
    ]
  }

  private func missing(_ skill: MissingSkill) -> JSON {
    [
      "skill": .string(skill.skill), "label": .string(label(skill.skill)),
      "required": .bool(skill.isRequired), "near": .array(skill.near.map { .string($0) }),
      "trainings": .array((trainings[skill.skill] ?? []).map(training)),
    ]
  }

  private func training(_ training: ClosingTraining) -> JSON {
    [
      "title": .string(training.title), "provider": .string(training.provider),
      "commune": .string(training.commune), "commune_name": .string(training.communeName),
      "certification": .optional(training.certification),
      "kilometres": .integer(training.kilometres),
      "starts_on": .optional(training.startsOn?.description),
      "remaining": .optional(training.remaining),
      "told_on": .optional(training.toldOn?.description),
      "to_verify": .optional(
        training.isCatalogue ? "catalogue de novembre 2020, à vérifier auprès du CFA" : nil),
    ]
  }

  // MARK: Text

  /// What keeps the pair apart, before everything else.
  func lead(_ answer: WhyNot, limit: Int) -> String {
    var lines: [String] = []
    if let gate = answer.firstFailure {
      lines.append("not listed: \(gate.gate.name.replacing("_", with: " ")): \(gate.reason)")
    }
    lines += answer.otherFailures.map {
      "      also: \($0.gate.name.replacing("_", with: " ")): \($0.reason)"
    }
    lines += answer.missingRequired.map { "   missing: required skill “\(label($0.skill))”" }
    if let rank = answer.rank {
      lines.append("listed: rank \(rank)")
    } else if let missing = answer.scoreMissing, lines.isEmpty {
      lines.append(
        missing == 0
          ? "not listed: the last of \(limit) has the same score and came first"
          : "not listed: \(JSON.millionths(missing).compact) short of the last of \(limit)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The whole explanation, for people.
  func text(_ terminal: Terminal) -> String {
    var text = "\(explanation.position)  \(title)\n\(explanation.candidate)\n\n"
    if isOccupationInferred {
      text += "The position's occupation was not told; it was inferred from the title.\n\n"
    }
    text +=
      "\(Percent.text(millionths: explanation.score)) = the root of "
      + explanation.sides.map { JSON.millionths($0.value).compact }.joined(separator: " × ") + "\n"
    for side in explanation.sides {
      text += "\n\(side.side == .position ? "What the position asks" : "What the candidate wishes")"
      text += " (\(JSON.millionths(side.value).compact))\n"
      for component in side.components where component.isAsked || component.component == .prior {
        text += self.text(component)
      }
    }
    text += "\nRules\n"
    for gate in explanation.gates {
      let sign = gate.result == .pass ? "✓" : gate.result == .fail ? "✗" : "?"
      text += "  \(sign) \(gate.gate.name.replacing("_", with: " ")): \(gate.reason)\n"
    }
    text += closing
    text += "\nNot used: name, sex, birth date, photo, nationality, home address.\n"
    text += "Method \(explanation.method), computed for \(bench.day).\n"
    return text
  }

  private func text(_ component: Explanation.Component) -> String {
    let name = component.component.name.replacing("_", with: " ")
    var text =
      "  \(JSON.millionths(component.contribution).compact)  \(name): "
      + "\(JSON.millionths(component.value).compact), weight \(component.weight)"
    if component.state != .known { text += ", \(component.state.name)" }
    text += "\n"
    for item in component.evidence {
      switch item {
      case .skill(let skill):
        let sign = skill.isMet ? "+" : skill.held == nil ? "-" : "~"
        text += "            \(sign) \(label(skill.skill)): \(skill.how)"
        if let held = skill.held, held.skill != skill.skill {
          text += " through \(label(held.skill))"
        }
        if let held = skill.held { text += ", \(held.evidence), proficiency \(held.proficiency)" }
        text += "\n"
      case .answer(let answer):
        text += "            \(answer.asked) · \(answer.answered ?? "not told")\n"
      }
    }
    return text
  }

  private var closing: String {
    var text = ""
    for missing in explanation.missing {
      for training in trainings[missing.skill] ?? [] {
        if text.isEmpty { text = "\nTrainings that close a gap\n" }
        text += "  \(label(missing.skill)): \(training.title), \(training.provider), "
        text += "\(training.communeName) (\(training.kilometres) km)"
        if training.isCatalogue {
          text += ", catalogue de novembre 2020, à vérifier auprès du CFA"
        } else if let start = training.startsOn {
          text += ", session of \(start)"
          if let remaining = training.remaining, let told = training.toldOn {
            text += ", \(remaining) places left (told \(told))"
          }
        }
        text += "\n"
      }
    }
    return text
  }
}
