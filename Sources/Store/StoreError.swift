/// Something the store cannot do: what happened, where, and what to do next.
///
/// Never carries personal data: names, addresses and cell values stay out of the text.
package struct StoreError: Error, CustomStringConvertible, Sendable {
  /// What kind of trouble it is; the command line turns it into an exit code.
  package enum Kind: Sendable {
    /// Input that cannot be taken (exit code 65).
    case data
    /// Nothing of that name (exit code 65).
    case notFound
    /// Somebody else is at it; try again (exit code 75).
    case busy
    /// The installation is not in a state to do this (exit code 78).
    case configuration
  }

  /// What kind of trouble it is.
  package let kind: Kind
  /// What happened and where.
  package let what: String
  /// What to do next.
  package let hint: String?

  /// Makes an error that says what happened and what to do next.
  package init(_ kind: Kind, _ what: String, hint: String? = nil) {
    self.kind = kind
    self.what = what
    self.hint = hint
  }

  /// The error in one line.
  package var description: String { what }
}
