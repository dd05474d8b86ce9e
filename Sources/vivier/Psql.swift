import Glibc
import Postgres
import Store

/// Runs the psql of this machine on a database, with our terminal.
enum Psql {
  /// Runs psql with these options and arguments and gives its exit status.
  static func run(_ options: Options, _ arguments: [String]) throws -> Int32 {
    var words = ["psql"]
    if let host = options.host { words += ["-h", host] }
    if let port = options.port { words += ["-p", String(port)] }
    if let user = options.user { words += ["-U", user] }
    if let database = options.database { words += ["-d", database] }
    words += arguments
    var pid = pid_t()
    var pointers = unsafe words.map { unsafe strdup($0) }
    defer { for unsafe pointer in unsafe pointers { unsafe free(pointer) } }
    unsafe pointers.append(nil)
    let code = unsafe posix_spawnp(&pid, "psql", nil, nil, pointers, environ)
    guard code == 0 else {
      throw StoreError(
        .configuration, "psql cannot be started: \(unsafe String(cString: strerror(code)))",
        hint: "install it: apt-get install postgresql-client")
    }
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }
}
