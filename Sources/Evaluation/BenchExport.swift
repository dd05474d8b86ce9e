import Exchange
package import Matching

/// A flat world, its method and its lists as files from which a program of anybody can recompute
/// every score.
package struct BenchExport {
  /// One array in one file, little-endian.
  private struct File {
    let name: String
    let kind: Kind
    let shape: [Int]
    let meaning: String
    let unit: String
    /// The bits of an element; the lowest count.
    let element: (Int) -> UInt64

    var count: Int { shape.reduce(1, *) }
  }

  private enum Kind: String {
    case u8, i32, u32, i64, u64

    var width: Int {
      switch self {
      case .u8: 1
      case .i32, .u32: 4
      case .i64, .u64: 8
      }
    }
  }

  private let world: FlatWorld
  private let method: Method
  let matches: BenchLists
  let near: BenchLists
  let nearCounts: [Int]
  let description: String

  /// What to write: the world, the method, and the lists of every position.
  ///
  /// `description` says in a sentence how the world was made.
  package init(
    _ world: FlatWorld, method: Method, matches: BenchLists, near: BenchLists, nearCounts: [Int],
    description: String
  ) {
    self.world = world
    self.method = method
    self.matches = matches
    self.near = near
    self.nearCounts = nearCounts
    self.description = description
  }

  /// Gives every file in pieces, in order: its name and the next bytes of it.
  package func write(_ sink: (String, [UInt8]) throws -> Void) rethrows {
    let files = self.files
    for file in files {
      var bytes: [UInt8] = []
      for index in 0..<file.count {
        var bits = file.element(index)
        for _ in 0..<file.kind.width {
          bytes.append(UInt8(truncatingIfNeeded: bits))
          bits >>= 8
        }
        if bytes.count >= 1 << 20 {
          try sink(file.name, bytes)
          bytes.removeAll(keepingCapacity: true)
        }
      }
      try sink(file.name, bytes)
    }
    try sink("schema.json", Array((schema(files).pretty + "\n").utf8))
    try sink("method.json", Array((parameters.pretty + "\n").utf8))
    try sink("README", Array(readme.utf8))
  }

  private func schema(_ files: [File]) -> JSON {
    .object([
      JSON.Member("byte_order", .string("little-endian")),
      JSON.Member(
        "files",
        .array(
          files.map { file in
            .object([
              JSON.Member("name", .string(file.name)),
              JSON.Member("type", .string(file.kind.rawValue)),
              JSON.Member("shape", .array(file.shape.map { .integer($0) })),
              JSON.Member("meaning", .string(file.meaning)),
              JSON.Member("unit", .string(file.unit)),
            ])
          })),
    ])
  }

  private var parameters: JSON {
    .object([
      JSON.Member("version", .string(method.version)),
      JSON.Member("date", .integer(Int(BenchWorld.date))),
      JSON.Member("week", .string(BenchWorld.week)),
      JSON.Member("key", .string(hexadecimal(BenchWorld.key))),
      JSON.Member(
        "least_level_held", .integer(BenchWorld.programme.minimumLevelHeld.lowerBound)),
      JSON.Member("graduate_within_months", .integer(BenchWorld.programme.graduateWithinMonths)),
      JSON.Member("listed", .integer(matches.width)),
      JSON.Member("near_listed", .integer(near.width)),
      JSON.Member(
        "numbers",
        .object(method.numbers.map { JSON.Member($0.name, .integer($0.value)) })),
    ])
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension BenchExport {
  private static let days = "days since 1970-01-01, -2147483648 where not told"
  private static let globe = "2^-30 of the Earth's radius"
  private static let million = "1/1,000,000"

  private var files: [File] { reference + asking + answering + results }

  private func file(
    _ name: String, _ kind: Kind, _ shape: [Int], _ meaning: String, _ unit: String = "",
    _ element: @escaping (Int) -> UInt64
  ) -> File {
    File(
      name: "\(name).\(kind.rawValue)", kind: kind, shape: shape, meaning: meaning, unit: unit,
      element: element)
  }

  private func numbers(
    _ name: String, _ values: [Int32], _ meaning: String, _ unit: String = ""
  ) -> File {
    file(name, .i32, [values.count], meaning, unit) { UInt64(UInt32(bitPattern: values[$0])) }
  }

  private func numbers(
    _ name: String, _ values: [UInt8], _ meaning: String, _ unit: String = ""
  ) -> File {
    file(name, .u8, [values.count], meaning, unit) { UInt64(values[$0]) }
  }

  private func starts(_ name: String, _ values: [UInt32], of rows: String) -> File {
    file(
      "\(name)_starts", .u32, [values.count],
      "where the list of each of the \(rows) begins in \(name)_*; the last number is its end"
    ) { UInt64(values[$0]) }
  }

  private func lists(_ name: String, _ column: String, _ ragged: Ragged<UInt32>, _ meaning: String)
    -> [File]
  {
    [
      starts(name, ragged.starts, of: "candidates"),
      file(column, .u32, [ragged.values.count], meaning) { UInt64(ragged.values[$0]) },
    ]
  }

  private var reference: [File] {
    let near = world.near
    let size = world.occupationCount
    let nearness = world.nearness
    return [
      numbers("idf", world.idf, "the rarity of each skill", "1/65,536"),
      starts("near", near.starts, of: "skills, as asked,"),
      file("near_skill", .u32, [near.values.count], "a skill held that answers for the one asked") {
        UInt64(near.values[$0].skill)
      },
      file(
        "near_credit", .i32, [near.values.count], "what it counts before its strength",
        Self.million
      ) { UInt64(UInt32(bitPattern: near.values[$0].credit)) },
      file(
        "occupation_credit", .i32, [size, size],
        "what an occupation of a candidate (column) counts beside one of a position (row)",
        Self.million
      ) { UInt64(UInt32(bitPattern: nearness[$0])) },
    ]
  }

  private var asking: [File] {
    let positions = world.positions
    let asked = positions.asked.values
    let date = BenchWorld.date
    return [
      numbers("position_occupation", positions.occupation, "the occupation"),
      numbers("position_level", positions.minimumLevel, "the least level held; 0: none asked"),
      numbers(
        "position_contracts", positions.contracts, "contracts offered, a bit each; 0: not told"),
      numbers(
        "position_hire_day", positions.startDay.map { max($0, date) },
        "the first day of work, not before the business date", Self.days),
      numbers("position_x", positions.x, "the workplace, towards 0° north, 0° east", Self.globe),
      numbers("position_y", positions.y, "towards 0° north, 90° east", Self.globe),
      numbers("position_z", positions.z, "towards the north pole", Self.globe),
      numbers("position_mission", positions.mission, "the kind of mission; negative: not told"),
      numbers("position_sector", positions.sector, "the sector; negative: not told"),
      numbers(
        "position_pay_min", positions.payMin, "the least pay; negative: not told", "€ a year"),
      numbers(
        "position_pay_max", positions.payMax, "the highest pay; negative: not told", "€ a year"),
      tieWords("position", count: positions.occupation.count),
      starts("asked", positions.asked.starts, of: "positions"),
      file("asked_skill", .u32, [asked.count], "a skill asked, each once a position") {
        UInt64(asked[$0].skill)
      },
      file("asked_importance", .u8, [asked.count], "how much it counts, 1 to 5") {
        UInt64(asked[$0].importance)
      },
      file("asked_required", .u8, [asked.count], "1: required, 0: desired") {
        asked[$0].isRequired ? 1 : 0
      },
    ]
  }

  private var answering: [File] {
    let candidates = world.candidates
    let held = candidates.held.values
    return [
      numbers("candidate_level", candidates.levelHeld, "the level held; 0: not told"),
      numbers(
        "candidate_contracts", candidates.contracts, "contracts accepted, a bit each; 0: not told"),
      numbers("candidate_available_day", candidates.availableDay, "the first free day", Self.days),
      numbers("candidate_diploma_day", candidates.diplomaDay, "the last diploma", Self.days),
      numbers("candidate_x", candidates.x, "the centre of the search", Self.globe),
      numbers("candidate_y", candidates.y, "towards 0° north, 90° east", Self.globe),
      numbers("candidate_z", candidates.z, "towards the north pole", Self.globe),
      file(
        "candidate_chord_limit", .i64, [candidates.chordSquaredLimit.count],
        "the largest square of the straight line to a workplace; -1: the whole country",
        "2^-60 of the square of the Earth's radius"
      ) { UInt64(bitPattern: candidates.chordSquaredLimit[$0]) },
      numbers(
        "candidate_minimum_pay", candidates.minimumPay,
        "the least pay accepted; negative: not told", "€ a year"),
      numbers("candidate_exposures", candidates.exposures, "in how many lists they stood recently"),
      tieWords("candidate", count: candidates.levelHeld.count),
    ]
      + lists("wished", "wished_occupation", candidates.wished, "an occupation wished")
      + lists("studied", "studied_occupation", candidates.studied, "an occupation of the diploma")
      + lists("mission", "candidate_mission", candidates.missions, "a kind of mission wished")
      + lists("sector", "candidate_sector", candidates.sectors, "a sector wished") + [
        starts("held", candidates.held.starts, of: "candidates"),
        file("held_skill", .u32, [held.count], "a skill held") { UInt64(held[$0].skill) },
        file("held_proficiency", .u8, [held.count], "how well, 1 to 4") {
          UInt64(held[$0].proficiency)
        },
        file(
          "held_evidence", .u8, [held.count],
          "0 declared, 1 project, 2 taught, 3 certified, 4 attested"
        ) { UInt64(held[$0].evidence.rawValue) },
      ]
  }

  private func tieWords(_ table: String, count: Int) -> File {
    let seed = TieWords.seed(method)
    return file("\(table)_tie", .u64, [count], "the word that ties are drawn with") {
      TieWords.word(seed, table, $0)
    }
  }

  private var results: [File] {
    let counts = nearCounts
    return columns("list", matches, "best candidates whose gates do not fail")
      + columns("near", near, "best near matches inside their declared area") + [
        file(
          "near_count", .i64, [counts.count],
          "how many near matches each position has; -1: not looked for"
        ) {
          UInt64(truncatingIfNeeded: counts[$0])
        }
      ]
  }

  private func columns(_ name: String, _ lists: BenchLists, _ meaning: String) -> [File] {
    [
      ("candidate", lists.candidates, "the row of each of the \(meaning), best first", ""),
      ("score", lists.scores, "their score", Self.million),
      ("side_position", lists.positionSides, "how well they meet the position", Self.million),
      ("side_candidate", lists.candidateSides, "how well the position meets them", Self.million),
    ].map { column, values, meaning, unit in
      file(
        "\(name)_\(column)", .i32, [values.count / max(1, lists.width), lists.width],
        meaning + "; -1 after the last", unit
      ) { UInt64(UInt32(bitPattern: values[$0])) }
    }
  }
}
