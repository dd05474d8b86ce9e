import Glibc

/// The state folder: one private cluster, its locks and whatever else a command keeps between runs.
package struct Home: Hashable, Sendable {
  /// The absolute path, without symbolic links.
  package let path: String

  /// The file that marks a folder as a state folder of ours.
  static let mark = "vivier.home"

  /// Tells where the state folder is: the argument, else `VIVIER_HOME`, else the XDG state folder.
  ///
  /// An empty value counts as absent, and so does a relative `XDG_STATE_HOME`, as the XDG
  /// specification asks. For root the last resort is `/var/lib/vivier`.
  package static func path(
    argument: String?, environment: [String: String], uid: UInt32, userHome: String?
  ) throws(ClusterError) -> String {
    if let argument {
      guard !argument.isEmpty else {
        throw ClusterError(.configuration, "the state folder's name is empty")
      }
      return argument
    }
    if let named = environment["VIVIER_HOME"], !named.isEmpty { return named }
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/vivier" }
    if uid == 0 { return Place.systemFolder }
    guard let userHome, userHome.hasPrefix("/") else {
      throw ClusterError(
        .configuration, "this user has no home folder to keep the state in",
        hint: "name a folder with --home or VIVIER_HOME")
    }
    return userHome + "/.local/state/vivier"
  }

  /// Takes over the folder at `path`, making it for this user alone where it does not exist.
  ///
  /// Refused are a symbolic link, a folder of another user, and a folder with other things in it,
  /// because the permissions of the folder are narrowed and a wrong `--home` must not harm.
  package init(making path: String) throws(ClusterError) {
    let absolute = FileSystem.absolute(path)
    guard absolute.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw ClusterError(
        .configuration, "the state folder's name has control characters in it",
        hint: "name another folder with --home")
    }
    if FileSystem.kind(of: absolute) == .absent {
      let parent = FileSystem.parent(of: absolute)
      try FileSystem.makeParents(parent)
      try FileSystem.makeFolder(absolute, mode: 0o700)
    }
    switch FileSystem.kind(of: absolute) {
    case .folder(let owner, let mode):
      guard owner == geteuid() else {
        throw ClusterError(
          .noPermission,
          "the state folder belongs to user \(Account.name(of: owner) ?? "\(owner)")",
          at: absolute, hint: "run the command as that user, or name another folder with --home")
      }
      let mark = absolute + "/" + Home.mark
      // Listed before the mark is looked for: another command may be filling the folder just now.
      let names = FileSystem.names(in: absolute)
      if !FileSystem.exists(mark) {
        guard names.allSatisfy({ $0.hasPrefix(Home.mark) }) else {
          throw ClusterError(
            .cannotCreate, "the folder holds other things and is not a state folder of vivier",
            at: absolute, hint: "name an empty or new folder with --home")
        }
        try FileSystem.write("vivier state folder, format 1\n", to: mark, mode: 0o600)
      }
      // Group search permission is what lets the server's own user through, where root runs it.
      if mode & 0o067 != 0 { try FileSystem.setMode(0o700, of: absolute) }
    case .symbolicLink:
      throw ClusterError(
        .cannotCreate, "the state folder is a symbolic link", at: absolute,
        hint: "name the folder it points to")
    case .absent, .other:
      throw ClusterError(
        .cannotCreate, "the state folder is not a folder", at: absolute,
        hint: "name another place with --home")
    }
    self.path = try FileSystem.resolved(absolute)
  }

  /// The path of something inside the home, which need not be there.
  package func file(_ name: String) -> String { path + "/" + name }

  /// The path of a folder inside the home, made for this user alone where it does not exist.
  package func folder(_ name: String) throws(ClusterError) -> String {
    let path = file(name)
    if FileSystem.kind(of: path) == .absent { try FileSystem.makeFolder(path, mode: 0o700) }
    return path
  }
}
