import ArgumentParser

/// The root of the command line.
struct Vivier: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vivier",
    abstract: "Matches young talents, industrial positions and training offers, and says why.",
    discussion: """
      Examples, on the demo data:
        vivier match --territory anjou-bleu
        vivier explain POSITION CANDIDATE
        vivier nightly --deliver

      Without DATABASE_URL, PGHOST or --database, a private PostgreSQL is started for the time of \
      the command. Exit codes: 0 done, 64 usage, 65 input refused, 69 unavailable, 73 cannot create, \
      74 input/output, 75 try again, 77 no permission, 78 configuration.
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
