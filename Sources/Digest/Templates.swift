/// The templates and the words around them.
package enum Templates {
  /// The version stored with each digest; it changes with any template or word.
  package static let version = 1
}
