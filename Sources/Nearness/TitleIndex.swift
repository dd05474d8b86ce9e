/// Titles by which things are called, such as the titles of occupations or the labels of skills,
/// found by free text.
package struct TitleIndex: Sendable {
  /// A thing that was found.
  package struct Hit: Hashable, Sendable {
    /// The thing.
    package let subject: Int
    /// The place of the title that is nearest to the text.
    package let title: Int
    /// Their cosine, in millionths.
    package let similarity: Int
  }

  private let subjects: [Int]
  private let index: CosineIndex<Term>

  /// An index of titles, each of one subject; a subject may have many.
  package init(_ titles: [(text: String, subject: Int)]) {
    subjects = titles.map(\.subject)
    index = CosineIndex(titles.map { Words.terms(of: $0.text) })
  }

  /// The subject of a title.
  func subject(of title: Int) -> Int { subjects[title] }

  /// How near each title is to a text, in millionths.
  package func similarities(to text: String) -> [Int] {
    index.similarities(to: Words.terms(of: text))
  }

  /// The subjects with a word in common with the text, each by its nearest title, nearest first.
  package func hits(for text: String) -> [Hit] {
    var nearest: [Int: Hit] = [:]
    for (title, similarity) in similarities(to: text).enumerated() where similarity > 0 {
      let subject = subjects[title]
      if similarity > nearest[subject]?.similarity ?? 0 {
        nearest[subject] = Hit(subject: subject, title: title, similarity: similarity)
      }
    }
    return nearest.values.sorted {
      $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.title < $1.title
    }
  }
}
