import Exchange

/// One thing told in full: an aligned page for people, one object for programs.
struct Card {
  private var members: [JSON.Member] = []
  private var lines: [(label: String, texts: [String])] = []

  /// Adds a value under its key of the JSON; the page shows it as it is, or as `texts`, one a line.
  mutating func add(_ key: String, _ value: JSON, as texts: [String]? = nil) {
    members.append(JSON.Member(key, value))
    lines.append((key.replacing("_", with: " "), texts ?? Self.texts(value)))
  }

  /// Adds a line for people only.
  mutating func say(_ label: String, _ text: String) { lines.append((label, [text])) }

  /// Adds a value for programs only.
  mutating func tell(_ key: String, _ value: JSON) { members.append(JSON.Member(key, value)) }

  /// One object.
  var json: JSON { .object(members) }

  /// One line a value, the labels aligned; what is not told says so.
  var page: String {
    let width = lines.map(\.label.count).max() ?? 0
    return lines.map { line in
      let texts = line.texts.isEmpty ? ["none"] : line.texts
      return texts.enumerated().map { index, text in
        let label = index == 0 ? line.label : ""
        return label + String(repeating: " ", count: width - label.count + 2) + text + "\n"
      }.joined()
    }.joined()
  }

  private static func texts(_ value: JSON) -> [String] {
    switch value {
    case .array(let values): values.flatMap(texts)
    case .string(let text): [text]
    case .null: ["not told"]
    case .bool(let flag): [flag ? "yes" : "no"]
    default: [value.compact]
    }
  }
}

extension FormatOptions {
  /// Writes one thing to standard output.
  func write(_ card: Card) { output(json ? JSON.text(card.json) : card.page) }
}
