import Foundation

/// A digest as the outbox keeps it: JSON that alone decides what is read.
package protocol StoredDigest: Codable, Sendable {
  /// The version of templates and words this value was composed for.
  var templateVersion: Int { get }
  /// What the store remembers once this digest is on its way.
  var toldItems: [ToldItem] { get }
  /// The mail, the same for the same value.
  ///
  /// - Throws: `TemplateError` when a template of this program is broken.
  func rendered() throws(TemplateError) -> Rendered
}

extension StoredDigest {
  /// The value as JSON with sorted keys, the same bytes for the same value.
  ///
  /// - Throws: `EncodingError`, which no value of these types causes.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// What the store remembers, as a JSON array of `{position, candidate, content, isUncertain}`.
  ///
  /// - Throws: `EncodingError`, which no value of these types causes.
  package func toldJSON() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(toldItems), as: UTF8.self)
  }

  /// Reads a value from its JSON.
  ///
  /// - Throws: `DecodingError` when the text is not the JSON of this kind of digest.
  package init(json: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
  }
}

extension LinkedDigest {
  package func rendered() throws(TemplateError) -> Rendered { try rendered(nil) }
}

extension LeadDigest: StoredDigest {}
