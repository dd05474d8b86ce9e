import ArgumentParser
import Exchange
import Store

/// `vivier skill`: the skills of the ROME.
struct SkillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skill", abstract: "Find the codes of skills for import files.",
    discussion: """
      Examples:
        vivier skill list --search "soudage tig"
        vivier skill suggest "souder des tuyaux, lire un plan"
      """,
    subcommands: [List.self, Suggest.self])

  /// `vivier skill list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List skills: code, kind and label.",
      discussion: """
        Examples:
          vivier skill list --search "soudage tig"
          vivier skill list --search 124676 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let wanted = list.wanted
        var sheet = Sheet(("skill", .left), ("kind", .left), ("label", .left))
        for skill in try await ROMECode.skills(connection)
        where wanted.matches(skill.label, skill.code) {
          sheet.add(.string(skill.code), .string(skill.kind), .string(skill.label))
        }
        list.write(sheet, of: "skills", context.terminal)
      }
    }
  }

  /// `vivier skill suggest`.
  struct Suggest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Suggest skills for a free text, with the reason.",
      discussion: """
        Examples:
          vivier skill suggest "souder des tuyaux, lire un plan"
          vivier skill suggest "chaudronnier" --limit 5 --json

        Each part of the text between commas and points is compared with the labels of ROME; when \
        it names an occupation, that one's core skills are suggested, too. What is suggested is a \
        guess to be confirmed by a person.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var suggest: SuggestOptions

    func run() async throws {
      try await Context.reading(options) { context, connection in
        var sheet = Sheet(
          ("skill", .left), ("kind", .left), ("nearness", .right), ("label", .left),
          ("reason", .left), ("part", .left), programsOnly: ["part"])
        for found in try await CodeSuggestion.skills(
          for: suggest.text, count: suggest.limit, connection)
        {
          let reason =
            found.occupation.map { "core skill of \($0), found by “\(found.foundBy)”" }
            ?? "its label"
          sheet.add(
            .string(found.code), .string(found.kind), .millionths(found.nearness),
            .string(found.label), .string(reason), .string(found.part))
        }
        suggest.write(sheet, of: "skill", context.terminal)
      }
    }
  }
}

/// `vivier occupation`: the occupations of the ROME.
struct OccupationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "occupation", abstract: "Find the codes of occupations for import files.",
    discussion: """
      Examples:
        vivier occupation list --search "responsable qualite"
        vivier occupation suggest "technicien qui repare les machines"
      """,
    subcommands: [List.self, Suggest.self])

  /// `vivier occupation list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List occupations: code, domain, label, and the title that was found.",
      discussion: """
        Examples:
          vivier occupation list --search "responsable qualite"
          vivier occupation list --search H1502 --json

        The search looks at code, label and every title that leads to the occupation.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let wanted = list.wanted
        var sheet = Sheet(
          ("occupation", .left), ("label", .left), ("found_by", .left), ("domain", .left),
          programsOnly: ["domain"])
        for occupation in try await ROMECode.occupations(connection) {
          let isNamed = wanted.matches(occupation.code, occupation.label)
          let title = isNamed ? nil : occupation.titles.first { wanted.matches($0) }
          guard isNamed || title != nil else { continue }
          sheet.add(
            .string(occupation.code), .string(occupation.label), .optional(title),
            .string(occupation.kind))
        }
        list.write(sheet, of: "occupations", context.terminal)
      }
    }
  }

  /// `vivier occupation suggest`.
  struct Suggest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Suggest occupations for a free title or a short description, with the reason.",
      discussion: """
        Examples:
          vivier occupation suggest "technicien qui repare les machines"
          vivier occupation suggest "Responsable QSE (H/F)" --limit 3 --json

        Each part of the text between commas and points is compared with every title of ROME. What \
        is suggested is a guess to be confirmed by a person.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var suggest: SuggestOptions

    func run() async throws {
      try await Context.reading(options) { context, connection in
        var sheet = Sheet(
          ("occupation", .left), ("nearness", .right), ("label", .left), ("found_by", .left),
          ("part", .left), ("domain", .left), programsOnly: ["part", "domain"])
        for found in try await CodeSuggestion.occupations(
          for: suggest.text, count: suggest.limit, connection)
        {
          sheet.add(
            .string(found.code), .millionths(found.nearness), .string(found.label),
            .string(found.foundBy), .string(found.part), .string(found.kind))
        }
        suggest.write(sheet, of: "occupation", context.terminal)
      }
    }
  }
}

/// What both kinds of suggestions take.
struct SuggestOptions: ParsableArguments {
  @Argument(help: "A title or a short description, in French.") var text: String
  @Option(help: "How many suggestions at most.") var limit = 10
  @OptionGroup var format: FormatOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  /// Writes the suggestions; says on standard error that there is none.
  func write(_ sheet: Sheet, of thing: String, _ terminal: Terminal) {
    format.write(sheet, terminal)
    if sheet.count == 0 {
      note("nothing comes near")
      advise("search by words: vivier \(thing) list --search")
    }
  }
}
