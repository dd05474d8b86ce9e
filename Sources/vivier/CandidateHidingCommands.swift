import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// A company as its SIREN or the SIRET of one of its establishments says.
struct CompanyArgument: ExpressibleByArgument {
  let siren: SIREN

  init?(argument: String) {
    if let siret = try? SIRET(argument) {
      siren = siret.siren
    } else if let siren = try? SIREN(argument) {
      self.siren = siren
    } else {
      return nil
    }
  }
}

extension CandidateCommand {
  /// `vivier candidate hide-from`.
  struct HideFrom: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "hide-from",
      abstract: "Hide a candidate from companies, with every establishment of theirs, at once.",
      discussion: """
        Examples:
          vivier candidate hide-from D-0793 210000428
          vivier candidate hide-from D-0793 21000042800016 --employer

        --employer says that it is the present work-study employer, of which there is one. What is \
        told here stays, whatever a later import leaves out.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The candidate, by id or reference.") var candidate: String
    @Argument(help: "Companies, by SIREN or SIRET.") var companies: [CompanyArgument]
    @Flag(help: "It is the present work-study employer.") var employer = false

    func validate() throws {
      if employer, companies.count != 1 {
        throw ValidationError("--employer goes with one company.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let id = try await CandidateCommand.id(of: candidate, context, connection)
        let author = author.author(context)
        try await context.logged(by: author, connection) { connection in
          try await HiddenFrom.hide(
            id, from: companies.map(\.siren), as: employer ? .employer : .asked, by: author,
            connection)
          return (
            (), AuditLog.Event("candidate.hide", about: Person(.candidate, id), purpose: "matching")
          )
        }
        output("hidden: \(id) from \(companies.map(\.siren.text).joined(separator: ", "))\n")
      }
    }
  }

  /// `vivier candidate show-to`.
  struct ShowTo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show-to",
      abstract: "Note that a candidate lets companies see the profile again.",
      discussion: """
        Example:
          vivier candidate show-to D-0793 210000428

        It stays in the database who lifted it and when.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The candidate, by id or reference.") var candidate: String
    @Argument(help: "Companies, by SIREN or SIRET.") var companies: [CompanyArgument]

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let id = try await CandidateCommand.id(of: candidate, context, connection)
        let author = author.author(context)
        try await context.logged(by: author, connection) { connection in
          try await HiddenFrom.lift(id, for: companies.map(\.siren), by: author, connection)
          return (
            (), AuditLog.Event("candidate.show", about: Person(.candidate, id), purpose: "matching")
          )
        }
        output("lifted: \(id) for \(companies.map(\.siren.text).joined(separator: ", "))\n")
      }
    }
  }
}
