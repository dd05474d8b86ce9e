package import Exchange
package import Postgres
package import Programme

/// A candidate as JSON Resume 1.0.0 (jsonresume.org/schema), the form other services read.
package enum Resume {
  /// What is held of a candidate that the form has a place for; what it has none for stands in
  /// ``PersonRecord/json(on:)``.
  package static func json(
    of candidate: String, on day: Day, _ connection: Connection
  ) async throws -> JSON {
    let card = try await CandidateCard.find(candidate, on: day, connection)
    let identity = try await connection.rows(
      "select given_name, family_name, email from app.candidate_identity where candidate = \(card.id)"
    ).decode(as: (String?, String?, String?).self).first
    let name = [identity?.0, identity?.1].compactMap(\.self).joined(separator: " ")
    var basics: [JSON.Member] = []
    if !name.isEmpty { basics.append(JSON.Member("name", .string(name))) }
    if let label = card.occupationLabels.first {
      basics.append(JSON.Member("label", .string(label)))
    }
    if let email = identity?.2 { basics.append(JSON.Member("email", .string(email))) }
    let skills = try await card.skills(connection)
    let languages = try await card.languages(connection)
    return [
      "$schema":
        "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
      "basics": .object(basics),
      "education": .array(education(of: card).map { .object($0) }),
      "skills": .array(
        skills.map {
          [
            "name": .string($0.label), "level": .string("\($0.proficiency)/4"),
            "keywords": [.string($0.key)],
          ]
        }),
      "languages": .array(
        languages.map {
          [
            "language": .string($0.code),
            "fluency": .optional(LanguageLevel(rawValue: $0.level)?.description),
          ]
        }),
      "meta": ["version": "v1.0.0", "lastModified": .string("\(day)T00:00:00Z")],
    ]
  }

  private static func education(of card: CandidateCard) -> [[JSON.Member]] {
    var entry: [JSON.Member] = []
    if let title = card.diplomaTitle ?? card.diploma {
      entry.append(JSON.Member("area", .string(title)))
    }
    if let level = card.levelPrepared ?? card.levelHeld {
      entry.append(JSON.Member("studyType", .string("niveau \(level)")))
    }
    if let day = card.diplomaOn { entry.append(JSON.Member("endDate", .string("\(day)"))) }
    return entry.isEmpty ? [] : [entry]
  }
}

extension PersonRecord {
  /// Everything that is held, as one object: the copy a person takes away.
  package func json(on day: Day) -> JSON {
    [
      "format": "vivier.person/1", "exported_on": .string("\(day)"),
      "person": ["kind": .string(person.kind.rawValue), "id": .string(person.id)],
      "tables": .object(merged.map { JSON.Member($0.name, .array($0.rows)) }),
      "shown_to": .array(
        shownTo.map { ["reader": .string($0.reader), "last_on": .string("\($0.day)")] }),
      "frozen_inputs": .array(frozenOn.map { .string("\($0)") }),
      "log": .array(
        log.map {
          [
            "at": .string("\($0.at)"), "actor": .string($0.actor), "action": .string($0.action),
            "purpose": .optional($0.purpose), "detail": .optional($0.detail),
          ]
        }),
    ]
  }

  /// The rows by table, those of a table that belongs to the person in two ways together.
  package var merged: [(name: String, rows: [JSON])] {
    var merged: [(name: String, rows: [JSON])] = []
    for (table, rows) in tables {
      if let place = merged.firstIndex(where: { $0.name == table.name }) {
        merged[place].rows += rows
      } else {
        merged.append((table.name, rows))
      }
    }
    return merged
  }
}
