import Exchange

/// A reference file, its columns found by name.
struct Table {
  private let rows: [[String]]

  /// Reads one file; each row has the cells of the named columns, in that order.
  init(
    _ path: String, of reference: [String: [UInt8]], columns: [String]
  ) throws(DemoError) {
    guard let bytes = reference[path] else { throw .missing(path: path) }
    let records: [CSVRecord]
    do {
      records = try CSVReader.records(bytes)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
    let header = records.first?.cells ?? []
    var places: [Int] = []
    for column in columns {
      guard let place = header.firstIndex(of: column) else { throw .column(column, path: path) }
      places.append(place)
    }
    var rows: [[String]] = []
    rows.reserveCapacity(records.count)
    for record in records.dropFirst() {
      if let problem = record.problem {
        throw .unreadable(path: path, reason: problem.description)
      }
      rows.append(places.map { record.cells[$0] })
    }
    self.rows = rows
  }
}

extension Table: Sequence {
  func makeIterator() -> IndexingIterator<[[String]]> { rows.makeIterator() }
}
