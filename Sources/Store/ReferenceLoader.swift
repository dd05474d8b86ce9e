import Exchange
package import Postgres
import Programme

/// Loads the reference files of a folder as new editions, all of them or nothing.
package struct ReferenceLoader {
  private let connection: Connection
  private let folder: String
  private let tell: (String) -> Void

  /// A loader from a folder with the files of ``ReferenceTable/all``.
  ///
  /// - `folder`: the folder `reference` of the seeds.
  /// - `tell`: is handed a line of progress for each set.
  package init(
    _ folder: String, _ connection: Connection, tell: @escaping (String) -> Void = { _ in }
  ) {
    self.folder = folder
    self.connection = connection
    self.tell = tell
  }

  /// What became of one set.
  package struct Outcome: Sendable {
    /// What happened.
    package enum Kind: Sendable {
      case loaded, switched, unchanged
      /// Loaded beside rules that came from a file, which stay in use.
      case kept
    }
    /// The set and the label of its edition.
    package let set, edition: String
    /// What happened.
    package let kind: Kind
    /// How many rows it has.
    package let rows: Int64
  }

  /// Loads every set of the folder that is not loaded yet, and makes it the current one.
  ///
  /// Editions appear together, in one transaction; a broken file loads nothing and is named with
  /// line and column.
  /// - `staged`: loads beside the current editions and leaves those current.
  package func load(staged: Bool = false) async throws -> [Outcome] {
    let editions = try readEditions()
    let sets = Self.sets.filter { set in
      Self.tables(of: set).allSatisfy { FileReader.exists("\(folder)/\($0.path)") }
    }
    guard !sets.isEmpty else {
      throw StoreError(
        .notFound, "there are no reference files in \(folder)",
        hint: "name the folder that holds Seeds with --from or VIVIER_SEEDS")
    }
    var checksums: [String: [UInt8]] = [:]
    for set in sets { checksums[set] = try await checksum(of: set) }
    let known = try await connection.rows(
      "select set_name, label, checksum, is_current, row_count from ref.edition"
    ).decode(as: (String, String, [UInt8], Bool, Int64).self)
    let missing = sets.filter { set in
      !known.contains { $0.0 == set && $0.2 == checksums[set] }
    }
    let isByHand = try await RuleChange.isByHand(connection)
    let idle = sets.filter { set in
      !staged && !(isByHand && set == "programme")
        && known.contains { $0.0 == set && $0.2 == checksums[set] && !$0.3 }
    }

    if !missing.isEmpty || !idle.isEmpty {
      try await connection.withTransaction { connection in
        try await loadSets(missing, editions: editions, checksums: checksums)
        if !staged {
          for set in missing + idle where !(isByHand && set == "programme") {
            try await Self.makeCurrent(set, checksum: checksums[set] ?? [], connection)
          }
        }
      }
      try await connection.run("analyze")
    }
    if !staged {
      try await connection.withTransaction { try await OccupationNearness.complete($0) }
    }
    let now = try await connection.rows(
      "select set_name, label, checksum, row_count from ref.edition"
    ).decode(as: (String, String, [UInt8], Int64).self)
    return sets.compactMap { set in
      now.first { $0.0 == set && $0.2 == checksums[set] }.map {
        Outcome(
          set: set, edition: $0.1,
          kind: isByHand && set == "programme" && missing.contains(set)
            ? .kept
            : missing.contains(set) ? .loaded : idle.contains(set) ? .switched : .unchanged,
          rows: $0.3)
      }
    }
  }

  /// The sets the database holds, in the order they refer to each other.
  package static let sets: [String] = ReferenceTable.all.reduce(into: []) { sets, table in
    // The counts of open positions are read by the generator of the demo alone.
    if table.set != "demand", !sets.contains(table.set) { sets.append(table.set) }
  }

  private static func tables(of set: String) -> [ReferenceTable] {
    ReferenceTable.all.filter { $0.set == set }
  }

  // MARK: Files

  private typealias Edition = (
    label: String, date: String, publisher: String, licence: String, source: String
  )

  private func readEditions() throws -> [String: Edition] {
    var editions: [String: Edition] = [:]
    for hasLicence in [true, false] {
      let table = ReferenceTable.editions(hasLicence: hasLicence)
      guard FileReader.exists("\(folder)/\(table.path)") else { continue }
      var reader = ReferenceReader(table, keys: ReferenceKeys())
      reader.append(try FileReader.bytes(of: "\(folder)/\(table.path)"))
      reader.finish()
      while let row = try reader.next() {
        let cells = row.map { $0 ?? "" }
        editions[cells[0]] = (cells[1], cells[2], cells[3], cells[4], cells[5])
      }
    }
    return editions
  }

  private func checksum(of set: String) async throws -> [UInt8] {
    var sums: [UInt8] = []
    for table in Self.tables(of: set) {
      let bytes = try FileReader.bytes(of: "\(folder)/\(table.path)")
      sums += try await connection.one("select sha256(\(bytes))", as: [UInt8].self)
    }
    return try await connection.one("select sha256(\(sums))", as: [UInt8].self)
  }

  // MARK: Loading

  private func loadSets(
    _ missing: [String], editions: [String: Edition], checksums: [String: [UInt8]]
  ) async throws {
    var keys = ReferenceKeys()
    // Sets that are loaded already are read again for their keys alone: others refer to them.
    for table in ReferenceTable.all where table.set != "demand" {
      guard FileReader.exists("\(folder)/\(table.path)") else { continue }
      guard missing.contains(table.set) else {
        keys = try readKeys(table, keys)
        continue
      }
      guard let edition = editions[table.set] else {
        throw StoreError(.data, "editions.csv says nothing of the set \(table.set)")
      }
      if Self.tables(of: table.set).first == table {
        tell("loading \(table.set) \(edition.label)")
        try await connection.run(
          """
          insert into ref.edition
            (set_name, label, edition_date, publisher, licence, source, checksum)
          values (\(table.set), \(edition.label), \(edition.date)::text::date, \(edition.publisher),
            \(edition.licence), \(edition.source), \(checksums[table.set] ?? []))
          """)
      }
      keys = try await copy(
        table, edition: Self.id(of: table.set, checksums[table.set] ?? [], connection), keys)
    }
    for set in missing {
      try await derive(set, edition: Self.id(of: set, checksums[set] ?? [], connection))
    }
  }

  private func readKeys(_ table: ReferenceTable, _ keys: ReferenceKeys) throws -> ReferenceKeys {
    var reader = ReferenceReader(table, keys: keys)
    reader.append(try FileReader.bytes(of: "\(folder)/\(table.path)"))
    reader.finish()
    while try reader.next() != nil {}
    return reader.keys
  }

  private func copy(
    _ table: ReferenceTable, edition: Int32, _ keys: ReferenceKeys
  ) async throws -> ReferenceKeys {
    var reader = ReferenceReader(table, keys: keys)
    let file = try FileReader("\(folder)/\(table.path)")
    var columns: SQL = "edition"
    for column in table.columns { columns.append(", \(identifier: column.name)") }
    var bytes: [UInt8] = []
    let rows = try await connection.copyIn(
      "copy ref.\(identifier: Self.relation(table)) (\(columns)) from stdin"
    ) { writer in
      var isRead = false
      while !isRead {
        if let chunk = try file.next() {
          reader.append(chunk)
        } else {
          reader.finish()
          isRead = true
        }
        while let row = try reader.next() {
          bytes.append(contentsOf: "\(edition)".utf8)
          for cell in row {
            bytes.append(0x09)
            append(cell, to: &bytes)
          }
          bytes.append(0x0A)
        }
        try await writer.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try await connection.run(
      "update ref.edition set row_count = row_count + \(Int64(rows)) where id = \(edition)")
    // What is derived next joins these rows: planned without statistics it may never end.
    try await connection.run("analyze ref.\(identifier: Self.relation(table))")
    return reader.keys
  }

  /// A cell in the text format of COPY.
  private func append(_ cell: String?, to bytes: inout [UInt8]) {
    guard let cell else {
      bytes.append(contentsOf: #"\N"#.utf8)
      return
    }
    for byte in cell.utf8 {
      if byte == UInt8(ascii: "\\") { bytes.append(byte) }
      bytes.append(byte)
    }
  }

  /// What is computed from the loaded rows and kept with the edition.
  private func derive(_ set: String, edition: Int32) async throws {
    switch set {
    case "rome3":
      try await connection.run(try query("derive-skill-weights", edition))
      try await connection.run(try query("derive-skill-near", edition))
    case "rncp": try await connection.run(try query("derive-certification-successors", edition))
    case "programme": _ = try await RuleBook.read(edition: edition, connection)
    default: break
    }
  }

  private static func id(
    of set: String, _ checksum: [UInt8], _ connection: Connection
  ) async throws -> Int32 {
    try await connection.one(
      "select id from ref.edition where set_name = \(set) and checksum = \(checksum)",
      as: Int32.self)
  }

  private static func relation(_ table: ReferenceTable) -> String {
    switch table.set {
    case "rome3", "rome4", "programme": table.set + "_" + table.name
    default: table.name
    }
  }

  // MARK: Editions

  private static func makeCurrent(
    _ set: String, checksum: [UInt8], _ connection: Connection
  ) async throws {
    if set == "programme" {
      return try await RuleChange.use(
        id(of: set, checksum, connection), .reference, file: nil,
        by: RuleChange.Author(name: "vivier reference"), connection)
    }
    try await connection.run(
      "update ref.edition set is_current = false where set_name = \(set) and is_current")
    try await connection.run(
      """
      update ref.edition set is_current = true
      where set_name = \(set) and checksum = \(checksum)
      """)
    // The occupations a diploma leads to stand in the profiles.
    if set == "rncp" {
      try await connection.run(
        "select match.refresh_profile(array(select id from app.candidate))")
    }
  }

  /// Makes a loaded edition the current one of its set, in one transaction.
  package static func makeCurrent(
    _ set: String, label: String, _ connection: Connection
  ) async throws {
    let editions = try await connection.rows(
      """
      select checksum from ref.edition where set_name = \(set) and label = \(label)
      order by loaded_at desc
      """
    ).decode(as: [UInt8].self)
    guard let checksum = editions.first else {
      throw StoreError(
        .notFound, "there is no edition \"\(label)\" of the set \"\(set)\"",
        hint: "run: vivier reference status")
    }
    try await connection.withTransaction { connection in
      try await makeCurrent(set, checksum: checksum, connection)
      try await OccupationNearness.complete(connection)
    }
  }

  /// Removes every edition of a set; fails when rows were written in one.
  package static func remove(_ set: String, _ connection: Connection) async throws -> Int {
    try await connection.run("delete from ref.edition where set_name = \(set)")
  }
}
