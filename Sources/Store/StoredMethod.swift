import Exchange
package import Matching
package import Postgres
package import Programme

/// A version of the matching method as it is kept: numbers with their meaning, in use from a day on.
package struct StoredMethod: Sendable {
  /// A number under its name.
  package struct Number: Sendable, Hashable {
    /// The name, such as `weight.pay`.
    package let name: String
    /// The value: shares in millionths; weights, days and counts as they are.
    package let value: Int
    /// What it stands for, in words; empty for the method the program brings.
    package let meaning: String
  }

  /// The name of this set of numbers.
  package let version: String
  /// The first business date it is used for; nil for the method the program brings.
  package let since: Day?
  /// Why it was made.
  package let note: String
  /// The numbers, in the order of the program, then those it does not know.
  package let numbers: [Number]

  /// The method the program brings, for a database in which none is loaded.
  package static let builtIn = StoredMethod(
    version: Method.current.version, since: nil, note: "the numbers this program brings",
    numbers: Method.current.numbers.map { Number(name: $0.name, value: $0.value, meaning: "") })

  /// The numbers as the matching takes them; refuses a version that lacks one or has one too many.
  package func method() throws -> Method {
    do {
      return try Method(
        version: version,
        numbers: Dictionary(numbers.map { ($0.name, $0.value) }) { first, _ in first })
    } catch {
      throw StoreError(
        .configuration, "the method \(version) does not fit this program: \(error)",
        hint: "load one that does: vivier method load Seeds/method/\(Method.current.version).csv")
    }
  }

  /// A number in which two versions differ.
  package struct Change: Sendable, Hashable {
    /// Its name and what it stands for.
    package let name, meaning: String
    /// Its value in each; nil where a version lacks it.
    package let before, after: Int?
  }

  /// The numbers in which this version differs from another, in the order of the program.
  package func changes(from earlier: StoredMethod) -> [Change] {
    let old = Dictionary(earlier.numbers.map { ($0.name, $0) }) { first, _ in first }
    let new = Set(numbers.map(\.name))
    return numbers.filter { old[$0.name]?.value != $0.value }.map {
      Change(name: $0.name, meaning: $0.meaning, before: old[$0.name]?.value, after: $0.value)
    }
      + earlier.numbers.filter { !new.contains($0.name) }.map {
        Change(name: $0.name, meaning: $0.meaning, before: $0.value, after: nil)
      }
  }

  // MARK: Reading

  /// Every loaded version, the latest first; the method the program brings where none is loaded.
  package static func all(_ connection: Connection) async throws -> [StoredMethod] {
    let rows = try await connection.rows(
      "select version, since, note from match.method order by since desc"
    ).decode(as: (String, PostgresDate, String).self)
    let numbers = try await connection.rows(
      "select method, name, value, meaning from match.method_number order by method, name"
    ).decode(as: (String, String, Int32, String).self)
    let order = Dictionary(
      uniqueKeysWithValues: Method.current.numbers.enumerated().map { ($1.name, $0) })
    let methods = rows.map { row in
      StoredMethod(
        version: row.0, since: Day(row.1), note: row.2,
        numbers: numbers.filter { $0.0 == row.0 }
          .map { Number(name: $0.1, value: Int($0.2), meaning: $0.3) }
          .sorted { (order[$0.name] ?? .max, $0.name) < (order[$1.name] ?? .max, $1.name) })
    }
    return methods.isEmpty ? [builtIn] : methods
  }

  /// The version in use on a day: the latest that began by then, else the first there is.
  package static func inUse(on day: Day, _ connection: Connection) async throws -> StoredMethod {
    let all = try await all(connection)
    return all.first { $0.since.map { $0 <= day } ?? true } ?? all.last ?? builtIn
  }

  /// The version of that name.
  package static func find(
    _ version: String, _ connection: Connection
  ) async throws -> StoredMethod {
    let all = try await all(connection)
    if let found = all.first(where: { $0.version == version }) { return found }
    // A night before the first one was loaded used the program's own.
    if version == builtIn.version { return builtIn }
    throw StoreError(
      .notFound, "there is no method \(version)",
      hint: "there is \(all.map(\.version).joined(separator: ", ")); run: vivier method list")
  }

  // MARK: Loading

  /// Reads a file of name, value and meaning; refuses what does not fit, naming the line.
  ///
  /// The rows `version`, `since` and `note` say what it is; every number of the method follows once.
  package init(file path: String) throws {
    try self.init(FileReader.bytes(of: path), called: path)
  }

  /// Reads the bytes of such a file; `name` stands in errors.
  package init(_ bytes: [UInt8], called name: String) throws {
    func refuse(_ line: Int, _ reason: String) -> StoreError {
      StoreError(.data, "\(name) line \(line): \(reason)", hint: "nothing was loaded")
    }
    let records: [CSVRecord]
    do { records = try CSVReader.records(bytes) } catch { throw refuse(1, "\(error)") }
    for record in records {
      if let problem = record.problem { throw refuse(record.line, "\(problem)") }
    }
    guard let header = records.first, header.cells == ["name", "value", "meaning"] else {
      throw refuse(1, "the header is not name,value,meaning")
    }
    var version: String?
    var since: Day?
    var note: String?
    var values: [String: Number] = [:]
    for record in records.dropFirst() {
      let (key, value, meaning) = (record.cells[0], record.cells[1], record.cells[2])
      switch key {
      case "version":
        guard value.wholeMatch(of: /[a-z0-9][a-z0-9._-]{0,39}/) != nil else {
          throw refuse(record.line, "a version is a word of a-z, 0-9, dot, dash and underscore")
        }
        version = value
      case "since":
        guard let day = try? Day(value) else {
          throw refuse(record.line, "since is not a date such as 2026-11-01")
        }
        since = day
      case "note": note = value
      default:
        guard let allowed = Method.allowed(key) else {
          throw refuse(record.line, "there is no number \(key)")
        }
        guard let number = Int(value), allowed.contains(number) else {
          throw refuse(
            record.line,
            "\(key) must be a whole number from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
        guard values[key] == nil else { throw refuse(record.line, "\(key) stands there twice") }
        values[key] = Number(name: key, value: number, meaning: meaning)
      }
    }
    let end = records.last?.line ?? 1
    guard let version, let since, let note else {
      throw refuse(end, "it lacks \(version == nil ? "version" : since == nil ? "since" : "note")")
    }
    self.version = version
    self.since = since
    self.note = note
    numbers = try Method.current.numbers.map {
      guard let number = values[$0.name] else { throw refuse(end, "it lacks \($0.name)") }
      return number
    }
  }

  private init(version: String, since: Day?, note: String, numbers: [Number]) {
    self.version = version
    self.since = since
    self.note = note
    self.numbers = numbers
  }

  /// Keeps a version for good; false when it was loaded before with the same numbers.
  ///
  /// A version that is there never changes: other numbers or another first day are refused.
  package func load(_ connection: Connection) async throws -> Bool {
    guard let since else { return false }
    return try await connection.withTransaction { connection in
      let known = try await StoredMethod.all(connection).filter { $0.since != nil }
      if let same = known.first(where: { $0.version == version }) {
        let differing = numbers.first { number in
          !same.numbers.contains { $0.name == number.name && $0.value == number.value }
        }
        guard differing == nil, same.numbers.count == numbers.count, same.since == since else {
          throw StoreError(
            .data,
            "the method \(version) is loaded already, with another \(differing?.name ?? (same.since == since ? "set of numbers" : "first day"))",
            hint: "a version never changes: give these numbers a version of their own")
        }
        return false
      }
      if let other = known.first(where: { $0.since == since }) {
        throw StoreError(
          .data, "the method \(other.version) begins on \(since) as well",
          hint: "let \(version) begin on another day")
      }
      try await connection.run(
        """
        insert into match.method (version, since, note)
        values (\(version), \(PostgresDate(since)), \(note))
        """)
      try await connection.run(
        """
        insert into match.method_number (method, name, value, meaning)
        select \(version), name, value, meaning
        from unnest(\(numbers.map(\.name)), \(numbers.map { Int32($0.value) }),
          \(numbers.map(\.meaning))) as n (name, value, meaning)
        """)
      return true
    }
  }
}
