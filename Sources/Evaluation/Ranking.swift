import Nearness

/// Ranks the documents of a labelled set for each query, with the features that serve the product.
///
/// What the rows tell decides which: labels of things → ``TitleIndex``; skills and words →
/// ``OccupationSpace``; skills alone → profiles in a ``NearnessTable`` of the taxonomy; titles of
/// diplomas against words → ``DiplomaIndex``.
package struct Ranking: Sendable {
  /// The features a set calls for.
  package enum Feature: String, Sendable {
    /// Free titles against the labels of things.
    case titles = "free title to occupation"
    /// Occupations against occupations, by skills, titles, words and code.
    case occupations = "nearness of occupations"
    /// Lists of skills against lists of skills, by the occupations they tell of.
    case profiles = "profiles from skills and nearness of occupations"
    /// Diplomas against occupations.
    case diplomas = "diploma to occupation"
  }

  /// A document with its score, higher first.
  package struct Hit: Hashable, Sendable {
    /// Its place among the documents.
    package let document: Int
    /// Its score in millionths.
    package let score: Int
  }

  /// The features in use.
  package let feature: Feature
  /// How many diplomas of the reference data are read.
  package let diplomaCount: Int

  private let set: LabelledSet
  private let values: @Sendable (LabelledSet.Row) -> [Int]

  /// The features that read links which are labels of some set, and are off.
  package var off: [String] {
    [
      "moves between occupations (ROME)", "crosswalk ROME–ESCO",
      "links diploma–occupation (RNCP)"
        + (feature == .diplomas ? " of the set's own diplomas and of what is forbidden" : ""),
    ]
  }

  /// Prepares the ranking of a set.
  ///
  /// `diplomas` are read for diplomas only, without those of the set's own queries and without
  /// what is forbidden.
  package init(
    _ set: LabelledSet, diplomas: [KnownDiploma] = [], forbidden: Forbidden = Forbidden()
  ) {
    self.set = set
    let documents = set.documents
    if documents.contains(where: { $0.concept != nil }) {
      feature = .titles
      diplomaCount = 0
      values = Ranking.titles(documents)
    } else if documents.contains(where: { !$0.skills.isEmpty }) {
      diplomaCount = 0
      if documents.contains(where: { $0.text != nil }) {
        feature = .occupations
        let space = OccupationSpace(documents.map { DescribedOccupation($0) })
        values = { space.nearness(to: DescribedOccupation($0)) }
      } else {
        feature = .profiles
        values = Ranking.profiles(set)
      }
    } else {
      feature = .diplomas
      let own = Forbidden(ids: set.queries.map(\.id))
      var places: [String: Int] = [:]
      for (place, document) in documents.enumerated() { places[document.id] = place }
      let read = diplomas.compactMap { diploma -> DiplomaIndex.Diploma? in
        let occupations = diploma.occupations.filter {
          own.allows(diploma.code, $0) && forbidden.allows(diploma.code, $0)
        }.compactMap { places[$0] }
        return occupations.isEmpty
          ? nil
          : DiplomaIndex.Diploma(
            title: diploma.title, level: diploma.level, occupations: occupations)
      }
      diplomaCount = read.count
      let index = DiplomaIndex(
        read, occupations: documents.map { ($0.title ?? "") + " " + ($0.text ?? "") })
      values = { index.values(title: $0.title ?? "", level: $0.level, details: $0.text ?? "") }
    }
  }

  /// The best documents for a query, best first, without itself.
  ///
  /// Among equal scores the highest id comes first, as TREC tools read a run.
  package func hits(for query: LabelledSet.Row, count: Int) -> [Hit] {
    let documents = set.documents
    let hits = values(query).enumerated()
      .map { Hit(document: $0, score: $1) }
      .filter { documents[$0.document].id != query.id }
      .sorted {
        $0.score != $1.score
          ? $0.score > $1.score : documents[$0.document].id > documents[$1.document].id
      }
    return Array(hits.prefix(count))
  }

  /// A run of all queries as TREC lines: `query Q0 document rank score tag`.
  package func run(count: Int, tag: String = "vivier") -> String {
    var lines = ""
    for query in set.queries {
      for (rank, hit) in hits(for: query, count: count).enumerated() {
        lines +=
          "\(query.id) Q0 \(set.documents[hit.document].id) \(rank + 1) \(hit.score) \(tag)\n"
      }
    }
    return lines
  }

  /// The nearest label of each thing first, then all other labels: whoever searches wants things.
  ///
  /// Groups of occupations come after occupations, as nobody works as a group.
  private static func titles(
    _ documents: [LabelledSet.Row]
  ) -> @Sendable (LabelledSet.Row) -> [Int] {
    var subjects: [String: Int] = [:]
    var titles: [(text: String, subject: Int)] = []
    for document in documents {
      let concept = document.concept ?? document.id
      let subject = subjects[concept] ?? subjects.count
      subjects[concept] = subject
      titles.append((document.title ?? "", subject))
    }
    let isGroup = documents.map { $0.concept?.contains("/isco/") ?? false }
    let index = TitleIndex(titles)
    return { query in
      let text = query.title ?? query.text ?? ""
      var values = index.similarities(to: text)
      for hit in index.hits(for: text) where !isGroup[hit.title] { values[hit.title] += 1_000_000 }
      return values
    }
  }

  private static func profiles(_ set: LabelledSet) -> @Sendable (LabelledSet.Row) -> [Int] {
    let taxonomy =
      set.taxonomy.isEmpty
      ? set.documents.map { (occupation: $0.id, skills: $0.skills) } : set.taxonomy
    let table = NearnessTable(
      taxonomy.map { occupation in
        DescribedOccupation(
          code: occupation.occupation, skills: occupation.skills,
          groups: occupation.skills.flatMap { set.broader[$0] ?? [] })
      })
    let profiles = set.documents.map { table.space.profile(ofSkills: $0.skills) }
    return { query in
      let nearness = table.nearness(to: table.space.profile(ofSkills: query.skills))
      return profiles.map { NearnessTable.nearness(of: $0, to: nearness) }
    }
  }
}

extension DescribedOccupation {
  /// The occupation a row describes.
  fileprivate init(_ row: LabelledSet.Row) {
    self.init(
      code: row.id, skills: row.skills, coreSkills: row.base,
      titles: (row.title.map { [$0] } ?? []) + row.appellations, description: row.text ?? "")
  }
}
