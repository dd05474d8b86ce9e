import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

extension TerritoryCommand {
  /// `vivier territory history`.
  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell when a commune or a territory came in, and what it was in other vintages.",
      discussion: """
        Examples:
          vivier territory history 28085
          vivier territory history ti-2402
          vivier territory history carros --vintage 2018-2022 --json

        A commune is told vintage by vintage. Of a territory each line says where so many of its \
        communes lay in another vintage; the same id there is another territory.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var vintage: VintageOptions
    @Argument(help: "The Insee code of a commune, or the id or name of a territory.")
    var place: String

    func run() async throws {
      try await Context.reading(options) { context, connection in
        if let code = try? CommuneCode(place), !place.lowercased().hasPrefix("ti") {
          try await tell(ofCommune: code, context, connection)
        } else {
          let vintage = try await vintage.read(context, connection)
          let found = try await Show.find(place, in: vintage, connection)
          try await tell(of: found, context, connection)
        }
      }
    }

    private func tell(
      ofCommune code: CommuneCode, _ context: Context, _ connection: Connection
    ) async throws {
      let today = try await context.day(nil, connection)
      let commune = try await CommunePlace.find(code.text, on: today, connection)
      if commune.isMerged { note("\(code) merged into \(commune.code) \(commune.name)") }
      var sheet = Sheet(
        ("commune", .left), ("name", .left), ("vintage", .left), ("from", .left), ("to", .left),
        ("territory", .left), ("territory_name", .left))
      for stay in try await Membership.stays(ofCommune: commune.code, connection) {
        sheet.add(
          .string(commune.code), .string(commune.name), .string(stay.vintage.name),
          .string("\(stay.vintage.validFrom)"), .string("\(stay.vintage.validTo)"),
          .optional(stay.territory?.code), .optional(stay.territory?.name))
      }
      format.write(sheet, context.terminal)
    }

    private func tell(
      of territory: Territory, _ context: Context, _ connection: Connection
    ) async throws {
      let own = territory.vintage
      note(
        "\(territory.id) \(territory.name), \(own.validFrom) to \(own.validTo): "
          + "\(territory.communes.count) communes")
      var sheet = Sheet(
        ("vintage", .left), ("from", .left), ("to", .left), ("communes", .right),
        ("territory", .left), ("territory_name", .left), ("commune_codes", .left),
        programsOnly: ["commune_codes"])
      for share in try await Membership.shares(of: territory.id, in: own, connection) {
        sheet.add(
          .string(share.vintage.name), .string("\(share.vintage.validFrom)"),
          .string("\(share.vintage.validTo)"), .integer(share.communes.count),
          .optional(share.territory?.code), .optional(share.territory?.name),
          .array(share.communes.map { .string($0.code) }))
      }
      format.write(sheet, context.terminal)
    }
  }

  /// `vivier territory neighbours`.
  struct Neighbours: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the territories with a common border, else the nearest ones.",
      discussion: """
        Examples:
          vivier territory neighbours lacq-pau-tarbes
          vivier territory neighbours ti-9303 --vintage 2018-2022 --json

        Borders are inferred from a point in each commune: pairs counts the communes that lie side \
        by side, and the kilometres are those between the nearest two. Without a common border the \
        nearest three within 100 km are listed, with no pairs.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var vintage: VintageOptions
    @Argument(
      help: "Its id, its name, or a part that only one name has.",
      completion: Completion.territories)
    var territory: String

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let vintage = try await vintage.read(context, connection)
        let found = try await Show.find(territory, in: vintage, connection)
        var sheet = Sheet(
          ("id", .left), ("pairs", .right), ("km", .right), ("inside", .left), ("outside", .left),
          ("name", .left))
        for neighbour in try await TerritoryNeighbour.all(of: found, connection) {
          sheet.add(
            .string(neighbour.id), .integer(neighbour.pairs),
            .integer(Int(neighbour.kilometres.rounded())), .string(neighbour.inside.name),
            .string(neighbour.outside.name), .string(neighbour.name))
        }
        if sheet.count == 0 { note("no territory within 100 km of \(found.id)") }
        format.write(sheet, context.terminal)
      }
    }
  }
}
