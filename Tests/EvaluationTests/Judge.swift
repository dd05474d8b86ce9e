import Evaluation
import Exchange
import Foundation

/// An extract of a labelled set with its labels, which the engine never sees.
struct Extract: Sendable {
  let name: String
  let set: LabelledSet
  /// The grade of each judged document, by query.
  let grades: [String: [String: Double]]
  /// Documents that are left out of every list, by query.
  let unjudged: [String: Set<String>]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Sets")

  static func bytes(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: folder.appending(path: path).path).map { [UInt8]($0) }
  }

  /// Reads an extract; `taxonomy` names the one whose taxonomy it shares.
  init(_ name: String, taxonomy: String? = nil) throws {
    self.name = name
    set = try LabelledSet { file in
      Extract.bytes("\(name)/\(file)")
        ?? (file == "occ_skills.tsv" ? taxonomy.flatMap { Extract.bytes("\($0)/\(file)") } : nil)
    }
    var grades: [String: [String: Double]] = [:]
    for words in Extract.lines("\(name)/qrels.txt") {
      grades[words[0], default: [:]][words[2]] = Double(words[3])
    }
    self.grades = grades
    var unjudged: [String: Set<String>] = [:]
    for words in Extract.lines("\(name)/same_occupation.txt") {
      unjudged[words[0], default: []].insert(words[1])
    }
    self.unjudged = unjudged
  }

  private static func lines(_ path: String) -> [[String]] {
    String(decoding: bytes(path) ?? [], as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: " ").map(String.init) }
  }

  /// The diplomas of the extract's own register.
  static func diplomas() throws -> [KnownDiploma] {
    let folder = "diplome_rome/reference/rncp"
    return try KnownDiploma.read(
      certifications: bytes("\(folder)/certification.csv") ?? [],
      links: bytes("\(folder)/certification_occupation.csv") ?? [])
  }

  /// The mean of a measure over the queries that have a relevant document.
  func mean(
    _ ranking: Ranking, _ measure: (_ grades: [Double], _ ideal: [Double]) -> Double
  ) -> Double {
    mean({ ranking.hits(for: $0, count: 100).map { set.documents[$0.document].id } }, measure)
  }

  /// The same for lists made otherwise.
  func mean(
    _ list: (LabelledSet.Row) -> [String],
    _ measure: (_ grades: [Double], _ ideal: [Double]) -> Double
  ) -> Double {
    let values = set.queries.compactMap { query -> Double? in
      guard let grades = grades[query.id], grades.values.contains(where: { $0 >= 1 }) else {
        return nil
      }
      let left = unjudged[query.id] ?? []
      let shown = list(query).filter { !left.contains($0) && $0 != query.id }.prefix(10)
      return measure(shown.map { grades[$0] ?? 0 }, grades.values.sorted(by: >))
    }
    return values.reduce(0, +) / Double(values.count)
  }

  /// nDCG at 10 with the linear gain of trec_eval.
  static func gain(_ grades: [Double], _ ideal: [Double]) -> Double {
    func sum(_ grades: some Collection<Double>) -> Double {
      grades.prefix(10).enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset) + 2) }
    }
    return sum(grades) / sum(ideal)
  }

  /// Whether the best grade is among the first ten.
  static func hit(_ grades: [Double], _ ideal: [Double]) -> Double {
    grades.contains(ideal[0]) ? 1 : 0
  }
}
