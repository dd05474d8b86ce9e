import ArgumentParser
import Postgres
import Store

extension PositionCommand {
  /// `vivier position confirm`.
  struct Confirm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Note that a company told that a position stands; an expired one is open again.",
      discussion: """
        Example:
          vivier position confirm 2026-0058 --by "M. Roche"
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The position, by id or reference.", completion: Completion.positions)
    var position: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let day = try await context.day(nil, connection)
        let id = try await connection.withTransaction { connection in
          let id = try await Confirmation.ofPosition(position, on: day, connection)
          try await context.audit(
            AuditLog.Event("position.confirm", row: "position \(id)", purpose: "matching"),
            by: author.author(context), connection)
          return id
        }
        output("confirmed: \(id) on \(day)\n")
      }
    }
  }
}

extension CandidateCommand {
  /// `vivier candidate confirm`.
  struct Confirm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Note that a candidate was heard of; an expired search is open again.",
      discussion: """
        Example:
          vivier candidate confirm D-0441 --by "M. Roche"

        All terms of keeping count from the last contact.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The candidate, by id or reference.") var candidate: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let day = try await context.day(nil, connection)
        let id = try await connection.withTransaction { connection in
          let id = try await Confirmation.ofCandidate(candidate, on: day, connection)
          try await context.audit(
            AuditLog.Event("candidate.confirm", about: Person(.candidate, id), purpose: "matching"),
            by: author.author(context), connection)
          return id
        }
        output("confirmed: \(id) on \(day)\n")
      }
    }
  }
}
