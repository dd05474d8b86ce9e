import Nearness
import Synchronization

/// The labels of skills, to find the one that was probably meant.
///
/// What finds them is made when the first unknown label comes: most imports have none.
final class SkillTitles: Sendable {
  private let labels: [String: String]
  private let finder = Mutex<Finder?>(nil)

  private struct Finder: Sendable {
    let keys: [String]
    let suggester: TitleSuggester
  }

  /// Labels by canonical key.
  init(_ labels: [String: String]) { self.labels = labels }

  /// The skill whose label is nearest, where one comes near (a cosine of .6).
  func nearest(to label: String) -> (key: String, label: String)? {
    finder.withLock { finder in
      let made = finder ?? makeFinder()
      finder = made
      return made.suggester.suggestions(for: label, count: 1, floor: 600_000).first
        .map { (key: made.keys[$0.subject], label: $0.title) }
    }
  }

  private func makeFinder() -> Finder {
    let skills = labels.sorted { $0.key < $1.key }
    return Finder(
      keys: skills.map(\.key),
      suggester: TitleSuggester(skills.enumerated().map { (text: $1.value, subject: $0) }))
  }
}
