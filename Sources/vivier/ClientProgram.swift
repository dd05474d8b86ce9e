import Glibc
import Postgres
import Store

/// Runs PostgreSQL's client programs of this machine on a database, with our terminal.
enum ClientProgram: String {
  case psql
  case dump = "pg_dump"
  case restore = "pg_restore"

  /// Runs it with these options and arguments and gives its exit status.
  func run(_ options: Options, _ arguments: [String]) throws -> Int32 {
    var words = [rawValue]
    if let host = options.host { words += ["-h", host] }
    if let port = options.port { words += ["-p", String(port)] }
    if let user = options.user { words += ["-U", user] }
    if let database = options.database { words += ["-d", database] }
    words += arguments
    var pid = pid_t()
    var pointers = unsafe words.map { unsafe strdup($0) }
    defer { unsafe pointers.forEach { unsafe free($0) } }
    unsafe pointers.append(nil)
    let code = unsafe posix_spawnp(&pid, rawValue, nil, nil, pointers, environ)
    guard code == 0 else {
      throw StoreError(
        .configuration, "\(rawValue) cannot be started: \(unsafe String(cString: strerror(code)))",
        hint: "install it: apt-get install postgresql-client")
    }
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
