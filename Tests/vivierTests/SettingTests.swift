import Testing

@testable import vivier

@Suite struct `A setting` {
  private func settings(
    _ environment: [String: String], home: String? = nil, database: String? = nil
  ) -> [String: Setting] {
    let all = Setting.all(
      home: home, database: database,
      environment: environment.merging(["HOME": "/home/a"]) { told, _ in told }, uid: 1000)
    return Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
  }

  @Test func `has its default where nothing says otherwise`() {
    let found = settings([:])
    #expect(
      found["home"]
        == Setting(name: "home", value: "/home/a/.local/state/vivier", origin: "default"))
    #expect(found["database"]?.origin == "default")
    #expect(found["VIVIER_SEEDS"]?.value == "Seeds")
    #expect(found["NO_COLOR"]?.value == nil)
  }

  @Test func `comes from a variable, and from a flag before that`() {
    let environment = ["VIVIER_HOME": "/srv/v", "VIVIER_SEEDS": "/srv/s", "XDG_STATE_HOME": "/x"]
    let found = settings(environment)
    #expect(found["home"]?.value == "/srv/v")
    #expect(found["home"]?.origin == "variable VIVIER_HOME")
    #expect(found["VIVIER_SEEDS"]?.origin == "variable VIVIER_SEEDS")
    #expect(settings(environment, home: "/tmp/b")["home"]?.origin == "--home")
    #expect(settings(["XDG_STATE_HOME": "/x"])["home"]?.value == "/x/vivier")
  }

  @Test func `that is empty counts as not set`() {
    let found = settings(["VIVIER_SEEDS": "", "DATABASE_URL": "", "PGHOST": ""])
    #expect(found["VIVIER_SEEDS"]?.origin == "default")
    #expect(found["database"]?.origin == "default")
    #expect(found["PGHOST"] == nil)
  }

  @Test func `of the database follows what commands do`() {
    let url = ["DATABASE_URL": "postgresql://u:hidden@db.example/v", "PGHOST": "other"]
    #expect(settings(url)["database"]?.origin == "variable DATABASE_URL")
    #expect(settings(["PGHOST": "other"])["database"]?.origin == "variable PGHOST")
    #expect(settings(url, home: "/tmp/b")["database"]?.origin == "--home")
    #expect(settings(url, home: "/tmp/b", database: "dbname=x")["database"]?.origin == "--database")
  }

  @Test func `never shows a password`() {
    let found = settings(
      [
        "DATABASE_URL": "postgresql://u:hidden@db.example/v", "PGPASSWORD": "hidden",
        "PGSSLPASSWORD": "hidden", "PGDATABASE": "host=h password=hidden",
      ])
    for setting in found.values {
      #expect(setting.value?.contains("hidden") != true, "\(setting.name)")
    }
    #expect(found["DATABASE_URL"]?.value == "host=db.example dbname=v user=u")
    #expect(found["PGPASSWORD"]?.value == "<redacted>")
    let broken = settings([:], database: "postgresql://u:hidden@[")
    #expect(broken["database"]?.value == "<redacted>")
  }
}
