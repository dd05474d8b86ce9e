import Exchange
import Matching
import Postgres
import Programme
import Store

/// What `explain` and `why-not` write.
struct ExplanationPage {
  private let answer: WhyNot
  private let bench: Bench
  private let title: String
  private let isOccupationInferred: Bool
  private let trainings: [String: [ClosingTraining]]
  private let eligibility: Eligibility

  /// Explains a pair and reads the labels and the trainings that this mentions.
  ///
  /// - `limit`: how many matches the list of the position holds.
  static func read(
    position: String, candidate: String, limit: Int = 20, _ bench: Bench, _ connection: Connection
  ) async throws -> ExplanationPage {
    let answer = try bench.matcher.whyNot(position: position, candidate: candidate, limit: limit)
    let told = try await Directory.positions([position], connection)[position]
    let commune = told?.commune ?? ""
    let gaps = Set(
      answer.explanation.missing.map { ClosingTraining.Gap(skill: $0.skill, commune: commune) })
    let nearest = try await ClosingTraining.nearest(
      to: gaps, on: bench.day, limit: 3, gazetteer: bench.gazetteer, connection)
    let facts = HireFacts(
      try await PositionKnowledge.read(position, Workplaces.read(connection), connection),
      try await CandidateKnowledge.read(candidate, on: bench.day, connection), on: bench.day)
    return ExplanationPage(
      answer: answer, bench: bench, title: told?.title ?? "",
      isOccupationInferred: told?.isOccupationInferred ?? false,
      trainings: Dictionary(uniqueKeysWithValues: nearest.map { ($0.key.skill, $0.value) }),
      eligibility: try await RuleBook.read(connection).judge(facts))
  }

  private var explanation: Explanation { answer.explanation }

  private func label(_ skill: String) -> String { bench.nomenclature.label(ofSkill: skill) }

  // MARK: JSON

  /// The explanation led by what keeps the pair apart.
  var jsonOfWhyNot: JSON {
    .object(
      [
        JSON.Member("first_failure", .optional(answer.firstFailure?.gate.name)),
        JSON.Member(
          "other_failures", .array(answer.otherFailures.map { .string($0.gate.name) })),
        JSON.Member(
          "missing_required", .array(answer.missingRequired.map { .string($0.skill) })),
        JSON.Member("score_missing", .optional(millionths: answer.scoreMissing)),
      ] + members)
  }

  /// The explanation as an object.
  var json: JSON { .object(members) }

  /// Its members.
  var members: [JSON.Member] {
    let method = bench.matcher.snapshot.method
    return [
      JSON.Member("position", .string(explanation.position)),
      JSON.Member("candidate", .string(explanation.candidate)),
      JSON.Member("score", .millionths(explanation.score)),
      JSON.Member("list", list),
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
      JSON.Member("programme", programme),
      JSON.Member("sides", .array(explanation.sides.map(side))),
      JSON.Member("skills", skills),
      JSON.Member("missing", .array(explanation.missing.map(missing))),
      JSON.Member("not_used", .array(explanation.unused.map(unused))),
      JSON.Member("never_read", .array(Explanation.neverInputs.map { .string($0) })),
      JSON.Member(
        "tie",
        [
          "exposures": .integer(explanation.tie.exposures),
          "word": .string(hexadecimal(explanation.tie.word)),
        ]),
      JSON.Member("date", .string("\(bench.day)")),
      JSON.Member("method", .string(explanation.method)),
      JSON.Member(
        "numbers", .object(method.numbers.map { JSON.Member($0.name, .integer($0.value)) })),
    ]
  }

  /// What `vivier check pair` says of it, in short.
  private var programme: JSON {
    .object(
      Scheme.allCases.map { scheme in
        JSON.Member(
          scheme.rawValue,
          [
            "result": .string(eligibility.result(scheme).rawValue),
            "no": .array(rules(scheme, .no)), "unknown": .array(rules(scheme, .unknown)),
          ])
      })
  }

