import Programme

/// A search in titles, names and codes: every word must occur, whatever its case and accents.
package struct Search: Sendable {
  private let words: [String]

  /// The search for some words; nil or an empty text finds everything.
  package init(_ text: String?) {
    words = fold(text ?? "").split(separator: " ").map(String.init)
  }

  /// Whether every word occurs in one of the texts.
  package func matches(_ texts: String?...) -> Bool {
    guard !words.isEmpty else { return true }
    let folded = texts.compactMap(\.self).map { fold($0) }
    return words.allSatisfy { word in folded.contains { $0.contains(word) } }
  }
}
