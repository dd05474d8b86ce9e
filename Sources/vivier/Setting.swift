import Cluster
import Postgres

/// One setting of the program: its value, free of secrets, and where it comes from.
struct Setting: Hashable {
  let name: String
  /// Nil when it is not set.
  let value: String?
  /// A flag, a variable, or `default`.
  let origin: String

  /// What a secret shows as.
  static let redacted = "<redacted>"

  /// Every setting the program reads.
  static func all(
    home: String?, database: String?, file: SettingsFile = .none,
    environment told: [String: String], uid: UInt32
  ) -> [Setting] {
    let environment = file.environment(over: told)
    func variable(_ name: String, default value: String?) -> Setting {
      guard let found = environment[name], !found.isEmpty else {
        return Setting(name: name, value: value, origin: "default")
      }
      return Setting(name: name, value: found, origin: origin(of: name, told, file))
    }
    let places = [self.home(home, environment, uid), self.database(home, database, environment)]
    var settings = places.map { place in
      let prefix = "variable "
      guard place.origin.hasPrefix(prefix) else { return place }
      return Setting(
        name: place.name, value: place.value,
        origin: origin(of: String(place.origin.dropFirst(prefix.count)), told, file))
    }
    settings += SettingName.all.filter { !["home", "database"].contains($0.name) }.map {
      variable($0.variable, default: $0.fallback)
    }
    settings += [
      variable("VIVIER_PROGRAM", default: "vivier"), variable("NO_COLOR", default: nil),
      variable("TERM", default: nil), variable("COLUMNS", default: nil),
    ]
    if environment[SessionToken.variable] != nil {
      settings.append(
        Setting(
          name: SessionToken.variable, value: redacted, origin: "variable \(SessionToken.variable)")
      )
    }
    if let url = environment["DATABASE_URL"], !url.isEmpty {
      settings.append(
        Setting(
          name: "DATABASE_URL", value: safe(url), origin: origin(of: "DATABASE_URL", told, file)))
    }
    for (name, value) in environment.sorted(by: { $0.key < $1.key })
    where name.hasPrefix("PG") && !value.isEmpty {
      let isSecret = name == "PGPASSWORD" || name == "PGSSLPASSWORD"
      // PGDATABASE may hold a whole conninfo, password included.
      let shown = name == "PGDATABASE" && value.contains("=") ? safe(value) : value
      settings.append(
        Setting(name: name, value: isSecret ? redacted : shown, origin: "variable \(name)"))
    }
    return settings
  }

  /// Where the value of a variable comes from: itself, or the line of the file that stands for it.
  private static func origin(
    of variable: String, _ told: [String: String], _ file: SettingsFile
  ) -> String {
    if !(told[variable] ?? "").isEmpty { return "variable \(variable)" }
    let entry = file.entries.first { SettingName.find($0.name)?.variable == variable }
    guard let entry, let path = file.path else { return "variable \(variable)" }
    return "\(path) line \(entry.line)"
  }

  private static func home(
    _ told: String?, _ environment: [String: String], _ uid: UInt32
  ) -> Setting {
    let path = try? Home.path(
      argument: told, environment: environment, uid: uid, userHome: environment["HOME"])
    var origin = "default"
    if told != nil {
      origin = "--home"
    } else if !(environment["VIVIER_HOME"] ?? "").isEmpty {
      origin = "variable VIVIER_HOME"
    } else if environment["XDG_STATE_HOME"]?.hasPrefix("/") == true {
      origin = "variable XDG_STATE_HOME"
    }
    return Setting(name: "home", value: path, origin: origin)
  }

  /// A home named by a flag means its own database, whatever the environment.
  private static func database(
    _ home: String?, _ told: String?, _ environment: [String: String]
  ) -> Setting {
    let own = "the private one of the home"
    if let told { return Setting(name: "database", value: safe(told), origin: "--database") }
    if home != nil { return Setting(name: "database", value: own, origin: "--home") }
    if let url = environment["DATABASE_URL"], !url.isEmpty {
      return Setting(name: "database", value: safe(url), origin: "variable DATABASE_URL")
    }
    for name in ["PGHOST", "PGSERVICE", "PGHOSTADDR"] {
      guard let value = environment[name], !value.isEmpty else { continue }
      return Setting(
        name: "database", value: "what the PG variables say", origin: "variable \(name)")
    }
    return Setting(name: "database", value: own, origin: "default")
  }

  /// A conninfo without its secrets.
  private static func safe(_ conninfo: String) -> String {
    (try? Options(conninfo: conninfo))?.description ?? redacted
  }
}
