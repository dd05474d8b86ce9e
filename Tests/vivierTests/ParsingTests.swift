import ArgumentParser
import Programme
import Testing

@testable import vivier

@Suite struct `A command line` {
  private func parse<Command: ParsableCommand>(
    _ line: String, as: Command.Type
  ) throws -> Command {
    let parsed = try Vivier.parseAsRoot(line.split(separator: " ").map(String.init))
    return try #require(parsed as? Command, "\(line) is \(type(of: parsed))")
  }

  @Test func `of a list carries search, limit and form`() throws {
    let list = try parse(
      "position list --search qualité --limit 3 --json --territory anjou-bleu --all",
      as: PositionCommand.List.self)
    #expect(list.list.search == "qualité")
    #expect(list.list.limit == 3)
    #expect(list.list.format.json)
    #expect(list.territory == "anjou-bleu")
    #expect(list.all)
  }

  @Test func `carries the day and the vintage of territories`() throws {
    let at = try parse("territory at 06033 --date 2020-06-01", as: TerritoryCommand.At.self)
    #expect(at.commune == "06033")
    #expect(at.date == Day(year: 2020, month: 6, day: 1))
    let show = try parse(
      "territory show ti-7510 --vintage 2018-2022", as: TerritoryCommand.Show.self)
    #expect(show.vintage.vintage == "2018-2022")
  }

  @Test func `carries the home and the database of every command`() throws {
    let doctor = try parse("doctor --home /tmp/a --repair", as: DoctorCommand.self)
    #expect(doctor.options.home == "/tmp/a")
    #expect(doctor.repair)
    let config = try parse("config show --database dbname=b --origin", as: ConfigCommand.Show.self)
    #expect(config.options.database == "dbname=b")
    #expect(config.origin)
  }

  @Test(arguments: [
    "position list --limit 0", "territory at 06033 --date 2020-02-30", "territory at",
    "territory list --vintage 2018-2022 --date 2020-01-01", "match --candidate C --position P",
    "match --limit 0", "nightly --deliver --dry-run", "candidate show", "skill list --name a",
    "import people file.csv", "run show yesterday", "territory edit ti-7510",
    "territory edit ti-7510 --add lead", "territory edit ti-7510 --add lead --name A --pair 1",
    "territory edit ti-7510 --add elected --name A", "territory edit ti-7510 --name A",
    "territory edit ti-7510 --axes produire", "territory edit ti-7510 --sectors 9",
    "territory edit ti-7510 --naf-version NAF2025", "code check isbn 1",
    "company industry 21000042800016 --decide yes", "company industry 21000042800016 --because a",
    "company aids 210000428 --add 4000", "deadline list --contract cdi",
    "deadline list --hired-on 2026-10-01 --territory carros", "deadline list --ics --json",
    "hire record 21000042800016 --contract cdi",
  ])
  func `that makes no sense is refused before anything is touched`(line: String) {
    let error = #expect(throws: (any Error).self) {
      _ = try Vivier.parseAsRoot(line.split(separator: " ").map(String.init))
    }
    #expect(error.map { Vivier.exitCode(for: $0) } == .validationFailure)
  }

  @Test func `carries what is told of a territory`() throws {
    let edit = try parse(
      "territory edit ti-7510 --add elected --pair 2 --name A --region 76 --by Camille",
      as: TerritoryCommand.Edit.self)
    #expect(edit.add == "elected" && edit.pair == 2 && edit.author.by == "Camille")
    let emptied = try Vivier.parseAsRoot(["territory", "edit", "ti-7510", "--welcome", ""])
    #expect((emptied as? TerritoryCommand.Edit)?.welcome?.isEmpty == true)
  }

  @Test func `takes the texts of people on one line, without what moves a terminal`() {
    #expect("  Camille\u{1B}[2J\n\tExemple\u{A0}".oneLine == "Camille [2J Exemple")
    #expect(" \n\u{7}".oneLine == nil)
  }

  @Test func `has no command that only its group knows`() {
    for command in CommandTree().commands where command.path.count == 2 {
      #expect(
        Suggestion.forUnknownCommand(in: [command.path[1]], root: Vivier.self) == nil,
        "\(command.path[1])")
    }
  }
}
