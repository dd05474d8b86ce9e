/// What diplomas lead to, from the diplomas whose occupations are known.
///
/// An occupation's value is `Σ (s·g)⁵ / √links` over the hundred diplomas nearest by title that
/// lead to it, divided by `Σ (s·g)⁵` over them all, plus 0.3 times the cosine of the title and the
/// occupation's own words. `s` is the cosine of titles relative to the nearest one, `g` loses a
/// fifth for each level between the two diplomas, `links` is how many occupations a diploma names.
package struct DiplomaIndex: Sendable {
  /// A diploma with the occupations it leads to.
  package struct Diploma: Hashable, Sendable {
    /// Its title.
    package var title: String
    /// Its level in the national framework (3…8), where it is told.
    package var level: Int?
    /// The places of its occupations in the list of occupations.
    package var occupations: [Int]

    /// A diploma with its occupations.
    package init(title: String, level: Int?, occupations: [Int]) {
      self.title = title
      self.level = level
      self.occupations = occupations
    }
  }

  private let diplomas: [Diploma]
  private let titles: CosineIndex<Term>
  private let occupations: CosineIndex<Term>

  private static var neighbours: Int { 100 }
  private static var wordShare: Int { 300_000 }
  private static var levelFactor: Int { 800_000 }

  /// An index of diplomas, and of occupations by everything that is said of them.
  package init(_ diplomas: [Diploma], occupations: [String]) {
    self.diplomas = diplomas
    titles = CosineIndex(diplomas.map { Words.terms(of: $0.title) })
    self.occupations = CosineIndex(occupations.map { Words.terms(of: $0) })
  }

  /// The value of each occupation for a diploma, at most 1,300,000.
  ///
  /// `details` is what else is said of it, such as the titles of its blocks.
  package func values(title: String, level: Int?, details: String = "") -> [Int] {
    var similarities = titles.similarities(to: Words.terms(of: title))
    for (place, similarity) in similarities.enumerated() where similarity > 0 {
      guard let level, let other = diplomas[place].level else { continue }
      let gap = abs(level - other)
      if gap > 0 {
        similarities[place] = similarity * power(DiplomaIndex.levelFactor, gap) / unit
      }
    }
    let nearest = best(similarities, count: DiplomaIndex.neighbours)
    var values = [Int](repeating: 0, count: occupations.count)
    var sum = 0
    for place in nearest {
      let weight = power(similarities[place] * unit / similarities[nearest[0]], 5)
      sum += weight
      let links = diplomas[place].occupations
      let share = weight * unit / max(1, floorSquareRoot(links.count * unit * unit))
      for occupation in links { values[occupation] += share }
    }
    let words = occupations.similarities(to: Words.terms(of: title + " " + details))
    return values.indices.map {
      (sum == 0 ? 0 : values[$0] * unit / sum) + words[$0] * DiplomaIndex.wordShare / unit
    }
  }
}
