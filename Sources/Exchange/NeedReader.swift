package import Programme

/// Reads jobs of tomorrow from CSV: siret, reference, occupation, level, number, by_on.
package enum NeedReader {
  /// The header it asks for, in any order.
  package static let columns = ["siret", "reference", "occupation", "level", "number", "by_on"]

  /// A row that can be taken.
  package struct Row: Sendable {
    /// The line it began on.
    package let line: Int
    /// What it says.
    package let siret: SIRET
    package let reference: String
    package let occupation: OccupationCode
    package let level, number: Int
    package let byOn: Day
  }

  /// What is wrong with a line.
  package struct Problem: Sendable, CustomStringConvertible {
    /// The line, the column and what is wrong; never what a company told.
    package let description: String
  }

  /// Reads a whole file.
  ///
  /// - Returns: the sound rows, and what is wrong with the others.
  /// - Throws: where the bytes are not text that can be read.
  package static func read(_ bytes: [UInt8]) throws -> (rows: [Row], problems: [Problem]) {
    var reader = CSVReader()
    reader.append(bytes)
    reader.finish()
    var places: [String: Int]?
    var rows: [Row] = []
    var problems: [Problem] = []
    while let record = try reader.next() {
      if let problem = record.problem {
        problems.append(Problem(description: "line \(record.line): \(problem)"))
        continue
      }
      guard let known = places else {
        let header = Dictionary(
          record.cells.enumerated().map { (fold($0.element).replacing(" ", with: "_"), $0.offset) }
        ) { first, _ in first }
        let missing = columns.filter { header[$0] == nil }
        guard missing.isEmpty else {
          problems.append(
            Problem(
              description: "line \(record.line): no column \(missing.joined(separator: ", "))"))
          break
        }
        places = header
        continue
      }
      func cell(_ name: String) -> String {
        known[name].flatMap { record.cells.indices.contains($0) ? record.cells[$0] : nil } ?? ""
      }
      do {
        rows.append(try row(cell, line: record.line))
      } catch {
        problems.append(error)
      }
    }
    return (rows, problems)
  }

  private static func row(
    _ cell: (String) -> String, line: Int
  ) throws(Problem) -> Row {
    func refuse(_ column: String, _ what: String) -> Problem {
      Problem(description: "line \(line), column \(column): expected \(what)")
    }
    guard let siret = try? SIRET(cell("siret")) else { throw refuse("siret", SIRET.expected) }
    guard let occupation = try? OccupationCode(cell("occupation")) else {
      throw refuse("occupation", OccupationCode.expected)
    }
    guard let level = Int(cell("level")), (3...7).contains(level) else {
      throw refuse("level", "a number from 3 to 7")
    }
    guard let number = Int(cell("number")), (1...1_000).contains(number) else {
      throw refuse("number", "a number from 1 to 1000")
    }
    guard let byOn = try? Day(cell("by_on")) else {
      throw refuse("by_on", "a date such as 2028-09-01")
    }
    let reference = cell("reference")
    guard !reference.isEmpty, reference.count <= 80 else {
      throw refuse("reference", "a name of at most 80 characters")
    }
    return Row(
      line: line, siret: siret, reference: reference, occupation: occupation, level: level,
      number: number, byOn: byOn)
  }
}

extension NeedReader.Problem: Error {}
