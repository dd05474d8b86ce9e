package import Exchange

/// A diploma of the reference data with its links.
package struct KnownDiploma: Hashable, Sendable {
  /// Its code in the register.
  package var code: String
  /// Its title.
  package var title: String
  /// Its level, where it is told.
  package var level: Int?
  /// The codes of the occupations it leads to.
  package var occupations: [String]

  /// A diploma with the occupations it leads to.
  package init(code: String, title: String, level: Int?, occupations: [String]) {
    self.code = code
    self.title = title
    self.level = level
    self.occupations = occupations
  }

  /// Reads `rncp/certification.csv` and `rncp/certification_occupation.csv` of the reference files.
  ///
  /// Rows with too few cells are passed over: loading the files is what checks them.
  package static func read(
    certifications: [UInt8], links: [UInt8]
  ) throws(CSVError) -> [KnownDiploma] {
    var occupations: [String: [String]] = [:]
    for record in try CSVReader.records(links).dropFirst() where record.cells.count >= 2 {
      occupations[record.cells[0], default: []].append(record.cells[1])
    }
    return try CSVReader.records(certifications).dropFirst().compactMap { record in
      guard record.cells.count >= 3 else { return nil }
      let code = record.cells[0]
      return KnownDiploma(
        code: code, title: record.cells[1], level: Int(record.cells[2]),
        occupations: occupations[code] ?? [])
    }
  }
}
