import Glibc

/// The user a server runs as: whoever gives the command, except that root's servers run as `postgres`.
struct Account: Hashable, Sendable {
  let name: String
  let uid: UInt32
  let gid: UInt32
  /// Whether a command must change to this user first.
  let isOther: Bool

  /// The account for the servers of the present user.
  static func forServer() throws(ClusterError) -> Account {
    let uid = geteuid()
    if uid == 0 {
      var ids: (uid: UInt32, gid: UInt32)?
      unsafe withEntry({ unsafe getpwnam_r("postgres", $0, $1, $2, $3) }) {
        unsafe ids = ($0.pw_uid, $0.pw_gid)
      }
      guard let ids else {
        throw ClusterError(
          .noPermission, "root cannot run PostgreSQL, and there is no user postgres to run it as",
          hint: Binaries.aptLine)
      }
      return Account(name: "postgres", uid: ids.uid, gid: ids.gid, isOther: true)
    }
    guard let name = name(of: uid) else {
      throw ClusterError(
        .configuration, "the user id \(uid) has no name, and PostgreSQL asks for one",
        at: "/etc/passwd", hint: "add a line for it, or run the command as another user")
    }
    return Account(name: name, uid: uid, gid: getegid(), isOther: false)
  }

  static func name(of uid: UInt32) -> String? {
    var name: String?
    unsafe withEntry({ unsafe getpwuid_r(uid, $0, $1, $2, $3) }) {
      name = unsafe String(cString: $0.pw_name)
    }
    return name
  }

  /// Asks for an entry of the user table in the way that several threads may.
  private static func withEntry(
    _ ask: (
      UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
      UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32,
    _ body: (passwd) -> Void
  ) {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { text in
      guard let start = text.baseAddress, unsafe ask(&entry, start, text.count, &found) == 0,
        unsafe found != nil
      else { return }
      unsafe body(entry)
    }
  }

  /// The words to put before a command so that it runs as this user, from a folder it may read.
  var prefix: [String] {
    let there = ["/usr/bin/env", "-C", "/"]
    guard isOther else { return there }
    return there + [
      "setpriv", "--reuid=\(name)", "--regid=\(gid)", "--init-groups", "--inh-caps=-all", "--",
    ]
  }
}
