import ArgumentParser
import Cluster
import Exchange
import Foundation
import Glibc
import Postgres
import Programme
import Store

/// What shells propose for names: read quickly, or nothing at all.
enum Completion {
  /// Ids and folded names of the territories in the reference files.
  static let territories = CompletionKind.custom { _, _, prefix in
    let environment = ProcessInfo.processInfo.environment
    let seeds = environment["VIVIER_SEEDS"].flatMap { $0.isEmpty ? nil : $0 } ?? "Seeds"
    let path = seeds + "/reference/territories/territory.csv"
    guard let bytes = try? FileReader.bytes(of: path) else { return [] }
    return territories(in: String(decoding: bytes, as: UTF8.self), beginningWith: prefix)
  }

  /// Ids of open positions, asked of a server that runs already and answers at once.
  static let positions = CompletionKind.custom { (_, _, prefix: String) async -> [String] in
    await withTaskGroup(of: [String].self) { group in
      group.addTask { (try? await ids(beginningWith: prefix)) ?? [] }
      group.addTask {
        try? await Task.sleep(for: patience)
        return []
      }
      let first = await group.next() ?? []
      group.cancelAll()
      return first
    }
  }

  /// How long a person at a prompt waits.
  private static let patience = Duration.milliseconds(300)

  /// The names of the last vintage in a territory file that begin with what was typed.
  static func territories(in csv: String, beginningWith prefix: String) -> [String] {
    let lines = csv.split(whereSeparator: \.isNewline).dropFirst()
    let vintage = lines.last?.prefix { $0 != "," } ?? ""
    let wanted = prefix.lowercased()
    return lines.filter { $0.hasPrefix(vintage + ",") }.flatMap { line -> [String] in
      let cells = line.split(separator: ",", maxSplits: 2)
      guard cells.count == 3 else { return [] }
      let rest = cells[2]
      let name =
        rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { $0 != "," }
      return [String(cells[1]), fold(name).replacing(" ", with: "-")]
    }.filter { $0.hasPrefix(wanted) }
  }

  private static func ids(beginningWith prefix: String) async throws -> [String] {
    let environment = ProcessInfo.processInfo.environment
    let path = try Home.path(
      argument: nil, environment: environment, uid: geteuid(), userHome: environment["HOME"])
    // Naming a home makes it; a prompt must not.
    guard FileReader.exists(path) || environment["DATABASE_URL"] != nil else { return [] }
    let options = try GlobalOptions.parse([])
    // A session is proposed nothing: what it may see is asked for in a transaction of its own.
    guard try SessionToken.told(options, environment: environment) == nil else { return [] }
    let access = try Access.resolve(options, environment: environment)
    return try await Directory.positions(
      beginningWith: prefix, access.open(as: .staff, label: "vivier completion"))
  }
}
