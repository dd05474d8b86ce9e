import Digest
import Foundation
import Programme

/// An answer as it was read from a form.
struct GivenAnswer: Sendable, Hashable {
  /// The code of the choice.
  var choice: String
  /// What the reader wrote, at most 1,000 characters.
  var note: String?
  /// What else was filled, as a JSON object with sorted keys.
  var details: String

  /// How many characters a note may have.
  private static let noteLimit = 1_000

  /// Reads an answer to a question; nil where a choice, a skill or a text that is due is missing.
  ///
  /// To stop the messages nothing need be filled: mail programs send a body of their own (RFC 8058).
  init?(_ fields: FormFields, to question: Question, view: MyDataView) {
    if question.purpose == .unsubscribe {
      self.init(choice: Choice.yes, note: nil, details: "{}")
      return
    }
    let list = Choice.all(question.purpose, question.party)
    let page = QuestionPage.page(question, view: view)
    guard let form = page.form, let choice = fields.value("choice"),
      list.isEmpty ? choice == form.hiddenChoice : list.contains(where: { $0.code == choice })
    else { return nil }
    let note = form.noteLabel == nil ? nil : fields.value("note").map { Self.plain($0) }
    guard note != nil || !form.isNoteRequired else { return nil }
    var details: [String: Detail] = [:]
    if question.purpose == .declareSkill {
      let known = Set(question.skills.map(\.skill))
      let chosen = fields.values("skill").filter { known.contains($0) }
      guard !chosen.isEmpty else { return nil }
      details["skills"] = .list(Array(Set(chosen)).sorted())
    }
    if question.purpose == .sessions {
      guard let sessions = TypedSession.all(fields, of: question),
        !sessions.isEmpty || note != nil
      else { return nil }
      details["sessions"] = .sessions(sessions)
    }
    if question.purpose == .teach {
      let known = Set(question.trainings.map(\.training))
      let chosen = Set(fields.values("training")).intersection(known)
      guard !chosen.isEmpty else { return nil }
      details["trainings"] = .list(chosen.sorted())
    }
    if question.purpose == .meet, fields.value("lead") == "yes" { details["lead"] = .flag(true) }
    for input in form.inputs {
      if let value = fields.value(input.inputName) {
        details[input.inputName] = .text(String(Self.plain(value).prefix(80)))
      }
    }
    guard question.purpose != .amend || note != nil || !details.isEmpty,
      let json = try? Detail.json(details)
    else { return nil }
    self.init(choice: choice, note: note, details: json)
  }

  private init(choice: String, note: String?, details: String) {
    self.choice = choice
    self.note = note
    self.details = details
  }

  /// A text as it is kept: one kind of line end, no longer than it may be.
  private static func plain(_ text: String) -> String {
    var plain = ""
    for scalar in text.replacing("\r\n", with: "\n").unicodeScalars.prefix(noteLimit) {
      plain.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
    }
    return plain
  }
}

/// What one field beside the choice holds.
private enum Detail: Encodable {
  case flag(Bool)
  case text(String)
  case list([String])
  case sessions([TypedSession])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let flag): try container.encode(flag)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .sessions(let sessions): try container.encode(sessions)
    }
  }

  static func json(_ details: [String: Detail]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(details), as: UTF8.self)
  }
}
