import ArgumentParser

/// The root of the command line.
struct Vivier: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vivier",
    abstract: "Matches young talents, industrial positions and training offers, and says why.",
    discussion: """
      Examples, on the demo data:
        vivier match --territory anjou-bleu
        vivier explain 2026-0058 D-0793
        vivier nightly --deliver
        vivier doctor

      Without DATABASE_URL, PGHOST or --database, a private PostgreSQL is started for the time of \
      the command. What an exit status means: vivier exit-codes.
      """,
    subcommands: [
      MatchCommand.self, ExplainCommand.self, WhyNotCommand.self, NightlyCommand.self,
      DeliverCommand.self, RunCommand.self, ImportCommand.self, ReferenceCommand.self,
      DemoCommand.self, DatabaseCommand.self,
      PositionCommand.self, CandidateCommand.self, CompanyCommand.self, TrainingCommand.self,
      TerritoryCommand.self, SkillCommand.self, OccupationCommand.self,
      DoctorCommand.self, ConfigCommand.self, ExitCodesCommand.self,
    ])
}
