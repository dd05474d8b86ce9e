import Glibc

/// One installed set of PostgreSQL's server programs.
struct Binaries: Hashable, Sendable {
  let folder: String
  /// The version as the server tells it, such as `15.20`.
  let version: String
  let major: Int

  static let aptLine = "sudo apt-get install --no-install-recommends postgresql"
  /// ICU as a database's own collation begins with this version.
  static let oldest = 15

  var initdb: String { folder + "/initdb" }
  var postgres: String { folder + "/postgres" }

  /// Finds the newest usable programs, or those of version `major` when data of that version exist.
  ///
  /// `major` is the version of the data at hand, or `nil` when there are none yet; `root` is where
  /// Debian puts one folder per version, and `searchPath` the value of `PATH`.
  static func find(
    major: Int?, root: String = "/usr/lib/postgresql", searchPath: String,
    configuration: String = "pg_config"
  ) throws(ClusterError) -> Binaries {
    var folders = FileSystem.names(in: root).compactMap { Int($0) }.sorted(by: >)
      .map { "\(root)/\($0)/bin" }
    folders += searchPath.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    var found: [Binaries] = []
    for folder in folders {
      guard let binaries = Binaries(in: folder) else { continue }
      if binaries.major == major ?? max(binaries.major, oldest) { return binaries }
      found.append(binaries)
    }
    if let told = try? Child.run([configuration, "--bindir"]).output.split(separator: "\n").first,
      let binaries = Binaries(in: String(told))
    {
      if binaries.major == major ?? max(binaries.major, oldest) { return binaries }
      found.append(binaries)
    }
    guard let other = found.first else {
      throw ClusterError(
        .unavailable, "PostgreSQL's server programs are not installed", at: root, hint: aptLine)
    }
    guard let major else {
      throw ClusterError(
        .unavailable, "PostgreSQL \(other.version) is too old: \(oldest) or later is needed",
        at: other.folder, hint: aptLine)
    }
    throw ClusterError(
      .configuration,
      "the data were written by PostgreSQL \(major), and only \(other.version) is installed",
      at: other.folder,
      hint: "install postgresql-\(major), or dump the data there and restore them here")
  }

  /// The programs in one folder, or `nil` when they are not all there or do not run.
  init?(in folder: String) {
    guard unsafe access(folder + "/postgres", X_OK) == 0,
      unsafe access(folder + "/initdb", X_OK) == 0,
      let told = try? Child.run([folder + "/postgres", "-V"]), told.status == 0,
      // "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)"
      let version = told.output.split(whereSeparator: \.isWhitespace).dropFirst(2).first,
      let major = Int(version.prefix(while: \.isNumber))
    else { return nil }
    self.folder = folder
    self.version = String(version)
    self.major = major
  }
}
