/// The person a digest greets.
package struct Reader: Codable, Sendable, Hashable {
  /// A form of address the person chose.
  package enum Civility: String, Codable, Sendable {
    /// Addressed as "Madame".
    case madame
    /// Addressed as "Monsieur".
    case monsieur
  }

  /// The form of address that was given.
  package var civility: Civility
  /// The name that follows it, a family name for preference.
  package var name: String

  /// Makes a reader from a civility that was given, never guessed, and a name.
  package init(civility: Civility, name: String) {
    self.civility = civility
    self.name = name
  }
}