  private func rules(_ scheme: Scheme, _ result: Eligibility.Result) -> [JSON] {
    eligibility.outcomes.filter {
      $0.scheme == scheme && $0.result == result && $0.rule.decides
    }.map { .string($0.rule.rawValue) }
  }

  /// The schemes in a line each, with the rules that keep them from a yes.
  private var schemes: String {
    Scheme.allCases.map { scheme in
      let answer = eligibility.result(scheme)
      let sign = answer == .yes ? "✓" : answer == .no ? "✗" : "?"
      let rules = rules(scheme, answer == .no ? .no : .unknown).compactMap(\.text)
      return "  \(sign) \(scheme.name)"
        + (rules.isEmpty ? "\n" : ": \(rules.joined(separator: ", "))\n")
    }.joined()
  }

  private var list: JSON {
    let place = answer.place
    return [
      "limit": .integer(place.limit), "matches": .integer(place.matchCount),
      "rank": .optional(place.rank), "last_rank": .optional(place.last?.rank),
      "last_score": .optional(millionths: place.last?.score),
      "distance": .optional(millionths: place.distance),
    ]
  }

  /// Every skill asked, once: told and met, met by a near one, met by an inferred one, or not met.
  private var skills: JSON {
    var found: [String: [JSON]] = [:]
    for component in explanation.sides[0].components {
      for case .skill(let item) in component.evidence {
        let how = !item.isMet ? "missing" : item.how == "group" ? "near" : item.how
        found[how, default: []].append([
          "skill": .string(item.skill), "label": .string(label(item.skill)),
          "required": .bool(component.component == .requiredSkills),
          "through": .optional(item.isMet ? item.held?.skill : nil),
        ])
      }
    }
    return [
      "matched": .array(found["exact"] ?? []), "near": .array(found["near"] ?? []),
      "inferred": .array(found["inferred"] ?? []), "missing": .array(found["missing"] ?? []),
    ]
  }

  private func unused(_ unused: Explanation.Unused) -> JSON {
    [
      "party": .string(unused.party.party), "field": .string(unused.field),
      "values": .array(unused.values.map { .string($0) }), "why": .string(unused.why.words),
    ]
  }

