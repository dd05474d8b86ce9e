import ArgumentParser
import Evaluation
import Exchange
import Foundation
import Matching
import Store

/// `vivier evaluate`: measures the engine on labels that nobody here wrote.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Rank a labelled set or a market with the engine, for a judge outside of it.",
    discussion: """
      Examples:
        vivier evaluate Tests/EvaluationTests/Sets/rome_mobility --out mobility.run
        vivier evaluate diplome_rome --out diplome.run --forbid other-half.txt
        vivier evaluate --market market2000x500 --out market.run

      Reads queries.jsonl, docs.jsonl, occ_skills.tsv and skill_broader.tsv of the folder, and never \
      its labels; writes a TREC run (query Q0 document rank score tag). Diplomas are ranked with \
      the links of other diplomas in reference/rncp, without those of the set's own queries and \
      without what --forbid names: an id or a link (two ids) a line. No database is used. Of a \
      market, market.json, U_obs.f32 and V_obs.f32 are read, and five candidates are listed for each \
      position.
      """)
  @Argument(help: ArgumentHelp("The folder of a labelled set.", valueName: "dir")) var set: String?
  @Option(help: ArgumentHelp("The folder of a market, instead of a set.", valueName: "dir"))
  var market: String?
  @Option(help: ArgumentHelp("Where the run is written.", valueName: "file")) var out: String
  @Option(help: "How many documents for each query.") var top = 100
  @Option(help: ArgumentHelp("Ids and links that must not be read.", valueName: "file"))
  var forbid: String?
  @Option(help: ArgumentHelp("The folder that holds reference/.", valueName: "dir"))
  var seeds: String?

  func validate() throws {
    if (set == nil) == (market == nil) {
      throw ValidationError("Name the folder of a set, or that of a market with --market.")
    }
    if top < 1 { throw ValidationError("--top must be at least 1.") }
    if market != nil, forbid != nil {
      throw ValidationError("--forbid is for sets, not for markets.")
    }
  }

  func run() async throws {
    if let market {
      try list(market)
    } else if let set {
      try rank(set)
    }
  }

  private func rank(_ folder: String) throws {
    let set: LabelledSet
    do {
      set = try LabelledSet { try Self.bytes("\(folder)/\($0)") }
    } catch let error as LabelledSet.Broken {
      throw StoreError(.data, "\(folder)/\(error)", hint: "name the folder of a labelled set")
    }
    var forbidden = Forbidden()
    if let forbid { forbidden.add(try FileReader.bytes(of: forbid)) }
    let ranking = Ranking(set, diplomas: try diplomas(), forbidden: forbidden)
    try write(ranking.run(count: top))
    output("feature: \(ranking.feature.rawValue)\n")
    if ranking.feature == .diplomas {
      output("diplomas read: \(ranking.diplomaCount)\n")
      if ranking.diplomaCount == 0 {
        note("no diploma of the reference data is read: words alone decide")
        advise("name the folder that holds reference/rncp with --seeds")
      }
    }
    for feature in ranking.off { output("off: \(feature)\n") }
    output("forbidden: \(forbidden.idCount) ids, \(forbidden.linkCount) links\n")
    output("\(out): \(set.queries.count) queries, \(set.documents.count) documents\n")
  }

  private func list(_ folder: String) throws {
    let market: Market
    do {
      market = try Market { try Self.bytes("\(folder)/\($0)") }
    } catch let error as Market.Broken {
      throw StoreError(.data, "\(folder)/\(error)", hint: "name the folder of a market")
    }
    let plan = market.plan()
    try write(market.run(plan))
    let listed = plan.lists.reduce(0) { $0 + $1.count }
    let shown = Set(plan.lists.flatMap(\.self)).count
    output("\(out): \(listed) pairs, \(shown) of \(market.candidates.count) candidates shown\n")
  }

  private func diplomas() throws -> [KnownDiploma] {
    let told = ProcessEnvironment.current["VIVIER_SEEDS"].flatMap { $0.isEmpty ? nil : $0 }
    let folder = "\(seeds ?? told ?? "Seeds")/reference/rncp"
    guard let certifications = try Self.bytes("\(folder)/certification.csv"),
      let links = try Self.bytes("\(folder)/certification_occupation.csv")
    else { return [] }
    do {
      return try KnownDiploma.read(certifications: certifications, links: links)
    } catch {
      throw StoreError(.data, "\(folder): \(error)", hint: "name another folder with --seeds")
    }
  }

  private static func bytes(_ path: String) throws -> [UInt8]? {
    FileReader.exists(path) ? try FileReader.bytes(of: path) : nil
  }

  private func write(_ text: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: out), options: .atomic)
    } catch {
      throw Failure.cannotWrite(out, hint: "name another file with --out")
    }
  }
}
