import Exchange
import Postgres
import Store

/// The establishments with something new in a run that digests cannot reach.
struct UnreachablePage {
  private let entries: [Unreachable]
  private let names: [String: String]

  /// How many establishments are told one by one.
  private static let most = 10

  /// Reads what the companies are called.
  static func read(
    _ entries: [Unreachable], _ connection: Connection
  ) async throws -> UnreachablePage {
    UnreachablePage(
      entries: entries,
      names: entries.isEmpty ? [:] : try await Unreachable.names(of: entries, connection))
  }

  /// An array of establishments, each with the reason and what is new there.
  var json: JSON {
    .array(
      establishments.map { entries in
        [
          "siret": .string(entries[0].siret), "siren": .string(entries[0].siren),
          "company": .optional(names[entries[0].siren]),
          "news": .array(
            entries.map {
              [
                "kind": .string($0.kind.rawValue), "id": .string($0.subject),
                "reason": .string($0.reason), "count": .integer($0.news),
              ]
            }),
        ]
      })
  }

  /// A line an establishment; empty where everybody can be told.
  var text: String {
    let establishments = establishments
    guard let first = establishments.first else { return "" }
    var text = "  nobody to tell: \(establishments.count) establishments\n"
    for entries in establishments.prefix(Self.most) {
      let reasons = entries.map(\.reason).reduce(into: [String]()) { reasons, reason in
        if !reasons.contains(reason) { reasons.append(reason) }
      }
      text += "    \(entries[0].siret)  \(names[entries[0].siren] ?? ""): "
      text += "\(reasons.map(Self.words).joined(separator: ", ")); "
      text += entries.map(\.subject).joined(separator: ", ") + "\n"
    }
    if establishments.count > Self.most {
      text += "    and \(establishments.count - Self.most) more; all with --json\n"
    }
    return text
      + "    tell whom to write to: vivier contact add --email ADDRESS --for \(first[0].siret)\n"
  }

  private var establishments: [[Unreachable]] {
    Dictionary(grouping: entries, by: \.siret).sorted { $0.key < $1.key }.map(\.value)
  }

  private static func words(_ reason: String) -> String {
    switch reason {
    case "none": "no contact"
    case "no_address": "a contact without address"
    case "never": "the contact wants no mail"
    default: "nothing is sent to the address any more"
    }
  }
}
