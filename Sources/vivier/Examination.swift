import Cluster
import Foundation
import Glibc
import Mail
import Nightly
import Postgres
import Programme
import Store

/// The checks of `vivier doctor`, one after another; one that fails hides no other.
struct Examination {
  /// What was found, in the order of the checks.
  private(set) var findings: [Finding] = []

  /// A reference set older than this is worth a look.
  static let oldestReference = 400
  /// The set that nobody has confirmed since 2020.
  static let unconfirmed = "training_catalogue"

  /// Runs every check that the state of things allows.
  mutating func examine(_ options: GlobalOptions, repair: Bool) async {
    let environment = (try? options.environment()) ?? ProcessEnvironment.current
    examineHome(options, environment)
    do {
      let context = try Context(options)
      examineSeeds(context)
      var inner = self
      try await context.access.withServer {
        try await inner.examineDatabase(context, repair: repair)
      }
      self = inner
    } catch {
      let failure = Failure(error)
      add("database", .problem, failure.what, fix: failure.hint)
    }
  }

  private mutating func add(_ check: String, _ state: Finding.State, _ what: String, fix: String?) {
    findings.append(Finding(check: check, state: state, what: what, fix: fix))
  }

  private mutating func examineHome(_ options: GlobalOptions, _ environment: [String: String]) {
    guard
      let path = try? Home.path(
        argument: options.home, environment: environment, uid: geteuid(),
        userHome: environment["HOME"])
    else {
      return add(
        "home", .problem, "this user has no folder to keep the state in",
        fix: "name one with --home or VIVIER_HOME")
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      return add("home", .good, "\(path) is made by the first command", fix: nil)
    }
    if status.st_uid != geteuid() {
      add(
        "home", .problem, "\(path) belongs to another user",
        fix: "run as that user, or name another folder with --home")
    } else if status.st_mode & 0o067 != 0 {
      add("home", .problem, "others may enter \(path)", fix: "chmod 700 \(path)")
    } else {
      add("home", .good, "\(path), for this user alone", fix: nil)
    }
    examineDisk(path)
  }

  private mutating func examineDisk(_ path: String) {
    var disk = statvfs()
    guard unsafe statvfs(path, &disk) == 0 else { return }
    let free = Int(disk.f_bavail) * Int(disk.f_frsize) / 1_000_000
    add(
      "disk", free < 200 ? .problem : free < 2_000 ? .warning : .good, "\(free) MB free",
      fix: free < 2_000 ? "make room on the disk of \(path)" : nil)
  }

  private mutating func examineSeeds(_ context: Context) {
    let seeds = context.seeds(nil)
    let isThere = FileReader.exists(seeds + "/reference/editions.csv")
    add(
      "seeds", isThere ? .good : .warning,
      isThere ? "reference files in \(seeds)" : "no reference files in \(seeds)",
      fix: isThere ? nil : "go to the folder that holds Seeds/, or set VIVIER_SEEDS to it")
  }

  private mutating func examineDatabase(_ context: Context, repair: Bool) async throws {
    let connection = try await context.access.open(as: .nightly)
    let version = connection.serverVersion / 10_000
    add(
      "database", version >= 15 ? .good : .problem,
      "\(context.access.description), PostgreSQL \(version)",
      fix: version >= 15 ? nil : "use PostgreSQL 15 or newer")
    try await examineRoles(connection)
    do {
      try await Migrator(connection).check()
      add("schema", .good, "up to date", fix: nil)
    } catch let error as MigrationError {
      // What follows reads tables that may not be there.
      return add("schema", .problem, error.description, fix: error.hint)
    }
    let today = try await context.day(nil, connection)
    let knowsParis = try await HealthCheck.knowsParis(connection)
    add(
      "calendar", knowsParis ? .good : .problem,
      knowsParis ? "today in Paris is \(today)" : "the server does not know the time in Paris",
      fix: knowsParis ? nil : "install the time zone data (Debian: tzdata) and start it again")
    try await examineReference(today, connection)
    if repair {
      let count = try await HealthCheck.refreshProfiles(connection)
      add("repair", .good, "\(count) profile(s) made anew", fix: nil)
    }
    for check in try await HealthCheck.all(connection) {
      add(Self.finding(check))
    }
    try await examineNight(today, connection)
  }

