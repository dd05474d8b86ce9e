import ArgumentParser
import Digest
import Exchange
import Postgres
import Programme
import Store

extension PersonCommand {
  /// `vivier person correct`.
  struct Correct: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Correct what is held about a person, with the same checks as an import.",
      discussion: """
        Examples:
          vivier person correct D-0441 --set given_name=Alix --set level_held=6
          vivier person correct D-0441 --set min_pay=

        Of a candidate any column of an import but source and reference; of a contact email, civility, \
        name, role and language. An empty value takes a fact back.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @OptionGroup var receipt: ReceiptOptions
    @Argument(help: "The candidate or contact, by id.") var person: String
    @Option(
      help: ArgumentHelp("What is right; may be repeated.", valueName: "column=value"))
    var set: [String]

    func validate() throws { _ = try Self.cells(set) }

    /// The columns and values that were told.
    private static func cells(_ words: [String]) throws -> [(column: String, value: String)] {
      guard !words.isEmpty else { throw ValidationError("Tell what is right with --set.") }
      return try words.map { word in
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
          throw ValidationError("--set takes column=value, such as min_pay=30000.")
        }
        return (String(parts[0]), String(parts[1]))
      }
    }

    func run() async throws {
      let cells = try Self.cells(set)
      try await Context.with(options, as: .nightly) { context, connection in
        let act = try await PersonAct(person, author, context, connection)
        let receipt = try await connection.withTransaction { connection in
          switch act.person.kind {
          case .candidate: try await correctCandidate(act, cells, connection)
          case .contact: try await correctContact(act, cells, connection)
          }
          return try await act.receipt(
            .rectification, logging: "person.correct",
            detail: ["columns": .array(cells.map { .string($0.column) })],
            done: cells.map { cell in
              cell.value.isEmpty
                ? "\(cell.column)\(French.colon) cette donnée est retirée."
                : "\(cell.column)\(French.colon) cette donnée est corrigée."
            }, connection)
        }
        let isKept = try self.receipt.keep(receipt)
        var card = Card()
        card.add("corrected", .string(act.person.id))
        card.add("columns", .array(cells.map { .string($0.column) }))
        if !isKept { card.tell("receipt", .string(receipt.text)) }
        format.write(card)
        if !isKept, !format.json { output("\n" + receipt.text) }
      }
    }

    private func correctCandidate(
      _ act: PersonAct, _ cells: [(column: String, value: String)], _ connection: Connection
    ) async throws {
      var (_, entry) = try await Entry.standing(.candidates, act.person.id, connection)
      let columns = ImportKind.candidates.columns.map(\.name)
        .filter { !["source", "reference"].contains($0) }
      for (column, value) in cells {
        try Self.require(column, among: columns)
        entry[column] = value
      }
      _ = try await entry.enter(
        try await ImportChecks.read(on: act.day, connection), connection)
    }

    private func correctContact(
      _ act: PersonAct, _ cells: [(column: String, value: String)], _ connection: Connection
    ) async throws {
      var edit = ContactEdit()
      for (column, value) in cells {
        try Self.require(column, among: ["email", "civility", "name", "role", "language"])
        let line = value.oneLine
        switch column {
        case "email": edit.email = try ContactOptions.address(value)
        case "civility": edit.civility = .some(try line.map { try Exchange.civility($0) })
        case "name": edit.name = .some(line)
        case "role": edit.role = .some(line)
        default: edit.language = try LanguageCode(value)
        }
      }
      _ = try await edit.apply(to: act.person.id, by: act.author, connection)
    }

    private static func require(_ column: String, among columns: [String]) throws {
      guard columns.contains(column) else {
        throw StoreError(
          .data, "there is nothing to correct under \"\(column)\"",
          hint: "one of: " + columns.joined(separator: ", "))
      }
    }
  }
}
