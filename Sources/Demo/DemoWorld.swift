import Exchange
package import Programme

/// A fictitious world for demonstrations: companies, positions, candidates, trainings and contacts as
/// import files, drawn from real places, occupations, skills and diplomas.
///
/// The same reference data, seed and day give the same bytes. Nothing in it exists: names say
/// "fictif", addresses end in `.example`, no SIRET was ever attributed.
package struct DemoWorld: Sendable {
  /// The import files, each with its name.
  package let files: [(name: String, bytes: [UInt8])]

  /// The reference files it is made from, below the folder of reference data.
  package static let referencePaths = Ground.paths

  /// The seed of the files that come with the program.
  package static let seed: UInt64 = 2026

  /// The day the files that come with the program are made around; nothing in them is past on it.
  package static let day = Day(number: 20_778)  // 2026-11-21

  /// Makes the world from the bytes of each file of `referencePaths`.
  ///
  /// Positions opened in the 90 days before `around`; starts, sessions and availabilities are after.
  package static func generate(
    reference: [String: [UInt8]], seed: UInt64 = seed, around: Day = day
  ) throws(DemoError) -> DemoWorld {
    let ground = try Ground(reference, around: around)
    let employers = try Employers(ground, seed: seed)
    let positions = try Positions(ground, employers, seed: seed, around: around)
    let schools = try Schools(ground, positions, seed: seed, around: around)
    let candidates = Candidates(ground, positions, schools, seed: seed, around: around)
    let contacts = Contacts(employers, schools, seed: seed, around: around)
    return DemoWorld(files: [
      ("companies.csv", csv(.companies, employers.records)),
      ("positions.csv", csv(.positions, positions.records)),
      ("candidates.csv", csv(.candidates, candidates.records)),
      ("trainings.csv", csv(.trainings, schools.records)),
      ("contacts.csv", csv(.contacts, contacts.records)),
    ])
  }

  /// Records under the header of their kind.
  private static func csv(_ kind: ImportKind, _ records: [[String]]) -> [UInt8] {
    var writer = CSVWriter()
    writer.write(kind.columns.map(\.name))
    for record in records { writer.write(record) }
    return writer.take()
  }
}
