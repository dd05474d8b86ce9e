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
      guard let entry = unsafe getpwnam("postgres") else {
        throw ClusterError(
          .noPermission, "root cannot run PostgreSQL, and there is no user postgres to run it as",
          hint: Binaries.aptLine)
      }
      return unsafe Account(
        name: "postgres", uid: entry.pointee.pw_uid, gid: entry.pointee.pw_gid, isOther: true)
    }
    guard let name = name(of: uid) else {
      throw ClusterError(
        .configuration, "the user id \(uid) has no name, and PostgreSQL asks for one",
        at: "/etc/passwd", hint: "add a line for it, or run the command as another user")
    }
    return Account(name: name, uid: uid, gid: getegid(), isOther: false)
  }

  static func name(of uid: UInt32) -> String? {
    guard let entry = unsafe getpwuid(uid) else { return nil }
    return unsafe String(cString: entry.pointee.pw_name)
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
