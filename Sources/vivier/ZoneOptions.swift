import ArgumentParser
import Programme

/// Where an alignment looks.
struct ZoneOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A Territoire d'industrie.", valueName: "id or name"),
    completion: Completion.territories)
  var territory: String?
  @Option(help: ArgumentHelp("What can be reached from a CFA.", valueName: "siret")) var cfa: SIRET?
  @Option(help: ArgumentHelp("A region, by its Insee code.", valueName: "code"))
  var region: RegionCode?
  @Option(help: ArgumentHelp("How far people travel to a training, in km.", valueName: "km"))
  var radius = 50

  func validate() throws {
    if [territory != nil, cfa != nil, region != nil].count(where: { $0 }) != 1 {
      throw ValidationError("Name one of --territory, --cfa and --region.")
    }
    if !(1...500).contains(radius) { throw ValidationError("--radius must be 1 to 500.") }
  }
}

extension SIRET: ExpressibleByArgument {
  /// A SIRET as people type it.
  package init?(argument: String) {
    guard let siret = try? SIRET(argument) else { return nil }
    self = siret
  }
}

extension RegionCode: ExpressibleByArgument {
  /// A region's code as people type it.
  package init?(argument: String) {
    guard let code = try? RegionCode(argument) else { return nil }
    self = code
  }
}
