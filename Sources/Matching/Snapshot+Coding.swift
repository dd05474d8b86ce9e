extension Snapshot {
  /// The stored form: `VIVSNAP`, the version of the format, the rows, and a keyed hash of it all.
  ///
  /// The rows stand in canonical order, so the same rows give the same bytes whatever the order
  /// they were added in. What is inferred is not stored; reading concludes it again.
  package func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(Int(date))
    writer.write(week)
    writer.write(list: key) { $0.write(Int($1)) }
    writer.write(method.version)
    for number in method.numbers { writer.write(number.value) }
    writer.write(programme.minimumLevelHeld.lowerBound)
    writer.write(programme.minimumLevelHeld.upperBound)
    writer.write(programme.packedMonths)
    writer.write(reference)
    writer.write(list: Array(0..<positionCount)) { $0.write(position(at: $1)) }
    writer.write(list: Array(0..<candidateCount)) { $0.write(candidate(at: $1)) }
    let body = Snapshot.header + writer.bytes
    return body + Snapshot.checksum(body[...])
  }

  /// Reads the stored form.
  ///
  /// - Parameter bytes: what ``encoded()`` gave.
  /// - Throws: ``SnapshotError`` where the bytes were cut or changed, or are of another version.
  package init(decoding bytes: [UInt8]) throws(SnapshotError) {
    let header = Snapshot.header
    guard bytes.count >= header.count + 8 else {
      throw .damaged(at: bytes.count, hint: "it ends too early")
    }
    guard bytes.starts(with: header.dropLast()) else {
      throw .damaged(at: 0, hint: "it does not begin as a snapshot does")
    }
    guard bytes[header.count - 1] == header[header.count - 1] else {
      throw .version(Int(bytes[header.count - 1]))
    }
    let end = bytes.count - 8
    guard bytes[end...].elementsEqual(Snapshot.checksum(bytes[..<end])) else {
      throw .damaged(at: end, hint: "the checksum differs")
    }
    try self.init(decodingRows: bytes, from: header.count, to: end)
  }

  /// Reads the rows of the stored form, without looking at its checksum.
  init(decodingRows bytes: [UInt8], from start: Int, to end: Int) throws(SnapshotError) {
    var reader = ByteReader(bytes, from: start, to: end)
    let date = try reader.integer(as: Int32.self)
    let week = try reader.text()
    let key = try reader.list { reader throws(SnapshotError) in
      try reader.integer(as: UInt8.self)
    }
    var method = Method(version: try reader.text())
    for field in Method.fields { method[keyPath: field.path] = try reader.integer() }
    let lowest = try reader.integer()
    let highest = try reader.integer()
    guard lowest <= highest else { throw reader.damaged("a range is upside down") }
    let programme = ProgrammeRules(
      minimumLevelHeld: lowest...highest, packedMonths: try reader.integer())
    var builder = Builder(reference: try reader.reference())
    let positions = try reader.list { reader throws(SnapshotError) in try reader.position() }
    let candidates = try reader.list { reader throws(SnapshotError) in try reader.candidate() }
    guard reader.isAtEnd else { throw reader.damaged("something follows the last row") }
    for position in positions { builder.add(position) }
    for candidate in candidates { builder.add(candidate) }
    self = try builder.build(
      date: date, week: week, key: key, method: method, programme: programme)
  }

  private static var header: [UInt8] {
    Array("VIVSNAP".utf8) + [UInt8(formatVersion)]
  }

  /// SipHash with a key of zero, lowest byte first: against damage, not against intent.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var hash = KeyedHash(key: (0, 0))
    for byte in bytes { hash.combine(byte) }
    let value = hash.finish()
    return (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}