  private func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
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
            "state": .string(
              component.isAsked || component.component == .prior
                ? component.state.name : "not_asked"),
            "prior": .optional(millionths: component.prior),
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
      .object(
        [
          JSON.Member("asked", .string(item.asked)),
          JSON.Member("answered", .optional(item.answered)),
          JSON.Member("value", .optional(millionths: item.value)),
        ] + (item.basis.map(members) ?? []))
    }
  }

  private func members(_ basis: Explanation.Basis) -> [JSON.Member] {
    switch basis {
    case .occupation(let basis):
      [
        JSON.Member("source", .string("\(basis.source)")),
        JSON.Member("link", .string(basis.link.name)),
        JSON.Member("nearness", .optional(millionths: basis.nearness)),
        JSON.Member("credit", .millionths(basis.credit)),
        JSON.Member("factor", .millionths(basis.factor)),
      ]
    case .language(let spoken, let asked):
      [
        JSON.Member("spoken_level", .integer(spoken)), JSON.Member("asked_level", .integer(asked)),
      ]
    case .wishes(let wishes):
      [JSON.Member("wishes", .array(wishes.map { .string($0) }))]
    case .pay(let offered, let least, let floor):
      [
        JSON.Member("offered", .integer(offered)), JSON.Member("least", .integer(least)),
        JSON.Member("floor", .millionths(floor)),
      ]
    }
  }

  private func held(_ held: Explanation.Held) -> JSON {
    [
      "skill": .string(held.skill), "label": .string(label(held.skill)),
      "match": .string(held.match.name), "base": .millionths(held.base),
      "proficiency": .integer(held.proficiency),
      "proficiency_factor": .millionths(held.proficiencyFactor),
      "evidence": .string(held.evidence.name),
      "evidence_factor": .millionths(held.evidenceFactor),
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
  var lead: String {
    var lines: [String] = []
    if let gate = answer.firstFailure {
      lines.append("not listed: \(gate.gate.name.replacing("_", with: " ")): \(gate.reason)")
    }
    lines += answer.otherFailures.map {
      "      also: \($0.gate.name.replacing("_", with: " ")): \($0.reason)"
    }
    lines += answer.missingRequired.map { "   missing: required skill “\(label($0.skill))”" }
    if let rank = answer.place.rank {
      lines.append("listed: rank \(rank)")
    } else if let missing = answer.scoreMissing, lines.isEmpty {
      lines.append(
        missing == 0
          ? "not listed: the last of \(answer.place.limit) has the same score and came first"
          : "not listed: \(JSON.millionths(missing).compact) short of the last of \(answer.place.limit)"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where the pair stands beside the list, in one line.
  private var standing: String {
    let place = answer.place
    guard let last = place.last, let distance = place.distance else {
      return "The position has no match.\n"
    }
    var text = place.rank.map { "Rank \($0)" } ?? "Not listed"
    text += " of \(place.matchCount) matches; the last listed is rank \(last.rank)"
    if place.rank != last.rank {
      text +=
        distance == 0
        ? " with the same score"
        : ", \(JSON.millionths(abs(distance)).compact) \(distance > 0 ? "below" : "above") this pair"
    }
    return text + "\n"
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
      + standing
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
    text +=
      "\nProgramme (in full: vivier check pair \(explanation.position) \(explanation.candidate))\n"
    text += schemes + closing
    if !explanation.unused.isEmpty { text += "\nTold and not used for this pair\n" }
    for unused in explanation.unused {
      text += "  \(unused.party.party): \(unused.field.replacing("_", with: " "))"
      let values = unused.field == "skills" ? unused.values.map(label) : unused.values
      if !values.isEmpty { text += " \(values.joined(separator: ", "))" }
      text += " (\(unused.why.words))\n"
    }
    text += "\nNever read: \(Explanation.neverInputs.joined(separator: ", ")).\n"
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
        if let held = skill.held {
          text +=
            ", \(held.evidence.name.replacing("_", with: " ")), proficiency \(held.proficiency)"
        }
        text += "\n"
      case .answer(let answer):
        text += "            \(answer.asked) · \(answer.answered ?? "not told")"
        if case .occupation(let basis)? = answer.basis {
          text += ": \(basis.link.name.replacing("_", with: " ")), \(basis.source)"
        }
        if let value = answer.value { text += ", \(JSON.millionths(value).compact)" }
        text += "\n"
      }
    }
    return text
  }

  private var closing: String {
    var text = ""
    for missing in explanation.missing {
      let found = trainings[missing.skill] ?? []
      if found.isEmpty, !missing.isRequired { continue }
      if text.isEmpty { text = "\nTrainings that close a gap\n" }
      if found.isEmpty {
        text += "  \(label(missing.skill)): none known within \(Int(ClosingTraining.reach)) km\n"
      }
      for training in found {
        text += "  \(label(missing.skill)): \(training.title), \(training.provider), "
        text += "\(training.communeName) (\(training.kilometres) km)"
        if training.isCatalogue {
          text += ", catalogue de novembre 2020, à vérifier auprès du CFA"
        } else if let start = training.startsOn {
          text += ", session of \(start)"
          text += training.remaining.map { ", \($0) places left" } ?? ", places not told"
          if let told = training.toldOn { text += " (told \(told))" }
        }
        text += "\n"
      }
    }
    return text
  }
}

extension SideName {
  /// Who speaks on this side.
  fileprivate var party: String {
    switch self {
    case .position: "position"
    case .candidate: "candidate"
    }
  }
}

extension Explanation.Unused.Why {
  /// The reason in words.
  fileprivate var words: String {
    switch self {
    case .neverRead: "no rule reads it"
    case .notCompared: "the other side told nothing to compare it with"
    case .notAsked: "nothing that is asked takes it"
    case .outweighed: "something else that was told goes before it"
    case .elsewhere: "it is about others"
    }
  }
}

extension JSON {
  /// A number of millionths, or null.
  fileprivate static func optional(millionths: Int?) -> JSON {
    millionths.map { .millionths($0) } ?? .null
  }
}
