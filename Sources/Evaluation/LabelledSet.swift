import Exchange

/// A labelled set without its labels: what an engine may read of it.
package struct LabelledSet: Sendable {
  /// A query or a document; what its line does not tell stays empty.
  package struct Row: Hashable, Sendable {
    /// Its id.
    package var id: String
    /// What it is called.
    package var title: String?
    /// What else is said of it.
    package var text: String?
    /// Other titles it goes by.
    package var appellations: [String]
    /// The keys of its skills.
    package var skills: [String]
    /// The keys of those that everyone in it needs.
    package var base: [String]
    /// Its level in the national framework.
    package var level: Int?
    /// The thing it is a label of.
    package var concept: String?

    /// A row with what is told of it.
    package init(
      id: String, title: String? = nil, text: String? = nil, appellations: [String] = [],
      skills: [String] = [], base: [String] = [], level: Int? = nil, concept: String? = nil
    ) {
      self.id = id
      self.title = title
      self.text = text
      self.appellations = appellations
      self.skills = skills
      self.base = base
      self.level = level
      self.concept = concept
    }
  }

  /// What is looked for, in the order of the file.
  package var queries: [Row]
  /// What is ranked, in the order of the file.
  package var documents: [Row]
  /// The skills of each occupation of the taxonomy, in the order of the file.
  package var taxonomy: [(occupation: String, skills: [String])]
  /// The groups each skill belongs to.
  package var broader: [String: [String]]

  /// A set of queries and documents, with the taxonomy it comes with.
  package init(
    queries: [Row], documents: [Row], taxonomy: [(occupation: String, skills: [String])] = [],
    broader: [String: [String]] = [:]
  ) {
    self.queries = queries
    self.documents = documents
    self.taxonomy = taxonomy
    self.broader = broader
  }

  /// Why a file of a set cannot be read.
  package struct Broken: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// What is wrong.
    package let reason: String

    /// File, line and reason.
    package var description: String { "\(file): line \(line): \(reason)" }
  }

  /// Reads the files of a set; `read` gives the bytes of one, nil where it is not there.
  ///
  /// Only `queries.jsonl`, `docs.jsonl`, `occ_skills.tsv` and `skill_broader.tsv` are asked for: no
  /// judgement, no slice, no truth. Fails with the first line that cannot be read.
  package init(reading read: (String) throws -> [UInt8]?) throws {
    queries = try LabelledSet.rows("queries.jsonl", read)
    documents = try LabelledSet.rows("docs.jsonl", read)
    var order: [String: Int] = [:]
    taxonomy = []
    for (occupation, skill) in try LabelledSet.pairs("occ_skills.tsv", read) {
      let place = order[occupation] ?? taxonomy.count
      if place == taxonomy.count {
        order[occupation] = place
        taxonomy.append((occupation, []))
      }
      taxonomy[place].skills.append(skill)
    }
    broader = [:]
    for (skill, group) in try LabelledSet.pairs("skill_broader.tsv", read) {
      broader[skill, default: []].append(group)
    }
  }

  private static func rows(_ file: String, _ read: (String) throws -> [UInt8]?) throws -> [Row] {
    guard let bytes = try read(file) else {
      throw Broken(file: file, line: 1, reason: "the file is missing")
    }
    var rows: [Row] = []
    var seen: Set<String> = []
    for (number, line) in lines(bytes) {
      let value: JSON
      do {
        value = try JSON(reading: line)
      } catch {
        throw Broken(file: file, line: number, reason: error.description)
      }
      guard let id = value["id"]?.text, !id.isEmpty else {
        throw Broken(file: file, line: number, reason: "no id")
      }
      guard seen.insert(id).inserted else {
        throw Broken(file: file, line: number, reason: "an earlier line has the same id")
      }
      rows.append(Row(id: id, value))
    }
    return rows
  }

  /// The first two columns of a table with a header line; empty where the file is missing.
  private static func pairs(
    _ file: String, _ read: (String) throws -> [UInt8]?
  ) throws -> [(String, String)] {
    guard let bytes = try read(file) else { return [] }
    var pairs: [(String, String)] = []
    for (number, line) in lines(bytes).dropFirst() {
      let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      guard cells.count >= 2 else {
        throw Broken(file: file, line: number, reason: "no second column")
      }
      pairs.append(
        (String(decoding: cells[0], as: UTF8.self), String(decoding: cells[1], as: UTF8.self)))
    }
    return pairs
  }

  /// The lines that are not blank, numbered from 1, without their ends.
  static func lines(_ bytes: [UInt8]) -> [(number: Int, line: ArraySlice<UInt8>)] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().compactMap {
      let line = $1.last == 0x0D ? $1.dropLast() : $1
      return line.isEmpty ? nil : ($0 + 1, line)
    }
  }
}

extension LabelledSet.Row {
  /// The members of a line that an engine knows.
  fileprivate init(id: String, _ value: JSON) {
    func texts(_ key: String) -> [String] { value[key]?.elements?.compactMap(\.text) ?? [] }
    self.init(
      id: id, title: value["title"]?.text, text: value["text"]?.text,
      appellations: texts("appellations"), skills: texts("skills"), base: texts("base"),
      level: value["level"]?.text.flatMap { Int($0) }
        ?? value["level"]?.asMillionths.map { $0 / 1_000_000 },
      concept: value["concept"]?.text)
  }
}
