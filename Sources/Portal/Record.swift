import Digest
import Foundation
import Programme

/// What is kept about the reader, as the page lists it.
struct Record: Sendable, Decodable {
  /// A label in French and a value, in the order of the page.
  let lines: [Line]

  /// One line.
  struct Line: Sendable, Decodable {
    let label: String
    let value: String
  }

  /// Reads what `portal.record` gives.
  init(json: String) throws {
    self = try JSONDecoder().decode(Record.self, from: Data(json.utf8))
  }

  /// The lines as the page shows them.
  var facts: [Page.Fact] {
    lines.map {
      Page.Fact(label: French.tidy($0.label, limit: 60), value: French.tidy($0.value, limit: 400))
    }
  }
}
