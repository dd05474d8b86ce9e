import ArgumentParser
import Programme
import Store

extension TrainingCommand {
  /// `vivier training session`: sessions and places as a CFA tells them.
  struct Sessions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "session", abstract: "Tell the sessions and places of a training.",
      discussion: """
        Examples:
          vivier training session set F001 --starts-on 2027-09-01 --capacity 15 --remaining 4
        """,
      subcommands: [Set.self])

    /// `vivier training session set`.
    struct Set: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Keep a session; one that begins on the same day is told anew.",
        discussion: """
          Examples:
            vivier training session set F001 --starts-on 2027-09-01 --capacity 15 --remaining 4
            vivier training session set F001 --starts-on 2027-09-01 --remaining 2 --told-on 2026-11-20

          What is not told stays as it was. Places left count for 60 days from the day they were told.
          """)
      @OptionGroup var options: GlobalOptions
      @Argument(help: "The training, by id or reference.") var training: String
      @Option(help: "Its first day.") var startsOn: Day
      @Option(help: "Its last day.") var endsOn: Day?
      @Option(help: "All its places.") var capacity: Int?
      @Option(help: "The places left.") var remaining: Int?
      @Option(help: "The day that was told (default: today in Paris).") var toldOn: Day?

      func validate() throws {
        for number in [capacity, remaining].compactMap(\.self) where !(0...10_000).contains(number)
        {
          throw ValidationError("Places must be 0 to 10000.")
        }
      }

      func run() async throws {
        try await Context.with(options, as: .nightly) { context, connection in
          let told = try await TrainingTold.find(training, connection)
          try await told.set(
            TrainingTold.Session(
              startsOn: startsOn, endsOn: endsOn, capacity: capacity, remaining: remaining,
              toldOn: context.day(toldOn, connection)), connection)
          output("kept: \(told.id), session of \(startsOn)\n")
        }
      }
    }
  }

  /// `vivier training teaches`: "nous l'enseignons déjà", or not.
  struct Teaches: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "teaches",
      abstract: "Tell that a training teaches a skill, or does not, whatever the register says.",
      discussion: """
        Examples:
          vivier training teaches F001 rome3:121044
          vivier training teaches F001 rome3:121044 --not

        The last word of the CFA holds: it outlasts imports and editions of the register. Offers of \
        the catalogue of 2020 can be told of, too.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The training, by id or reference.") var training: String
    @Argument(help: "The skill, by key, code or label.") var skill: String
    @Flag(help: "It does not teach it.") var not = false

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let nomenclature = try await Nomenclature.read(connection)
        guard let key = nomenclature.skill(code: skill) ?? nomenclature.skill(label: skill) else {
          throw StoreError(
            .notFound, "there is no skill \"\(skill)\"",
            hint: "run: vivier skill suggest \"\(skill)\"")
        }
        let told = try await TrainingTold.find(training, connection)
        try await told.set(
          skill: key, isTaught: !not, on: context.day(nil, connection), by: author.author(context),
          connection)
        output(
          "kept: \(told.id) \(not ? "does not teach" : "teaches") “\(nomenclature.label(ofSkill: key))”\n"
        )
      }
    }
  }
}
