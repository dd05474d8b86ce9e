extension ByteReader {
  /// Reads the reference data.
  mutating func reference() throws(SnapshotError) -> Reference {
    Reference(
      skills: try list { reader throws(SnapshotError) in
        Reference.Skill(
          key: try reader.text(), idf: try reader.integer(), group: try reader.optionalText())
      },
      near: try list { reader throws(SnapshotError) in
        Reference.Near(
          skill: try reader.text(), near: try reader.text(), credit: try reader.integer())
      },
      occupations: try list { reader throws(SnapshotError) in
        Reference.Occupation(
          code: try reader.text(), parent: try reader.text(), domain: try reader.text())
      },
      mobility: try list { reader throws(SnapshotError) in
        Reference.Mobility(
          occupation3: try reader.text(), target3: try reader.text(),
          kind: try reader.flag() ? .evolution : .near)
      },
      occupationNear: try list { reader throws(SnapshotError) in
        Reference.OccupationNear(
          occupation3: try reader.text(), near3: try reader.text(), nearness: try reader.integer())
      },
      occupationSkills: try list { reader throws(SnapshotError) in
        Reference.OccupationSkill(
          occupation3: try reader.text(), skill: try reader.text(), isBase: try reader.flag())
      })
  }

  /// Reads a list of texts.
  mutating func textList() throws(SnapshotError) -> [String] {
    try list { reader throws(SnapshotError) in try reader.text() }
  }

  /// Reads a point.
  mutating func point() throws(SnapshotError) -> Point {
    Point(
      x: try integer(as: Int32.self), y: try integer(as: Int32.self),
      z: try integer(as: Int32.self))
  }

  /// Reads a day that may be missing.
  mutating func day() throws(SnapshotError) -> Int32? {
    try optional { reader throws(SnapshotError) in try reader.integer(as: Int32.self) }
  }

  /// Reads a set of contracts.
  mutating func contracts() throws(SnapshotError) -> ContractSet {
    ContractSet(rawValue: try integer(as: UInt8.self))
  }

  /// Reads a list of asked skills.
  mutating func askedSkills() throws(SnapshotError) -> [AskedSkill] {
    try list { reader throws(SnapshotError) in
      AskedSkill(skill: try reader.text(), importance: try reader.integer())
    }
  }

  /// Reads a position.
  mutating func position() throws(SnapshotError) -> Position {
    Position(
      id: try text(), company: try text(), territory: try optionalText(),
      commune: try optionalText(), department: try optionalText(), region: try optionalText(),
      point: try optional { reader throws(SnapshotError) in try reader.point() },
      isOpen: try flag(), occupation: try optionalText(), sector: try optionalText(),
      mission: try optionalText(), required: try askedSkills(), desired: try askedSkills(),
      minimumLevel: try optionalInteger(), contracts: try contracts(), startDay: try day(),
      durationMonths: try optionalInteger(),
      languages: try list { reader throws(SnapshotError) in
        AskedLanguage(
          code: try reader.text(), level: try reader.integer(), isRequired: try reader.flag())
      }, payMin: try optionalInteger(), payMax: try optionalInteger(), identity: try identity())
  }

  /// Reads a candidate.
  mutating func candidate() throws(SnapshotError) -> Candidate {
    Candidate(
      id: try text(), isOpen: try flag(), hasConsent: try flag(),
      levelHeld: try optionalInteger(), levelPrepared: try optionalInteger(),
      diplomaDay: try day(), diploma: try optionalText(), diplomaOccupations: try textList(),
      occupations: try textList(),
      skills: try list { reader throws(SnapshotError) in
        let skill = try reader.text()
        let proficiency = try reader.integer()
        guard let evidence = Evidence(rawValue: try reader.integer(as: UInt8.self)) else {
          throw reader.damaged("a kind of evidence does not exist")
        }
        return HeldSkill(skill: skill, proficiency: proficiency, evidence: evidence)
      },
      languages: try list { reader throws(SnapshotError) in
        HeldLanguage(code: try reader.text(), level: try reader.integer())
      }, contracts: try contracts(), availableDay: try day(),
      areas: try list { reader throws(SnapshotError) in try reader.area() },
      missions: try textList(), sectors: try textList(), minimumPay: try optionalInteger(),
      invisibleTo: try textList(), refused: try textList(), exposures: try integer(),
      inferredOccupations: try textList(), identity: try identity())
  }

  /// Reads what ties are drawn with.
  mutating func identity() throws(SnapshotError) -> UInt64? {
    try optionalInteger().map { UInt64(UInt(bitPattern: $0)) }
  }

  /// Reads an area.
  mutating func area() throws(SnapshotError) -> Area {
    switch try integer() {
    case 0: .circle(try point(), chordSquaredLimit: Int64(try integer()))
    case 1: .territory(try text())
    case 2: .department(try text())
    case 3: .region(try text())
    case 4: .country
    default: throw damaged("a kind of area does not exist")
    }
  }
}
