import Glibc
import Postgres

/// One row of the table `wide`.
private struct Wide {
  let id: Int64
  let rank: Int32
  let score: Double
  let code: String
  let note: String
  let flag: Bool
  let at: Timestamp
  let day: PostgresDate
  let parent: Int64?

  init(_ index: Int) {
    id = Int64(index)
    rank = Int32(index % 1_000)
    score = Double(index) / 8
    code = "code \(padded(index, 7))"
    note = "a remark of forty characters, no. \(padded(index, 6))"
    flag = index % 3 == 0
    at = Timestamp(microsecondsSince1970: 1_700_000_000_000_000 + id * 1_000_003)
    day = PostgresDate(daysSince1970: Int32(19_000 + index % 1_000))
    parent = index % 2 == 0 ? id / 2 : nil
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: width - digits.count) + digits
}

func copyInRows(_ count: Int, _ connection: Connection, _ meter: inout Meter) async throws {
  let block = (0..<1_000).map(Wide.init)
  meter.start()
  try await connection.copyIn("copy target from stdin (format binary)") { writer in
    for index in 0..<count {
      let row = block[index % block.count]
      try await writer.row(
        row.id, row.rank, row.score, row.code, row.note, row.flag, row.at, row.day, row.parent)
    }
  }
  meter.stop()
}

func copyOutRows(_ connection: Connection, _ meter: inout Meter) async throws {
  var total: Int64 = 0
  meter.start()
  try await connection.copyOut(
    "copy wide to stdout (format binary)",
    as: (Int64, Int32, Double, String, String, Bool, Timestamp, PostgresDate, Int64?).self
  ) { id, rank, score, code, note, flag, at, day, parent in
    total += id
    if meter.checks {
      meter.mix(id)
      meter.mix(rank)
      meter.mix(score)
      meter.mix(code)
      meter.mix(note)
      meter.mix(flag ? 1 : 0)
      meter.mix(at.microsecondsSince1970)
      meter.mix(day.daysSince1970)
      meter.mix(parent ?? 7)
    }
  }
  meter.stop()
  meter.mix(total)
}

func copyIn(
  _ sql: SQL, file: String, _ connection: Connection, _ meter: inout Meter
) async throws {
  let input = unsafe open(file, O_RDONLY)
  defer { close(input) }
  meter.start()
  try await connection.copyIn(sql) { writer in
    while true {
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        unsafe count = max(0, read(input, buffer.baseAddress, buffer.count))
      }
      if chunk.isEmpty { break }
      try await writer.write(chunk)
    }
  }
  meter.stop()
}

func copyOut(_ sql: SQL, _ connection: Connection, _ meter: inout Meter) async throws {
  var total = 0
  var sum = Adler32()
  meter.start()
  try await connection.copyOut(sql) { message in
    total += message.count
    if meter.checks {
      for index in message.indices { sum.add(message[index]) }
    }
  }
  meter.stop()
  meter.mix(total)
  meter.mix(sum.value)
}
