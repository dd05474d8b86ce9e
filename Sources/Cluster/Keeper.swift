import Glibc

/// Watches over the server of a test run: stops it and removes its folder when the run ends.
enum Keeper {
  /// Asked to end (by us, or by the kernel when we are gone), it ends the server cleanly.
  private static let script = """
    folder=$1 parent=$2
    shift 2
    "$@" & server=$!
    trap 'kill -INT $server 2>/dev/null' INT TERM
    [ "$PPID" = "$parent" ] || kill -INT $server
    while kill -0 $server 2>/dev/null; do wait $server; done
    rm -rf -- "$folder"
    """

  /// The words that start a server under a keeper.
  static func words(_ server: [String], folder: String) -> [String] {
    ["setpriv", "--pdeathsig", "INT", "--", "/bin/sh", "-c", script, "keeper", folder]
      + ["\(getpid())"] + server
  }
}
