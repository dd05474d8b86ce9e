import ArgumentParser
import Exchange
import Foundation
import Postgres
import Programme
import Store

/// `vivier method`: the numbers of the matching, by version.
struct MethodCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "method", abstract: "See, compare and load the numbers of the matching.",
    discussion: """
      Examples:
        vivier method list
        vivier method show
        vivier method diff 2026-11.2 2027-01
        vivier method load Seeds/method/2026-11.2.csv

      A night uses the version whose first day came last; its run keeps the numbers themselves, so \
      that old scores can be computed again whatever is loaded later.
      """,
    subcommands: [List.self, Show.self, Diff.self, Load.self])

  /// `vivier method list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the versions and the day each begins.",
      discussion: """
        Examples:
          vivier method list
          vivier method list --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        let current = try await StoredMethod.inUse(
          on: context.day(nil, connection), connection)
        var sheet = Sheet(
          ("version", .left), ("since", .left), ("numbers", .right), ("in_use", .left),
          ("note", .left))
        for method in try await StoredMethod.all(connection) {
          sheet.add(
            .string(method.version), .optional(method.since?.description),
            .integer(method.numbers.count), .bool(method.version == current.version),
            .string(method.note))
        }
        format.write(sheet, context.terminal)
      }
    }
  }

  /// `vivier method show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show every number of a version: shares in millionths, the rest as it is.",
      discussion: """
        Examples:
          vivier method show
          vivier method show 2026-11.2 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The version (default: the one in use today).") var version: String?

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        let method =
          if let version {
            try await StoredMethod.find(version, connection)
          } else {
            try await StoredMethod.inUse(on: context.day(nil, connection), connection)
          }
        var sheet = Sheet(("name", .left), ("value", .right), ("meaning", .left))
        for number in method.numbers {
          sheet.add(.string(number.name), .integer(number.value), .string(number.meaning))
        }
        note("method \(method.version)" + (method.since.map { ", since \($0)" } ?? ""))
        format.write(sheet, context.terminal)
      }
    }
  }

  /// `vivier method diff`.
  struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the numbers in which two versions differ.",
      discussion: """
        Example:
          vivier method diff 2026-11.2 2027-01
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The version to compare.") var before: String
    @Argument(help: "The version to compare it with.") var after: String

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        let before = try await StoredMethod.find(before, connection)
        let after = try await StoredMethod.find(after, connection)
        var sheet = Sheet(
          ("name", .left), ("before", .right), ("after", .right), ("meaning", .left))
        for change in after.changes(from: before) {
          sheet.add(
            .string(change.name), .optional(change.before), .optional(change.after),
            .string(change.meaning))
        }
        if sheet.count == 0 { note("\(before.version) and \(after.version) have the same numbers") }
        format.write(sheet, context.terminal)
      }
    }
  }

  /// `vivier method load`.
  struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Load a version from a file of name, value and meaning.",
      discussion: """
        Example:
          vivier method load Seeds/method/2026-11.2.csv

        A version that is loaded never changes: other numbers need another version.
        """)
    @OptionGroup var options: GlobalOptions
    @Argument(help: "The file.", completion: .file(extensions: ["csv"])) var file: String

    func run() async throws {
      let method = try StoredMethod(file: file)
      try await Context.with(options, as: .migrate) { _, connection in
        try await MethodCommand.load(method, connection)
      }
    }
  }

  /// Loads a version and says what came of it.
  static func load(_ method: StoredMethod, _ connection: Connection) async throws {
    let isNew = try await method.load(connection)
    output(
      "\(isNew ? "loaded" : "already loaded") method \(method.version): \(method.numbers.count) numbers\n"
    )
  }

  /// Loads every version that lies in the folder `method` of the seeds, if there is one.
  static func loadAll(below seeds: String, _ connection: Connection) async throws {
    let folder = seeds + "/method"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() where name.hasSuffix(".csv") {
      try await load(StoredMethod(file: "\(folder)/\(name)"), connection)
    }
  }
}