  /// Looks up what the DNS says of the domain that mail comes from.
  mutating func examineSender(_ options: GlobalOptions, _ texts: SenderNames.Lookup) {
    do {
      let environment = try options.environment()
      guard let domain = MailSettings(environment).sender?.from.domain else {
        return add("DNS", .warning, "mail has no sender yet", fix: "vivier config check")
      }
      let selector = SettingName.find("mail.dkim_selector").flatMap { environment[$0.variable] }
      let names = SenderNames(domain: domain, selector: selector.flatMap { $0.isEmpty ? nil : $0 })
      findings += try names.findings(texts)
    } catch {
      let failure = Failure(error)
      add("DNS", .warning, failure.what, fix: failure.hint)
    }
  }

  private mutating func add(_ finding: Finding) { findings.append(finding) }

  /// The rows of one file of `SQL/Checks` as one finding.
  static func finding(
    _ check: (name: String, title: String, problems: [HealthCheck.Problem])
  ) -> Finding {
    let name = check.name.replacing("-", with: " ")
    guard let first = check.problems.first else {
      return Finding(check: name, state: .good, what: "nothing wrong", fix: nil)
    }
    let shown = check.problems.prefix(5).map { "\($0.subject): \($0.what)" }
    let rest = check.problems.count - shown.count
    // A problem that knows its command says it after "run".
    let command = first.what.split(separator: "run vivier ").dropFirst().first
    return Finding(
      check: name, state: .problem,
      what: shown.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : ""),
      fix: command.map { "vivier \($0)" } ?? check.title)
  }

  private mutating func examineRoles(_ connection: Connection) async throws {
    let missing = try await HealthCheck.missingRoles(connection)
    let session = try await HealthCheck.session(connection)
    if !missing.isEmpty {
      add(
        "roles", .problem, "missing: " + missing.joined(separator: ", "),
        fix: "vivier db migrate, or let an administrator run Ops/roles.sql")
    } else if session.isSuperuser {
      add(
        "roles", .problem, "commands act as the superuser \(session.role)",
        fix: "connect as vivier_nightly")
    } else if session.loginIsSuperuser {
      add(
        "roles", .warning, "commands come as the superuser \(session.login) and step down",
        fix: "connect as vivier_nightly")
    } else {
      add("roles", .good, "all there; commands act as \(session.role)", fix: nil)
    }
  }

  private mutating func examineReference(_ today: Day, _ connection: Connection) async throws {
    for set in try await ReferenceStatus.read(on: today, connection) where set.isCurrent {
      let name = "reference \(set.set)"
      if set.set == Self.unconfirmed {
        add(
          name, .warning, "\(set.label), to verify: no provider confirmed it since",
          fix:
            "ask the CFA before naming an offer, and import what they tell: vivier import trainings FILE"
        )
      } else if set.ageInDays > Self.oldestReference {
        add(
          name, .warning, "\(set.label), \(set.ageInDays) days old",
          fix: "load a newer edition: vivier reference load --from DIR")
      } else {
        add(name, .good, "\(set.label), \(set.ageInDays) days old", fix: nil)
      }
    }
    guard let book = try? await RuleBook.read(connection) else {
      return add(
        "rules", .problem, "no rules of the programme can be used", fix: "vivier reference load")
    }
    let overdue = book.overdue(on: today)
    let oldest = Rule.allCases.compactMap { book.checkedOn($0, on: today) }.min()
    add(
      "rules", overdue.isEmpty ? .good : .warning,
      overdue.isEmpty
        ? "compared with their sources since \(oldest?.description ?? "")"
        : "not compared with their sources for \(RuleBook.monthsBetweenChecks) months: "
          + overdue.map(\.rawValue).joined(separator: ", "),
      fix: overdue.isEmpty
        ? nil : "compare them again (vivier rule check-age) and load them: vivier rule load FILE")
  }

  private mutating func examineNight(_ today: Day, _ connection: Connection) async throws {
    if let last = try await Run.latest(1, connection).first {
      let age = today.days(since: last.date)
      add(
        "last night", age > 1 ? .warning : .good, "\(last.date), \(last.state)",
        fix: age > 1 ? "\(age) days ago; run: vivier nightly" : nil)
    } else {
      add("last night", .warning, "none yet", fix: "vivier nightly")
    }
    let states = try await HealthCheck.outbox(connection)
    func count(_ names: String...) -> Int { names.reduce(0) { $0 + (states[$1] ?? 0) } }
    let waiting = count("pending", "deferred", "sending", "committing")
    let (dead, uncertain) = (count("dead"), count("uncertain"))
    add(
      "outbox", waiting + dead + uncertain > 0 ? .warning : .good,
      "\(waiting) waiting, \(uncertain) uncertain, \(dead) given up, \(count("sent")) sent",
      fix: waiting > 0 ? "vivier deliver" : dead + uncertain > 0 ? "vivier run show" : nil)
  }
}
