import ArgumentParser
import Demo
import Exchange
import Foundation
import Postgres
import Programme
import Store

/// `vivier demo`: the fictitious companies, positions, candidates, trainings and contacts.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Load the fictitious data of the demo, or make its files anew.",
    discussion: """
      Examples:
        vivier demo load
        vivier demo generate --check     are Seeds/demo what the generator makes?
      """,
    subcommands: [Load.self, Generate.self])

  /// `vivier demo load`.
  struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Import Seeds/demo and mark the database as a demo, which never sends mail.",
      discussion: """
        Examples:
          vivier demo load
          vivier demo load --from Seeds
        """)
    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("The folder that holds demo/.", valueName: "dir")) var from: String?
    @Flag(help: "Load into a database that holds companies of its own, too.") var force = false

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let realCompanies = try await Installation.realCompanies(connection)
        guard force || realCompanies == 0 else {
          throw StoreError(
            .configuration,
            "\(context.access.description) holds companies that are not fictitious; as a demo it could never send mail again",
            hint: "name another home with --home, or add --force")
        }
        try await Installation.markAsDemo(connection)
        try await Installation.name(
          controller: "Vivier de démonstration (fictif)", contact: "donnees@vivier.example",
          connection)
        try await NoticeCommand.loadAll(below: context.seeds(from), connection)
        let day = try await context.day(nil, connection)
        for kind in ImportKind.allCases {
          let checks = try await ImportChecks.read(on: day, connection)
          let report = try await Importer(connection, checks: checks)
            .run(kind, file: "\(context.seeds(from))/demo/\(kind.rawValue).csv")
          output(
            "\(kind.rawValue): \(report.new) new, \(report.updated) updated, \(report.unchanged) unchanged\n"
          )
          if report.held > 0 {
            note("\(report.held) held until a person decides: vivier position review list")
          }
          if let row = report.rejected.first {
            throw StoreError(
              .data,
              "demo/\(kind.rawValue).csv line \(row.line): \(row.issues.map(\.description).joined(separator: "; "))",
              hint: "make the files anew: vivier demo generate")
          }
        }
      }
    }
  }
}

extension DemoCommand {
  /// `vivier demo generate`.
  struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the files of the demo from the reference files; no database is used.",
      discussion: """
        Example:
          vivier demo generate --check
        """)
    @Option(help: ArgumentHelp("The folder that holds reference/.", valueName: "dir"))
    var seeds: String?
    @Option(
      help: ArgumentHelp("Where the files go (default: demo/ beside reference/).", valueName: "dir")
    )
    var out: String?
    @Flag(help: "Compare with the files in place and write nothing.") var check = false

    func run() async throws {
      let folder =
        seeds ?? ProcessInfo.processInfo.environment["VIVIER_SEEDS"].flatMap {
          $0.isEmpty ? nil : $0
        }
        ?? "Seeds"
      var reference: [String: [UInt8]] = [:]
      for path in DemoWorld.referencePaths {
        reference[path] = try FileReader.bytes(of: "\(folder)/reference/\(path)")
      }
      let world = try DemoWorld.generate(reference: reference)
      let place = out ?? folder + "/demo"
      for file in world.files {
        let path = "\(place)/\(file.name)"
        if check {
          guard try FileReader.bytes(of: path) == file.bytes else {
            throw StoreError(
              .data, "\(path) is not what the generator makes", hint: "run: vivier demo generate")
          }
          note("\(path) is what the generator makes")
        } else {
          do {
            try Data(file.bytes).write(to: URL(filePath: path), options: .atomic)
          } catch {
            throw Failure.cannotWrite(path, hint: "name another folder with --out")
          }
          note("wrote \(path)")
        }
      }
    }
  }
}
