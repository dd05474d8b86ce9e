/// A reason why the private PostgreSQL cannot do what was asked: what, where, and what to do about it.
package struct ClusterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a caller can do about the failure; each kind has an exit status of its own.
  package enum Kind: Int32, Hashable, Sendable {
    /// The server's programs are missing, or the server does not start.
    case unavailable = 69
    /// A file or folder cannot be made.
    case cannotCreate = 73
    /// Another command holds what is needed; the same command may work later.
    case temporary = 75
    /// The user has not the rights.
    case noPermission = 77
    /// What is on the disk belongs to something else: another version, another folder.
    case configuration = 78
  }

  /// What a caller can do about it.
  package let kind: Kind
  /// What happened, in one sentence without a full stop.
  package let what: String
  /// The file or folder it is about, when there is one.
  package let place: String?
  /// What to do next, when there is something to do.
  package let hint: String?

  /// Makes an error out of its facts.
  package init(_ kind: Kind, _ what: String, at place: String? = nil, hint: String? = nil) {
    self.kind = kind
    self.what = what
    self.place = place
    self.hint = hint
  }

  /// The exit status after sysexits.h.
  package var exitCode: Int32 { kind.rawValue }

  /// What happened and where, with the hint on a second line.
  package var description: String {
    var text = what
    if let place { text += " (\(place))" }
    if let hint { text += "\nhint: \(hint)" }
    return text
  }
}
