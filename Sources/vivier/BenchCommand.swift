import ArgumentParser
import Evaluation
import Exchange
import Foundation
import Matching
import Store

/// `vivier bench`: measures the matching on an invented country.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the matching on an invented country, and check it by brute force.",
    discussion: """
      Examples:
        vivier bench --size S
        vivier bench --size M --threads 2 --json
        vivier bench --size S --export market

      Sizes: S 20,000 candidates and 2,000 positions, M 200,000 and 20,000, L 2,000,000 and \
      100,000. The 20 best candidates of every position are ranked by the full score of the product, \
      then the near matches are looked for. Both are compared with brute force: all positions of S, \
      every 10th of M, every 200th of L. Times are in seconds; making the world counts as world_s \
      and not as build_s. --world reads a generator's flat arrays instead: meta.json and FIELD.bin. \
      --export writes what another program needs to recompute every score. No database is used.
      """)
  @Option(help: ArgumentHelp("How large the country is.", valueName: "S|M|L")) var size: String?
  @Option(help: ArgumentHelp("A folder of flat arrays instead.", valueName: "dir"))
  var world: String?
  @Option(help: "What everything is drawn from.") var seed: UInt64 = 20_251_120
  @Option(help: "How many tasks share the work (default: one a processor).") var threads: Int?
  @Flag(name: .customLong("no-check"), help: "Do not compare with brute force.") var noCheck = false
  @Option(
    help: ArgumentHelp("Write inputs, method and lists into this folder.", valueName: "dir"))
  var export: String?
  @OptionGroup var format: FormatOptions

  func validate() throws {
    if (size == nil) == (world == nil) {
      throw ValidationError("Name a size with --size, or the folder of a world with --world.")
    }
    if let size, BenchWorld.Size.named[size] == nil {
      throw ValidationError("--size must be S, M or L.")
    }
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads must be 1 to 1,024.")
    }
  }

  func run() async throws {
    // The folder is tried first, since the measuring takes its time.
    if let export { try Self.make(folder: export) }
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    var figures = BenchFigures()
    var meter = BenchMeter()
    let flat = try make()
    figures.world = meter.lap()
    let size = BenchWorld.Size(
      candidates: flat.candidates.held.count, positions: flat.positions.asked.count)
    let engine = try Self.frozen(flat)
    figures.build = meter.lap()
    let answer = await engine.matches(threads: threads)
    figures.match = meter.lap()
    figures.peak = BenchMeter.peak()
    // The near lists of the positions that are checked.
    let near = try await engine.near(every: step(size), threads: threads)
    figures.near = meter.lap()
    figures.nearPeak = BenchMeter.peak()

    var check: BruteForce.Check?
    if !noCheck || export != nil {
      // Made a second time, so that the peak above is that of the engine alone.
      let flat = try make()
      _ = meter.lap()
      try Task.checkCancellation()
      if !noCheck {
        check = await BruteForce(flat, method: .current).check(
          answer.matches, near, every: step(size), threads: threads)
        figures.check = meter.lap()
      }
      if let export { try write(flat, answer.matches, near, to: export) }
    }
    tell(figures, size, answer, near, check, threads: threads)
    if let check, !check.isExact {
      let matches = check.differingMatches
      let near = check.differingNear
      let first = (matches + near).prefix(5).map { String($0) }.joined(separator: ", ")
      throw Failure(
        what: "not the exact lists: \(matches.count) of matches, \(near.count) near, of positions "
          + first,
        hint: "report it with the size and the seed", code: .bug)
    }
  }

  private func make() throws -> FlatWorld {
    guard let world else {
      let size = size.flatMap { BenchWorld.Size.named[$0] }
      return BenchWorld(size: size ?? .init(candidates: 0, positions: 0), seed: seed).flat(
        seed: seed)
    }
    do {
      return try BenchWorld { name in
        let path = "\(world)/\(name)"
        return FileReader.exists(path) ? try FileReader.bytes(of: path) : nil
      }.flat(seed: seed)
    } catch let error as BenchWorld.Broken {
      throw StoreError(.data, "\(world)/\(error)", hint: "name a folder with meta.json")
    }
  }

  private static func frozen(_ flat: consuming FlatWorld) throws -> BenchEngine {
    do {
      return try BenchEngine(flat, method: .current)
    } catch {
      throw StoreError(.data, "the world cannot be ranked: \(error)")
    }
  }

  /// Every how manieth position is compared with brute force.
  private func step(_ size: BenchWorld.Size) -> Int {
    switch size.candidates * size.positions {
    case ...40_000_000: 1
    case ...4_000_000_000: 10
    default: 200
    }
  }

  private static func make(folder: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure.cannotWrite(folder, hint: "name another folder with --export")
    }
  }

  private func write(
    _ flat: FlatWorld, _ matches: BenchLists, _ near: BenchEngine.Near, to folder: String
  ) throws {
    let origin = world.map { "the files of \($0)" } ?? "\"vivier bench --size \(size ?? "")\""
    let export = BenchExport(
      flat, method: .current, matches: matches, near: near.lists, nearCounts: near.counts,
      description: "Made by \(origin) with seed \(seed).")
    var open: (name: String, handle: FileHandle)?
    do {
      try export.write { name, bytes in
        if open?.name != name {
          try open?.handle.close()
          let path = "\(folder)/\(name)"
          try Data().write(to: URL(filePath: path))
          open = (name, try FileHandle(forWritingTo: URL(filePath: path)))
        }
        try open?.handle.write(contentsOf: Data(bytes))
      }
      try open?.handle.close()
    } catch {
      throw Failure.cannotWrite(folder, hint: "name another folder with --export")
    }
  }

  private func tell(
    _ figures: BenchFigures, _ size: BenchWorld.Size, _ answer: BenchEngine.Answer,
    _ near: BenchEngine.Near, _ check: BruteForce.Check?, threads: Int
  ) {
    let positions = Double(max(1, size.positions))
    var values: [(String, JSON)] = [
      ("size", .string(self.size ?? "world")), ("seed", .integer(Int(clamping: seed))),
      ("threads", .integer(threads)), ("candidates", .integer(size.candidates)),
      ("positions", .integer(size.positions)), ("world_s", decimal(figures.world.wall)),
      ("build_s", decimal(figures.build.wall)), ("match_wall_s", decimal(figures.match.wall)),
      ("match_cpu_s", decimal(figures.match.cpu)), ("near_wall_s", decimal(figures.near.wall)),
      ("near_cpu_s", decimal(figures.near.cpu)),
      ("cpu_ms_per_position", decimal(figures.match.cpu * 1_000 / positions)),
      ("peak_rss_mb", decimal(Double(figures.peak) / 1_024)),
      ("near_peak_rss_mb", decimal(Double(figures.nearPeak) / 1_024)),
      ("scored_pairs", .integer(answer.scoredCount)),
      (
        "scored_share",
        decimal(Double(answer.scoredCount) / positions / Double(max(1, size.candidates)))
      ),
      ("components_active", .integer(answer.componentCount)),
      ("near_pairs", .integer(near.pairCount)),
      ("near_positions", .integer(near.positionCount)),
      ("exact", check.map { .bool($0.isExact) } ?? .null),
    ]
    if let check, check.checkedCount > 0 {
      let count = Double(check.checkedCount)
      values += [
        ("checked_positions", .integer(check.checkedCount)),
        ("passing_pairs_per_position", decimal(Double(check.passingCount) / count)),
        ("check_cpu_ms_per_position", decimal(figures.check.cpu * 1_000 / count)),
      ]
    }
    if format.json {
      output(JSON.text(.object(values.map { JSON.Member($0.0, $0.1) })))
    } else {
      var sheet = Sheet(("figure", .left), ("value", .right))
      for (name, value) in values { sheet.add(.string(name), value) }
      format.write(sheet, Terminal.current(environment: ProcessEnvironment.current))
    }
  }

  private func decimal(_ number: Double) -> JSON {
    .millionths(Int((number * 1_000_000).rounded()))
  }
}
