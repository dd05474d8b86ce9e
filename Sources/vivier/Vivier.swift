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
        vivier check pair 2026-0058 D-0793
        vivier nightly --deliver
        vivier doctor

      Without DATABASE_URL, PGHOST or --database, a private PostgreSQL is started for the time of \
      the command. What an exit status means: vivier exit-codes.
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Matching",
        subcommands: [
          MatchCommand.self, ExplainCommand.self, WhyNotCommand.self, WhatIfCommand.self,
          MethodCommand.self, EvaluateCommand.self, BenchCommand.self,
        ]),
      CommandGroup(
        name: "Alignment", subcommands: [AlignCommand.self, NeedCommand.self]),
      CommandGroup(
        name: "Programme",
        subcommands: [CheckCommand.self, RuleCommand.self]),
      CommandGroup(
        name: "Night",
        subcommands: [
          NightlyCommand.self, DeliverCommand.self, RunCommand.self, FairnessCommand.self,
        ]),
      CommandGroup(
        name: "Mail",
        subcommands: [
          DigestCommand.self, PauseCommand.self, ResumeCommand.self, SuppressionCommand.self,
          BounceCommand.self, MailCommand.self,
        ]),
      CommandGroup(
        name: "Data",
        subcommands: [
          PositionCommand.self, CandidateCommand.self, CompanyCommand.self, TrainingCommand.self,
          CFACommand.self, ContactCommand.self, TerritoryCommand.self, HireCommand.self,
          DeadlineCommand.self,
          SkillCommand.self,
          OccupationCommand.self, CodeCommand.self,
        ]),
      CommandGroup(
        name: "People",
        subcommands: [
          AnswerCommand.self, ConsentCommand.self, InterestCommand.self, PersonCommand.self,
          NameReadCommand.self, NoticeCommand.self, RetentionCommand.self, AuditCommand.self,
        ]),
      CommandGroup(
        name: "Loading",
        subcommands: [ImportCommand.self, ReferenceCommand.self, DemoCommand.self]),
      CommandGroup(
        name: "Installation",
        subcommands: [
          DoctorCommand.self, SessionCommand.self, ConfigCommand.self, DatabaseCommand.self,
          BackupCommand.self, RestoreCommand.self, CheckHealthCommand.self, MetricsCommand.self,
          ExitCodesCommand.self,
        ]),
    ])
}
