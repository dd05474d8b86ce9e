import Exchange
package import Postgres
package import Programme

extension RuleBook {
  /// The rules in use.
  ///
  /// Fails when none are loaded, or when the program cannot judge by those that are.
  package static func read(_ connection: Connection) async throws -> RuleBook {
    let edition = try await connection.oneOrNone(
      "select id from ref.current_edition where set_name = 'programme'", as: Int32.self)
    guard let edition else {
      throw StoreError(
        .configuration, "no rules of the programme are loaded", hint: "run: vivier reference load")
    }
    return try await read(edition: edition, connection)
  }

  /// The rules of an edition.
  static func read(edition: Int32, _ connection: Connection) async throws -> RuleBook {
    let rows = try await connection.rows(
      """
      select rule, version, schemes, valid_from, valid_to, parameters, status, source, checked_on,
        doubt, text_fr, remedy_fr, question_fr
      from ref.programme_rule where edition = \(edition)
      order by rule, valid_from nulls first, version
      """
    ).decode(
      as: (
        String, String, String, PostgresDate?, PostgresDate?, String?, String?, String,
        PostgresDate, String?, String, String?, String?
      ).self)
    do {
      var versions: [RuleVersion] = []
      for row in rows {
        versions.append(
          try RuleVersion(
            RuleVersion.Cells(
              rule: row.0, version: row.1, schemes: row.2, validFrom: row.3.map { Day($0) },
              validTo: row.4.map { Day($0) }, parameters: row.5, status: row.6, source: row.7,
              checkedOn: Day(row.8), doubt: row.9, text: row.10, remedy: row.11, question: row.12)))
      }
      return try RuleBook(versions)
    } catch {
      throw StoreError(
        .data, "the rules of the programme cannot be used: \(error)",
        hint: "correct them and load them: vivier rule load FILE")
    }
  }

  /// Reads a file of rules as `vivier rule load` takes it; `name` stands in errors.
  ///
  /// Refuses the first row that the program could not judge by, with its line.
  package init(_ bytes: [UInt8], called name: String) throws {
    var versions: [RuleVersion] = []
    var line = 1
    do {
      for row in try Self.rows(bytes) {
        line += 1
        versions.append(try RuleVersion(Self.cells(row)))
      }
      line = 0
      try self.init(versions)
    } catch let error as ReferenceError {
      throw StoreError(
        .data,
        "\(name) line \(error.line)\(error.column.map { ", column \($0)" } ?? ""): \(error.reason)",
        hint: "nothing was loaded")
    } catch let error as InvalidRule {
      throw StoreError(
        .data, "\(name)\(line > 0 ? " line \(line)" : ""): \(error)", hint: "nothing was loaded")
    }
  }

  /// The checked rows of a file; cells of one line, so that a row is a line.
  static func rows(_ bytes: [UInt8]) throws -> [[String?]] {
    guard let table = ReferenceTable.all.first(where: { $0.id == "programme/rule" }) else {
      return []
    }
    var reader = ReferenceReader(table, keys: ReferenceKeys())
    reader.append(bytes)
    reader.finish()
    var rows: [[String?]] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  private static func cells(_ row: [String?]) throws(InvalidRule) -> RuleVersion.Cells {
    guard let checkedOn = row[8].flatMap({ Day(iso: $0) }) else {
      throw InvalidRule(description: "checked_on: not a day")
    }
    return RuleVersion.Cells(
      rule: row[0] ?? "", version: row[1] ?? "", schemes: row[2] ?? "",
      validFrom: row[3].flatMap { Day(iso: $0) }, validTo: row[4].flatMap { Day(iso: $0) },
      parameters: row[5], status: row[6], source: row[7] ?? "", checkedOn: checkedOn, doubt: row[9],
      text: row[10] ?? "", remedy: row[11], question: row[12])
  }

  /// The rules as a file that ``init(_:called:)`` reads.
  package var csv: [UInt8] {
    var writer = CSVWriter()
    writer.write(
      ReferenceTable.all.first { $0.id == "programme/rule" }?.columns.map(\.name) ?? [])
    for rule in Rule.allCases {
      for version in all(rule) {
        writer.write([
          rule.rawValue, version.version,
          Scheme.allCases.filter(version.schemes.contains).map(\.rawValue).joined(separator: "|"),
          version.validFrom?.description ?? "", version.validTo?.description ?? "",
          version.writtenParameters, version.status?.rawValue ?? "", version.source,
          version.checkedOn.description, version.doubt ?? "", version.text, version.remedy ?? "",
          version.question ?? "",
        ])
      }
    }
    return writer.take()
  }
}
