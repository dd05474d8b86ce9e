import Exchange
import Matching
import Postgres
import Store

/// The positions of a run without a match, with the one change that would help each most.
struct StarvingPage {
  private let starving: [Starving]
  private let titles: [String: Directory.Called]
  private let nomenclature: Nomenclature?

  /// How many positions are told one by one.
  private static let most = 10

  /// Reads what people call the positions and skills.
  static func read(
    _ starving: [Starving], _ connection: Connection
  ) async throws -> StarvingPage {
    StarvingPage(
      starving: starving,
      titles: try await Directory.positions(starving.prefix(most).map(\.position), connection),
      nomenclature: starving.isEmpty ? nil : try await Nomenclature.read(connection))
  }

  /// An array of positions with criterion and gain.
  var json: JSON {
    .array(
      starving.map {
        [
          "position": .string($0.position), "criterion": .optional($0.relaxation?.kind),
          "subject": .optional($0.relaxation?.subject), "gain": .integer($0.gain),
        ]
      })
  }

  /// A line a position; empty where every position has a match.
  var text: String {
    guard let nomenclature, !starving.isEmpty else { return "" }
    var text = "  without a match: \(starving.count) positions\n"
    for entry in starving.prefix(Self.most) {
      text += "    \(entry.position)  \(titles[entry.position]?.title ?? ""): "
      if let relaxation = entry.relaxation {
        text += "\(entry.gain) more if \(relaxation.words(nomenclature))\n"
      } else {
        text += "no single requirement keeps anybody out\n"
      }
    }
    if starving.count > Self.most {
      text += "    and \(starving.count - Self.most) more; each: vivier what-if POSITION\n"
    }
    return text
  }
}
