extension ByteWriter {
  /// Writes the reference data.
  mutating func write(_ reference: Reference) {
    write(list: reference.skills) {
      $0.write($1.key)
      $0.write($1.idf)
      $0.write($1.group)
    }
    write(list: reference.near) {
      $0.write($1.skill)
      $0.write($1.near)
      $0.write($1.credit)
    }
    write(list: reference.occupations) {
      $0.write($1.code)
      $0.write($1.parent)
      $0.write($1.domain)
    }
    write(list: reference.mobility) {
      $0.write($1.occupation3)
      $0.write($1.target3)
      $0.write($1.kind == .evolution)
    }
    write(list: reference.occupationNear) {
      $0.write($1.occupation3)
      $0.write($1.near3)
      $0.write($1.nearness)
    }
    write(list: reference.occupationSkills) {
      $0.write($1.occupation3)
      $0.write($1.skill)
      $0.write($1.isBase)
    }
  }

  /// Writes a point.
  mutating func write(_ point: Point) {
    write(Int(point.x))
    write(Int(point.y))
    write(Int(point.z))
  }

  /// Writes a position.
  mutating func write(_ position: Position) {
    write(position.id)
    write(position.company)
    write(position.territory)
    write(position.commune)
    write(position.department)
    write(position.region)
    write(list: position.point.map { [$0] } ?? []) { $0.write($1) }
    write(position.isOpen)
    write(position.occupation)
    write(position.sector)
    write(position.mission)
    for list in [position.required, position.desired] {
      write(list: list) {
        $0.write($1.skill)
        $0.write($1.importance)
      }
    }
    write(position.minimumLevel)
    write(Int(position.contracts.rawValue))
    write(position.startDay.map { Int($0) })
    write(position.durationMonths)
    write(list: position.languages) {
      $0.write($1.code)
      $0.write($1.level)
      $0.write($1.isRequired)
    }
    write(position.payMin)
    write(position.payMax)
    write(position.identity.map { Int(bitPattern: UInt($0)) })
  }

  /// Writes a candidate.
  mutating func write(_ candidate: Candidate) {
    write(candidate.id)
    write(candidate.isOpen)
    write(candidate.hasConsent)
    write(candidate.levelHeld)
    write(candidate.levelPrepared)
    write(candidate.diplomaDay.map { Int($0) })
    write(candidate.diploma)
    write(list: candidate.diplomaOccupations) { $0.write($1) }
    write(list: candidate.occupations) { $0.write($1) }
    write(list: candidate.skills) {
      $0.write($1.skill)
      $0.write($1.proficiency)
      $0.write(Int($1.evidence.rawValue))
    }
    write(list: candidate.languages) {
      $0.write($1.code)
      $0.write($1.level)
    }
    write(Int(candidate.contracts.rawValue))
    write(candidate.availableDay.map { Int($0) })
    write(list: candidate.areas) { $0.write($1) }
    write(list: candidate.missions) { $0.write($1) }
    write(list: candidate.sectors) { $0.write($1) }
    write(candidate.minimumPay)
    write(list: candidate.invisibleTo) { $0.write($1) }
    write(list: candidate.refused) { $0.write($1) }
    write(candidate.exposures)
    write(list: candidate.inferredOccupations) { $0.write($1) }
    write(candidate.identity.map { Int(bitPattern: UInt($0)) })
  }

  /// Writes an area.
  mutating func write(_ area: Area) {
    switch area {
    case .circle(let centre, let limit):
      write(0)
      write(centre)
      write(Int(limit))
    case .territory(let id):
      write(1)
      write(id)
    case .department(let code):
      write(2)
      write(code)
    case .region(let code):
      write(3)
      write(code)
    case .country: write(4)
    }
  }
}
