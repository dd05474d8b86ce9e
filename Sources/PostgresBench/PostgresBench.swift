import Glibc
import Postgres

/// Runs one case of the comparison: `PostgresBench CASE COUNT [FILE]`, the server from PG* variables.
@main struct PostgresBench {
  @concurrent static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 2, let count = Int(arguments[2]) else {
      print("usage: PostgresBench CASE COUNT [FILE]")
      exit(64)
    }
    let connection = try await Connection.open()
    var meter = Meter()
    switch arguments[1] {
    case "roundtrip": try await roundTrips(count, connection, &meter)
    case "rows": try await rows(connection, &meter)
    case "numbers": try await numbers(connection, &meter)
    case "strings": try await strings(connection, &meter)
    case "column": try await column(connection, &meter)
    case "stream": try await stream(connection, &meter)
    case "inserts": try await inserts(count, connection, &meter)
    case "copy-in-rows": try await copyInRows(count, connection, &meter)
    case "copy-out-rows": try await copyOutRows(connection, &meter)
    case "copy-in-text":
      try await copyIn("copy target from stdin", file: arguments[3], connection, &meter)
    case "copy-in-binary":
      try await copyIn(
        "copy target from stdin (format binary)", file: arguments[3], connection, &meter)
    case "copy-out-text": try await copyOut("copy wide to stdout", connection, &meter)
    case "copy-out-binary":
      try await copyOut("copy wide to stdout (format binary)", connection, &meter)
    default:
      print("no such case: \(arguments[1])")
      exit(64)
    }
    print(meter.report())
  }
}
