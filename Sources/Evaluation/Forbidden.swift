import Exchange

/// Ids and links of the reference data that an evaluation must not read, as they are labels there.
package struct Forbidden: Sendable {
  /// Two ends of a link.
  private struct Link: Hashable, Sendable {
    let from: String
    let to: String
  }

  private var ids: Set<String> = []
  private var links: Set<Link> = []

  /// Forbids these ids with all their links.
  package init(ids: some Sequence<String> = []) { self.ids = Set(ids) }

  /// How many ids are forbidden.
  package var idCount: Int { ids.count }

  /// How many single links are forbidden.
  package var linkCount: Int { links.count }

  /// Forbids what a file names, too: an id or a link a line.
  ///
  /// A line holds one id; two ids, or two ids and a grade (a link); four or more words (a TREC
  /// judgement: the first and the third); or a JSON object with an `id`. `#` begins a remark.
  package mutating func add(_ bytes: [UInt8]) {
    for (_, line) in LabelledSet.lines(bytes) {
      if line.first == UInt8(ascii: "{"), let id = try? JSON(reading: line)["id"]?.text {
        ids.insert(id)
        continue
      }
      let text = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
      let words = text.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == ";" }.map(String.init)
      switch words.count {
      case 0: break
      case 1: ids.insert(words[0])
      case 2, 3: links.insert(Link(from: words[0], to: words[1]))
      default: links.insert(Link(from: words[0], to: words[2]))
      }
    }
  }

  /// Whether a link may be read, in either direction.
  package func allows(_ from: String, _ to: String) -> Bool {
    !ids.contains(from) && !ids.contains(to) && !links.contains(Link(from: from, to: to))
      && !links.contains(Link(from: to, to: from))
  }
}
