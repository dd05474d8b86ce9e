package import Exchange
import Foundation
import Glibc
package import Postgres
package import Programme
package import Store

/// A folder in which others leave import files, taken in before a night.
///
/// Each file's rows, and the note that it was taken in, are committed together; then it is moved to
/// `done/DATE`. Killed in between, the next time moves it without reading it again. Whoever writes a
/// file writes it under a name that begins with a dot, or ends with `.part`, and renames it.
package struct Inbox {
  /// What was done with one file.
  package struct Taken: Sendable {
    /// Its name.
    package let name: String
    /// What became of it.
    package let outcome: Outcome
  }

  /// What became of a file.
  package enum Outcome: Sendable {
    /// It was imported, and moved together with its rejected rows.
    case imported(ImportKind, ImportReport)
    /// An earlier night had imported it and was killed before it moved it.
    case moved
    /// It stays where it is, with the reason.
    case refused(String)
  }

  private let folder: String
  private let day: Day
  private let isDryRun: Bool
  private let checkpoint: (_ name: String, _ isCommitted: Bool) async throws -> Void

  /// An inbox.
  ///
  /// - `isDryRun`: everything is checked; no row is written and no file moved.
  /// - `checkpoint`: is called before and after the commit of each file, for tests that kill it.
  package init(
    _ folder: String, on day: Day, isDryRun: Bool = false,
    checkpoint: @escaping (_ name: String, _ isCommitted: Bool) async throws -> Void = { _, _ in }
  ) {
    self.folder = folder
    self.day = day
    self.isDryRun = isDryRun
    self.checkpoint = checkpoint
  }

  /// Where the rejected rows of a file go.
  package static func rejectsPath(for file: String) -> String {
    (file.hasSuffix(".csv") ? String(file.dropLast(4)) : file) + ".rejects.csv"
  }

  /// Takes in every file, companies before their positions; the caller holds the lock of the night.
  package func take(_ connection: Connection) async throws -> [Taken] {
    var taken: [Taken] = []
    for name in try names() {
      do {
        taken.append(Taken(name: name, outcome: try await take(name, connection)))
      } catch let error as StoreError where error.kind == .data || error.kind == .notFound {
        taken.append(Taken(name: name, outcome: .refused(error.what)))
      } catch let error as ImportError {
        taken.append(Taken(name: name, outcome: .refused(error.description)))
      }
    }
    return taken
  }

  // MARK: Names

  /// The files to look at, in the order they are taken in.
  private func names() throws -> [String] {
    let found: [String]
    do {
      found = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw StoreError(
        .configuration, "the inbox \(folder) cannot be read",
        hint: "make the folder, or correct --inbox or VIVIER_INBOX")
    }
    let order = ImportKind.allCases
    func place(_ name: String) -> Int {
      Self.kind(of: name).flatMap { order.firstIndex(of: $0) } ?? order.count
    }
    return found.filter(Self.isWaiting).sorted { (place($0), $0) < (place($1), $1) }
  }

  /// Whether a name is that of a file to take in: not one half written, and not what a night left.
  private static func isWaiting(_ name: String) -> Bool {
    name != "done" && !name.hasPrefix(".") && !name.hasSuffix(".part") && !name.hasSuffix(".tmp")
      && !name.hasSuffix(".rejects.csv") && !name.hasSuffix(".md")
  }

  /// The kind of file a name stands for: `postes-2026-11.csv` holds positions.
  package static func kind(of name: String) -> ImportKind? {
    guard name.lowercased().hasSuffix(".csv"), let word = fold(name).split(separator: " ").first
    else { return nil }
    return switch word {
    case "companies", "company", "entreprises", "entreprise", "etablissements": .companies
    case "positions", "position", "postes", "poste", "offres": .positions
    case "candidates", "candidate", "candidats", "talents", "talent", "apprenants": .candidates
    case "trainings", "training", "formations", "formation": .trainings
    default: ImportKind(rawValue: String(word))
    }
  }

  // MARK: One file

  private func take(_ name: String, _ connection: Connection) async throws -> Outcome {
    guard let kind = Self.kind(of: name) else {
      return .refused(
        "its name does not tell what it holds: begin with entreprises, postes, talents or formations and end with .csv"
      )
    }
    let path = folder + "/" + name
    let identity = try Self.identity(of: path)
    let earlier = try await connection.oneOrNone(
      "select done_as from app.inbox_file where identity = \(identity)", as: String.self)
    if let earlier {
      if !isDryRun { try move(path, to: earlier) }
      return .moved
    }
    if isDryRun {
      return .imported(kind, try await read(kind, path, isDryRun: true, connection))
    }
    let target = try freeTarget(for: name)
    let report = try await connection.withTransaction { connection in
      let report = try await read(kind, path, isDryRun: false, connection)
      guard try Self.identity(of: path) == identity else {
        throw StoreError(.data, "it was written to while it was read; the next night takes it")
      }
      if !report.rejected.isEmpty {
        try write(report.rejects, to: Self.rejectsPath(for: folder + "/" + target))
      }
      let figures = [
        ("new", report.new), ("updated", report.updated), ("unchanged", report.unchanged),
        ("rejected", report.rejected.count),
      ]
      try await connection.run(
        """
        insert into app.inbox_file (name, identity, kind, done_as, taken_on, figures)
        select \(name), \(identity), \(kind.rawValue), \(target), \(PostgresDate(day)),
          jsonb_object_agg(f.name, f.value)
        from unnest(\(figures.map(\.0)), \(figures.map { Int64($0.1) })) as f (name, value)
        """)
      try await checkpoint(name, false)
      return report
    }
    try await checkpoint(name, true)
    try move(path, to: target)
    return .imported(kind, report)
  }

  private func read(
    _ kind: ImportKind, _ path: String, isDryRun: Bool, _ connection: Connection
  ) async throws -> ImportReport {
    let reader = try FileReader(path, followsLinks: false)
    return try await Importer(
      connection, checks: try await ImportChecks.read(on: day, connection), isDryRun: isDryRun
    ).run(kind) { () throws in try reader.next() }
  }

  /// What a file keeps when it is moved and loses when it is written anew.
  private static func identity(of path: String) throws -> String {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      throw StoreError(.notFound, "it went away")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.data, "it is no regular file: links, pipes and folders are not read")
    }
    return "\(status.st_dev) \(status.st_ino) \(status.st_size) "
      + "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// Where a file goes, below the inbox: its own name, or one with a number where that is taken.
  private func freeTarget(for name: String) throws -> String {
    let done = "done/\(day)"
    do {
      try FileManager.default.createDirectory(
        atPath: folder + "/" + done, withIntermediateDirectories: true)
    } catch {
      throw StoreError(
        .configuration, "the folder \(folder)/\(done) cannot be made",
        hint: "give the user of the night the right to write there")
    }
    let stem = String(name.dropLast(".csv".count))
    for number in 1... {
      let target = "\(done)/\(stem)\(number == 1 ? "" : "-\(number)").csv"
      if !FileReader.exists(folder + "/" + target) { return target }
    }
    return "\(done)/\(name)"
  }

  private func move(_ path: String, to target: String) throws {
    guard unsafe rename(path, folder + "/" + target) == 0 else {
      throw StoreError(
        .configuration, "\(path) cannot be moved to \(target)",
        hint: "give the user of the night the right to write there; its rows are imported")
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw StoreError(
        .configuration, "\(path) cannot be written",
        hint: "give the user of the night the right to write there")
    }
  }
}
