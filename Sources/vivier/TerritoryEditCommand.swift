import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

extension TerritoryCommand {
  /// `vivier territory edit`.
  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell what only people know of a territory: axes, key sectors, persons, a welcome.",
      discussion: """
        Examples:
          vivier territory edit lacq-pau-tarbes --axes competences,foncier --sectors 20,30.3
          vivier territory edit ti-7505 --vintage 2018-2022 --pilot yes
          vivier territory edit ti-7510 --add lead --name "Camille Exemple" --region 76
          vivier territory edit ti-7510 --add elected --pair 1 --name "Dominique Exemple"
          vivier territory edit ti-7510 --remove K-117eec214882

        Each change is logged with who and when; what is as asked already is no change. An empty \
        text forgets: --axes "", --sectors "", --welcome "". Sectors are divisions, groups, classes \
        or whole codes of the NAF, in order of importance.
        """)

    /// Whether a territory is a pilot.
    enum Pilot: String, ExpressibleByArgument, CaseIterable {
      case yes
      case no
      case unknown

      var fact: Bool? { self == .unknown ? nil : self == .yes }
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var vintage: VintageOptions
    @OptionGroup var author: AuthorOptions
    @Argument(
      help: "Its id, its name, or a part that only one name has.",
      completion: Completion.territories)
    var territory: String
    @Option(help: "Whether it is a pilot of the programme.") var pilot: Pilot?
    @Option(help: ArgumentHelp("The axes, the first first.", valueName: "axis,axis"))
    var axes: String?
    @Option(help: ArgumentHelp("The key sectors, the first first.", valueName: "naf,naf"))
    var sectors: String?
    @Option(
      help: ArgumentHelp(
        "The version of the sectors (default: the one in force today).", valueName: "version"))
    var nafVersion: String?
    @Option(help: ArgumentHelp("A welcome in French, of one line.", valueName: "text"))
    var welcome: String?
    @Option(
      help: ArgumentHelp("Add a person: lead, elected or industrialist.", valueName: "part"))
    var add: String?
    @Option(help: "The local pair of an elected person or industrialist, from 1.") var pair: Int?
    @Option(help: "The name of the person to add.") var name: String?
    @Option(help: "M. or Mme, if the person told so.") var civility: String?
    @Option(help: ArgumentHelp("What the person is, such as a mandate.", valueName: "text"))
    var role: String?
    @Option(help: "The address of the person.") var email: String?
    @Option(
      help: ArgumentHelp("The region the person speaks for, by its Insee code.", valueName: "code"))
    var region: String?
    @Option(
      help: ArgumentHelp("Remove a person, by the id that show tells.", valueName: "K-..."))
    var remove: String?

    func validate() throws {
      guard try !edit(toldOn: Day(number: 0)).isEmpty else {
        throw ValidationError("Say what to change, such as --pilot yes.")
      }
      if nafVersion != nil, sectors == nil {
        throw ValidationError("--naf-version goes with --sectors.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let today = try await context.day(nil, connection)
        let vintage = try await vintage.read(context, connection)
        let found = try await Show.find(territory, in: vintage, connection)
        let changes = try await edit(toldOn: today).apply(
          to: found, by: author.author(context), connection)
        let what = changes.isEmpty ? "nothing to change" : changes.joined(separator: ", ")
        output("\(found.id) \(found.name) (\(vintage.name)): \(what)\n")
      }
    }

    /// What the options ask for.
    private func edit(toldOn day: Day) throws -> TerritoryEdit {
      var edit = TerritoryEdit()
      do {
        edit.isPilot = pilot.map(\.fact)
        edit.axes = try axes.map { try Self.items($0).map { try Axis($0) } }
        let version = try nafVersion.map { try NAFVersion($0) }
        edit.sectors = try sectors.map {
          try Self.items($0).map {
            TerritoryProfile.Sector(try NAFGroup($0), version: version, toldOn: day)
          }
        }
        edit.welcome = welcome.map { $0.oneLine ?? "" }
        edit.newPerson = try newPerson()
        edit.goingPerson = remove
      } catch let error as InvalidIdentifier {
        throw ValidationError("\(error.what): \(error.hint).")
      }
      return edit
    }

    private func newPerson() throws -> TerritoryEdit.NewPerson? {
      guard let add else {
        guard [name, civility, role, email, region].allSatisfy({ $0 == nil }), pair == nil else {
          throw ValidationError("--name and the like go with --add.")
        }
        return nil
      }
      guard let part = TerritoryProfile.Part(rawValue: add) else {
        throw ValidationError("--add takes lead, elected or industrialist.")
      }
      guard let name = name?.oneLine, name.count <= 120 else {
        throw ValidationError("--add needs --name, of at most 120 characters.")
      }
      guard (role?.oneLine?.count ?? 0) <= 120 else {
        throw ValidationError("--role is of at most 120 characters.")
      }
      guard (part == .lead) == (pair == nil), pair.map({ (1...99).contains($0) }) ?? true else {
        throw ValidationError("--pair, from 1, goes with elected and industrialist, not with lead.")
      }
      return TerritoryEdit.NewPerson(
        part: part, pair: pair, name: name,
        civility: try civility.map { try Exchange.civility($0).rawValue }, role: role?.oneLine,
        email: try email.map { try Exchange.email($0) },
        region: try region.map { try RegionCode($0) }
      )
    }

    private static func items(_ list: String) -> [String] {
      list.split { $0 == "," || $0 == "|" }.map { $0.trimmingPrefix(while: \.isWhitespace) }
        .filter { !$0.isEmpty }.map(String.init)
    }
  }
}
