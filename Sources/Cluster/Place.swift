import Glibc

/// Where a cluster keeps its data, socket, settings and log.
///
/// Everything is in `pg` in the home, unless root runs the command and the user `postgres` cannot
/// get there: then it is below `/var/lib/vivier`, and the home holds a pointer.
struct Place: Hashable, Sendable {
  /// Root's own state folder, and the parent of what homes out of reach keep elsewhere.
  static let systemFolder = "/var/lib/vivier"
  /// Longer socket folders fail with a warning that only the server sees.
  private static let longestSocketFolder = 93

  /// The folder that holds everything; it belongs to whoever runs the commands.
  let folder: String
  /// The folder of the socket, which belongs to the server's user.
  let sockets: String

  var data: String { folder + "/data" }
  var log: String { folder + "/postgresql.log" }
  var settings: String { folder + "/postgresql.conf" }
  var access: String { folder + "/pg_hba.conf" }
  var identities: String { folder + "/pg_ident.conf" }

  private init(_ folder: String, home: Home) {
    self.folder = folder
    let near = folder + "/s"
    // A comma separates hosts for the client, and a quote folders for the server.
    let isPlain =
      near.utf8.count <= Place.longestSocketFolder && !near.contains { ",\"\\".contains($0) }
    if isPlain {
      sockets = near
    } else if geteuid() == 0 {
      sockets = "/run/vivier-\(Place.hash(home.path))"
    } else {
      sockets = "/tmp/vivier-\(geteuid())-\(Place.hash(home.path))"
    }
  }

  /// The place of a home's cluster, or `nil` while there is none.
  static func existing(for home: Home) throws(ClusterError) -> Place? {
    let pointer = home.file("pointer")
    guard let text = FileSystem.text(of: pointer) else {
      let near = home.file("pg")
      return FileSystem.exists(near) ? Place(near, home: home) : nil
    }
    let lines = text.split(separator: "\n").map(String.init)
    let owner = lines.first ?? ""
    guard owner == home.path else {
      throw ClusterError(
        .configuration, "this state folder points to the database of another one, \(owner)",
        at: pointer,
        hint: """
          if the folder is a copy, delete the file pointer in it to begin with an empty database; \
          if it was moved, move it back
          """)
    }
    let far = systemFolder + "/" + hash(home.path)
    guard lines.dropFirst().first == far + "/pg",
      FileSystem.text(of: far + "/home") == home.path + "\n"
    else {
      throw ClusterError(
        .configuration, "the database this state folder points to is not there or not its own",
        at: pointer,
        hint: "delete the file pointer in the state folder to begin with an empty database")
    }
    return Place(far + "/pg", home: home)
  }

  /// The place of a home's cluster, chosen and made where there is none yet.
  static func making(for home: Home, account: Account) throws(ClusterError) -> Place {
    if let place = try existing(for: home) {
      try place.makeFolders(account)
      return place
    }
    let place = try chosen(for: home, account: account)
    try place.makeFolders(account)
    return place
  }

  private static func chosen(for home: Home, account: Account) throws(ClusterError) -> Place {
    guard account.isOther else { return Place(home.file("pg"), home: home) }
    try account.admit(to: home.path)
    if try account.reaches(home.path) { return Place(home.file("pg"), home: home) }
    try FileSystem.setMode(0o700, of: home.path)

    let system = try Home(making: systemFolder)
    try account.admit(to: system.path)
    let far = systemFolder + "/" + hash(home.path)
    try FileSystem.makeFolder(far, mode: 0o700)
    try account.admit(to: far)
    guard try account.reaches(far) else {
      throw ClusterError(
        .cannotCreate, "the user \(account.name) can reach neither the state folder nor this one",
        at: far, hint: "give every folder above one of them search permission for others")
    }
    let named = FileSystem.text(of: far + "/home")
    guard named == nil || named == home.path + "\n" else {
      throw ClusterError(
        .configuration, "the folder is taken by the state folder \(named ?? "")", at: far,
        hint: "name another state folder with --home")
    }
    if FileSystem.exists(far + "/pg") {
      // The home was deleted and made again: its old data are not what its user expects in it.
      try Postmaster(data: far + "/pg/data").stop(.fast)
      try FileSystem.rename(far + "/pg", to: "\(far)/pg.old.\(getpid())")
    }
    try FileSystem.write(home.path + "\n", to: far + "/home", mode: 0o600)
    try FileSystem.write(home.path + "\n" + far + "/pg\n", to: home.file("pointer"), mode: 0o600)
    return Place(far + "/pg", home: home)
  }

  /// Makes the folder itself and the socket's, and checks that they are what they should be.
  private func makeFolders(_ account: Account) throws(ClusterError) {
    try FileSystem.makeFolder(folder, mode: 0o700)
    try Place.check(folder, owner: geteuid())
    if account.isOther {
      try account.admit(to: folder)
      guard try account.reaches(folder) else {
        throw ClusterError(
          .cannotCreate, "the user \(account.name), who runs the server, cannot reach the database",
          at: folder,
          hint: "give every folder above it search permission for others, or move it back")
      }
    }
    if FileSystem.kind(of: sockets) == .absent {
      try FileSystem.makeFolder(sockets, mode: 0o700)
      if account.isOther { try FileSystem.setOwner(account.uid, account.gid, of: sockets) }
    }
    try Place.check(sockets, owner: account.uid)
  }

  private static func check(_ path: String, owner: UInt32) throws(ClusterError) {
    guard case .folder(owner, let mode) = FileSystem.kind(of: path), mode & 0o007 == 0 else {
      throw ClusterError(
        .noPermission, "not a folder of user \(Account.name(of: owner) ?? "\(owner)") alone",
        at: path, hint: "move it away")
    }
  }

  /// FNV-1a, 64 bits: a short name for a path, the same in every process.
  ///
  /// The folder it names says whose it is, so a collision is noticed.
  static func hash(_ path: String) -> String {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in path.utf8 { value = (value ^ UInt64(byte)) &* 0x0100_0000_01b3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension Account {
  /// Lets this user's group through a folder of root's, and nobody else.
  func admit(to path: String) throws(ClusterError) {
    guard unsafe lchown(path, geteuid(), gid) == 0 else {
      throw FileSystem.failure(.noPermission, "the group cannot be set", path)
    }
    try FileSystem.setMode(0o710, of: path)
  }

  /// Whether this user may search the folder; asked of the kernel, as modes are not the whole truth.
  func reaches(_ path: String) throws(ClusterError) -> Bool {
    try Child.run(prefix + ["test", "-x", path]).status == 0
  }
}
