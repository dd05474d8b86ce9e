/// A template of this program that cannot be used.
package struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The template's path below `Templates/`.
  package let path: String
  /// What is wrong with it, in the words of the parser.
  package let reason: String

  /// One line for a person.
  package var description: String { "the template \(path) is broken: \(reason)" }
}
