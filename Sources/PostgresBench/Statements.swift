import Postgres

func roundTrips(_ count: Int, _ connection: Connection, _ meter: inout Meter) async throws {
  meter.latencies.reserveCapacity(count)
  meter.start()
  var before = Meter.now()
  for index in 0..<count {
    meter.mix(try await connection.one("select \(index)::int8", as: Int.self))
    let after = Meter.now()
    meter.latencies.append(after - before)
    before = after
  }
  meter.stop()
}

func rows(_ connection: Connection, _ meter: inout Meter) async throws {
  meter.start()
  let readings = try await connection.rows("select id, at, score, name from reading")
    .decode(as: (Int64, Timestamp, Double, String).self)
  meter.stop()
  guard meter.checks else { return }
  for (id, at, score, name) in readings {
    meter.mix(id)
    meter.mix(at.microsecondsSince1970)
    meter.mix(score)
    meter.mix(name)
  }
}

func numbers(_ connection: Connection, _ meter: inout Meter) async throws {
  meter.start()
  let readings = try await connection.rows("select id, at, score from reading")
    .decode(as: (Int64, Timestamp, Double).self)
  meter.stop()
  guard meter.checks else { return }
  for (id, at, score) in readings {
    meter.mix(id)
    meter.mix(at.microsecondsSince1970)
    meter.mix(score)
  }
}

func strings(_ connection: Connection, _ meter: inout Meter) async throws {
  meter.start()
  let names = try await connection.rows("select name from reading").column(at: 0, as: String.self)
  meter.stop()
  guard meter.checks else { return }
  for name in names { meter.mix(name) }
}

func column(_ connection: Connection, _ meter: inout Meter) async throws {
  meter.start()
  let values = try await connection.rows("select n from counter").column(at: 0, as: Int32.self)
  meter.stop()
  guard meter.checks else { return }
  for value in values { meter.mix(value) }
}

func stream(_ connection: Connection, _ meter: inout Meter) async throws {
  var total = 0
  meter.start()
  try await connection.each(
    "select id, at, score, name from reading", as: (Int64, Timestamp, Double, String).self
  ) { id, at, score, name in
    total += Int(id) + name.utf8.count
    if meter.checks {
      meter.mix(id)
      meter.mix(at.microsecondsSince1970)
      meter.mix(score)
      meter.mix(name)
    }
  }
  meter.stop()
  meter.mix(total)
}

func inserts(_ count: Int, _ connection: Connection, _ meter: inout Meter) async throws {
  let names = (0..<100).map { "entry number \($0)" }
  meter.start()
  try await connection.batch("insert into entry (id, score, name) values ($1, $2, $3)") { batch in
    for index in 0..<count {
      try await batch.row(index, Double(index) / 4, names[index % 100])
    }
  }
  meter.stop()
}
