import Exchange
import Testing

@Suite struct `A reference file` {
  func table(_ id: String) throws -> ReferenceTable {
    try #require(ReferenceTable.all.first { $0.id == id })
  }

  func read(
    _ id: String, _ text: String, keys: ReferenceKeys = ReferenceKeys()
  ) throws -> (rows: [[String?]], keys: ReferenceKeys) {
    var reader = ReferenceReader(try table(id), keys: keys)
    var rows: [[String?]] = []
    for piece in pieces(Array(text.utf8), of: 11) {
      reader.append(piece)
      while let row = try reader.next() { rows.append(row) }
    }
    reader.finish()
    while let row = try reader.next() { rows.append(row) }
    return (rows, reader.keys)
  }

  /// What is said of a broken file.
  func mistake(_ id: String, _ text: String, keys: ReferenceKeys = ReferenceKeys()) -> String {
    do {
      return "\(try read(id, text, keys: keys).rows.count) rows"
    } catch {
      return "\(error)"
    }
  }

  var communes: ReferenceKeys {
    get throws {
      let regions = try read("communes/region", "code,name\n93,PACA\n")
      let departments = try read(
        "communes/department", "code,region,name\n06,93,Alpes-Maritimes\n", keys: regions.keys)
      let epci = try read(
        "communes/epci", "siren,name,kind\n200030195,Nice,METRO\n", keys: departments.keys)
      return try read("communes/employment_zone", "code,name\n9306,Nice\n", keys: epci.keys).keys
    }
  }

  let header =
    "code,name,kind,parent,department,region,epci,employment_zone,population,latitude,longitude\n"

  @Test func `gives its rows in the order of its columns, empty cells as null`() throws {
    let rows = try read(
      "communes/commune", header + "06033,Carros,COM,,06,93,,9306,,43.79,-7.18\n", keys: communes
    ).rows
    #expect(
      rows == [["06033", "Carros", "COM", nil, "06", "93", nil, "9306", nil, "43.79", "-7.18"]])
  }

  @Test(arguments: [
    ("6033,Carros,COM,,06,93,,,,43,7", "line 2, column code: expected the Insee"),
    ("06033,,COM,,06,93,,,,43,7", "line 2, column name: the cell is empty"),
    ("06033, Carros,COM,,06,93,,,,43,7", "line 2, column name: expected one line"),
    ("06033,Carros,X,,06,93,,,,43,7", "line 2, column kind: expected one of COM, ARM"),
    (
      "06033,Carros,COM,,83,93,,,,43,7",
      "line 2, column department: no such row in communes/department"
    ),
    ("06033,Carros,COM,,06,93,,,many,43,7", "line 2, column population: expected a whole number"),
    ("06033,Carros,COM,,06,93,,,007,43,7", "line 2, column population: expected a whole number"),
    ("06033,Carros,COM,,06,93,,,,91,7", "line 2, column latitude: expected a number"),
    ("06033,Carros,COM,,06,93,,,,nan,7", "line 2, column latitude: expected a number"),
    ("06033,Carros,COM,,06,93,,,,43", "line 2, column latitude: 10 cells where the header has 11"),
    ("06033,Carros,ARM,06088,06,93,,,,43,7", "line 2, column parent: no such row in this file"),
    ("06033,\"Carros,COM", "line 2, column name: quote never closed"),
    (
      "06033,Carros,COM,,06,93,,,,43,7\n06033,Carros,COM,,06,93,,,,43,7",
      "line 3, column code: an earlier line has the same key"
    ),
  ])
  func `names file, line and column of its first mistake`(row: String, reason: String) throws {
    let found = try mistake("communes/commune", header + row + "\n", keys: communes)
    #expect(found.hasPrefix("communes/commune.csv: " + reason), "\(found)")
  }

  @Test func `may refer to a row of its own that comes later`() throws {
    let rows = try read(
      "communes/commune",
      header + "06033,A,ARM,06088,06,93,,,,43,7\n06088,Nice,COM,,06,93,,,,43,7\n", keys: communes
    ).rows
    #expect(rows.count == 2)
  }

  @Test func `is known by the whole of a key in two parts`() throws {
    let territory = "vintage,id,name,valid_from,valid_to,region,population,latitude,longitude\n"
    let keys = try read(
      "territories/territory",
      territory
        + "2018-2022,ti-9303,Carros,2018-11-22,2023-11-08,93,,43.7,7.1\n", keys: communes
    ).keys
    let grouping = "vintage,territory,siren,name,kind\n"
    #expect(
      mistake(
        "territories/territory_grouping", grouping + "2018-2022,ti-9303,200030195,Nice,EPCI\n",
        keys: keys) == "1 rows")
    #expect(
      mistake(
        "territories/territory_grouping", grouping + "2023-2027,ti-9303,200030195,Nice,EPCI\n",
        keys: keys
      ).contains("line 2, column territory: no such row in territories/territory"))
  }

  @Test func `must have its header and be there`() {
    #expect(
      mistake("communes/region", "name,code\n").contains("line 1: the header must be code,name"))
    #expect(mistake("communes/region", "").contains("line 1: the file is empty"))
    #expect(mistake("communes/region", "code,name\n") == "0 rows")
  }

  @Test func `comes after those it refers to`() throws {
    var seen: Set<String> = []
    for table in ReferenceTable.all {
      #expect(seen.insert(table.id).inserted, "\(table.id) is declared twice")
      let names = table.columns.map(\.name)
      #expect(Set(names).count == names.count && Set(table.key).isSubset(of: names))
      let references = table.references
      #expect(
        references.flatMap(\.columns).count == table.columns.count { $0.table != nil },
        "\(table.id) names a table that does not exist")
      for reference in references {
        #expect(seen.contains(reference.table), "\(table.id) comes before \(reference.table)")
        #expect(
          try self.table(reference.table).key.count == reference.columns.count, "\(table.id)")
      }
    }
  }

  @Test func `without a licence stands apart, and none refers to it`() {
    for table in ReferenceTable.all where table.hasLicence {
      for reference in table.references {
        #expect(ReferenceTable.all.first { $0.id == reference.table }?.hasLicence == true)
      }
    }
    #expect(
      ReferenceTable.all.filter { !$0.hasLicence }.allSatisfy {
        $0.path.hasPrefix("licence-unstated/")
      })
  }
}
