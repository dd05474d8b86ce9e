import Demo
import Exchange
import Foundation
import Programme
import Testing

/// The folder of seeds of this package.
let seeds = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Seeds")

/// The world as it ships, made once, with its files read back as an import reads them.
struct ShippedWorld: Sendable {
  let reference: [String: [UInt8]]
  let generated: DemoWorld
  let companies: [CompanyRow]
  let positions: [PositionRow]
  let candidates: [CandidateRow]
  let trainings: [TrainingRow]
  let contacts: [ContactRow]
  /// The territory of the vintage 2023-2027 of each commune in one.
  let territories: [String: String]
  /// Codes of communes that merged.
  let formerCommunes: Set<String>
  private let newCodes: [String: String]

  /// Whether the reference data are all there: the demand may have been removed, as its licence is
  /// not stated.
  static var isComplete: Bool {
    DemoWorld.referencePaths.allSatisfy {
      FileManager.default.fileExists(atPath: seeds.appending(path: "reference/" + $0).path)
    }
  }

  static let shared = Result { try ShippedWorld() }

  private init() throws {
    var reference: [String: [UInt8]] = [:]
    for path in DemoWorld.referencePaths {
      reference[path] = [UInt8](try Data(contentsOf: seeds.appending(path: "reference/" + path)))
    }
    self.reference = reference
    generated = try DemoWorld.generate(reference: reference)
    let files = Dictionary(uniqueKeysWithValues: generated.files)
    companies = try ShippedWorld.rows(files["companies.csv"])
    positions = try ShippedWorld.rows(files["positions.csv"])
    candidates = try ShippedWorld.rows(files["candidates.csv"])
    trainings = try ShippedWorld.rows(files["trainings.csv"])
    contacts = try ShippedWorld.rows(files["contacts.csv"])
    let perimeter = try CSVReader.records(reference["territories/territory_commune.csv"] ?? [])
    territories = Dictionary(
      perimeter.filter { $0.cells[0] == "2023-2027" }.map { ($0.cells[2], $0.cells[1]) }
    ) { first, _ in first }
    let passage = try CSVReader.records(reference["communes/commune_passage.csv"] ?? [])
    newCodes = Dictionary(passage.map { ($0.cells[0], $0.cells[1]) }) { first, _ in first }
    formerCommunes = Set(newCodes.keys)
  }

  /// The commune of today a position is in: its own, or that of its establishment.
  func place(of position: PositionRow) -> String? {
    let establishment = companies.first { $0.siret == position.siret }
    guard let code = (position.commune ?? establishment?.commune)?.text else { return nil }
    return newCodes[code] ?? code
  }

  /// The cells of one column of a reference file.
  func column(_ path: String, _ name: String) -> [String] {
    let records = (try? CSVReader.records(reference[path] ?? [])) ?? []
    guard let place = records.first?.cells.firstIndex(of: name) else { return [] }
    return records.dropFirst().map { $0.cells[place] }
  }

  /// Every row of an import file; any refused row is a failure.
  private static func rows<Row: ImportRow>(_ bytes: [UInt8]?) throws -> [Row] {
    var reader = ImportReader<Row>()
    reader.append(try #require(bytes))
    reader.finish()
    var rows: [Row] = []
    while let item = try reader.next() {
      switch item {
      case .row(let row, _, _): rows.append(row)
      case .rejected(let rejected):
        Issue.record("\(Row.kind.rawValue) line \(rejected.line): \(rejected.issues)")
      }
    }
    return rows
  }
}
