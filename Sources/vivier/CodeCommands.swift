import ArgumentParser
import Exchange
import Store

/// `vivier skill`: the skills of the ROME.
struct SkillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skill", abstract: "Find the codes of skills for import files.",
    discussion: """
      Example:
        vivier skill list --search "soudage tig"
      """,
    subcommands: [List.self])

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
      try await Context.with(options, as: .nightly) { context, connection in
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
}

/// `vivier occupation`: the occupations of the ROME.
struct OccupationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "occupation", abstract: "Find the codes of occupations for import files.",
    discussion: """
      Example:
        vivier occupation list --search "responsable qualite"
      """,
    subcommands: [List.self])

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
      try await Context.with(options, as: .nightly) { context, connection in
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
}
