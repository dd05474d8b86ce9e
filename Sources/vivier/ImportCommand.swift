import ArgumentParser
import Exchange
import Foundation
import Nightly
import Programme
import Store

/// `vivier import`: companies, positions, candidates, trainings and contacts from CSV.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import companies, positions, candidates, trainings or contacts from CSV.",
    discussion: """
      Examples:
        vivier import companies Seeds/demo/companies.csv
        vivier import candidates Seeds/demo/candidates.csv --dry-run
        vivier import positions Seeds/demo/positions.csv --rejects to-correct.csv
      vivier import contacts Seeds/demo/contacts.csv
        vivier import positions --template postes.csv

      --template writes a file to begin with, its French headers and one filled line, and beside it a \
      guide to its columns (postes.md); without FILE the one goes to standard output, the other to \
      standard error.

      Good rows go in, bad ones are reported with line, column and reason and kept in the rejects \
      file, which can be corrected and imported again. Exit code 65 when a row was rejected.
      """)

  @OptionGroup var options: GlobalOptions
  @Argument(help: "companies, positions, candidates, trainings or contacts.") var kind: ImportKind
  @Argument(help: "The CSV file.") var file: String?
  @Flag(help: "Write a file to fill and a guide to its columns, and import nothing.")
  var template = false
  @Flag(name: [.customShort("n"), .long], help: "Check everything and write nothing.")
  var dryRun = false
  @Option(
    help: ArgumentHelp("Where rejected rows go (default: FILE.rejects.csv).", valueName: "file"))
  var rejects: String?
  @OptionGroup var author: AuthorOptions
  @Flag(help: "Write JSON.") var json = false

  func validate() throws {
    if file == nil, !template { throw ValidationError("Missing expected argument '<file>'") }
    if template, dryRun || rejects != nil || json {
      throw ValidationError("--template goes with no other option.")
    }
  }

  func run() async throws {
    if template { return try writeTemplate() }
    guard let file else { return }
    try await Context.with(options, as: .nightly) { context, connection in
      let day = try await context.day(nil, connection)
      let progress = Progress(terminal: context.terminal)
      let importer = Importer(
        connection, checks: try await ImportChecks.read(on: day, connection), isDryRun: dryRun
      ) { progress.show("\(kind.rawValue): \($0) rows") }
      let report = try await importer.run(kind, file: file)
      progress.clear()
      if !dryRun {
        try await context.audit(
          AuditLog.Event(
            "import.\(kind.rawValue)", purpose: "matching",
            detail: [
              "new": .integer(report.new), "updated": .integer(report.updated),
              "rejected": .integer(report.rejected.count),
            ]), by: author.author(context), connection)
      }
      let kept = try keep(report, of: file)
      if json {
        output(JSON.text(Self.json(report)))
      } else {
        tell(report, kept: kept)
      }
      if !report.rejected.isEmpty { throw ExitCode.dataError }
    }
  }

  /// Writes the template and its guide; refuses to write over a file.
  private func writeTemplate() throws {
    let guide = ImportGuide(kind)
    guard let file else {
      output(String(decoding: guide.template, as: UTF8.self))
      note(guide.page)
      return
    }
    let page = (file.hasSuffix(".csv") ? String(file.dropLast(4)) : file) + ".md"
    for (path, bytes) in [(file, guide.template), (page, Array(guide.page.utf8))] {
      do {
        try Data(bytes).write(to: URL(filePath: path), options: .withoutOverwriting)
      } catch {
        throw Failure.cannotWrite(path, hint: "name a file that does not exist yet")
      }
    }
    note("wrote \(file) and its guide \(page)")
    advise("fill \(file), then: vivier import \(kind.rawValue) \(file)")
  }

  /// Writes the rejected rows beside the file and gives the path; nil when there is none.
  private func keep(_ report: ImportReport, of file: String) throws -> String? {
    guard !report.rejected.isEmpty, !dryRun else { return nil }
    let path = rejects ?? Inbox.rejectsPath(for: file)
    do {
      try Data(report.rejects).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Failure.cannotWrite(path, hint: "name another file with --rejects")
    }
    return path
  }

  /// How many problems are told one by one; the rejects file has them all.
  private static let shown = 20

  private func tell(_ report: ImportReport, kept: String?) {
    for warning in report.warnings { note("warning: \(warning)") }
    for row in report.rejected.prefix(Self.shown) {
      for issue in row.issues { note("line \(row.line), \(issue)") }
    }
    if report.rejected.count > Self.shown {
      note("and \(report.rejected.count - Self.shown) more rejected rows")
    }
    output(
      "\(dryRun ? "would import" : "imported") \(kind.rawValue): \(report.new) new, "
        + "\(report.updated) updated, \(report.unchanged) unchanged, \(report.rejected.count) rejected\n"
    )
    if report.mergedCommunes > 0 {
      note(
        "\(report.mergedCommunes) commune code(s) of merged communes were read as the current one")
    }
    if report.inferredOccupations > 0 {
      note(
        "\(report.inferredOccupations) position(s) without occupation: it was inferred from the title and is marked so"
      )
    }
    if report.wishedLanguages > 0 {
      note(
        "\(report.wishedLanguages) position(s) require a language without a reason tied to the job: it counts as wished"
      )
    }
    if report.held > 0 {
      note("\(report.held) position(s) are held until a person decides about what was flagged")
      advise("vivier position review list")
    }
    if report.withoutConsent > 0 {
      note(
        "\(report.withoutConsent) candidate(s) without consent to the matching are kept, never ranked, counted or shown, and asked once"
      )
    }
    if report.erased > 0 {
      note(
        "\(report.erased) candidate(s) were erased and have not agreed since: nothing of them was taken in"
      )
    }
    if let kept { advise("correct \(kept) and import it again") }
  }

  private static func json(_ report: ImportReport) -> JSON {
    [
      "new": .integer(report.new), "updated": .integer(report.updated),
      "unchanged": .integer(report.unchanged), "without_consent": .integer(report.withoutConsent),
      "merged_communes": .integer(report.mergedCommunes), "erased": .integer(report.erased),
      "inferred_occupations": .integer(report.inferredOccupations),
      "wished_languages": .integer(report.wishedLanguages), "held": .integer(report.held),
      "rejected": .array(
        report.rejected.flatMap { row in
          row.issues.map { issue in
            [
              "line": .integer(row.line), "column": .string(issue.column),
              "kind": .string(issue.kind.rawValue), "reason": .string(issue.reason),
              "hint": .optional(issue.hint),
            ]
          }
        }),
    ]
  }
}

extension ImportKind: ExpressibleByArgument {}
