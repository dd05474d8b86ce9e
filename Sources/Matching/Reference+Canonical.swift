extension Reference {
  /// The same data in one order, each link once; refuses doubled keys and numbers out of range.
  func canonical() throws(SnapshotError) -> Reference {
    var result = Reference()
    result.skills = skills.sorted { $0.key < $1.key }
    for (index, skill) in result.skills.enumerated() {
      if index > 0, result.skills[index - 1].key == skill.key {
        throw .repeated(table: "skill", id: skill.key)
      }
      try requireRange(skill.idf, 1...Limit.idf, table: "skill", id: skill.key, field: "idf")
    }
    result.near = near.sorted { ($0.skill, $0.near) < ($1.skill, $1.near) }
    for (index, link) in result.near.enumerated() {
      if index > 0, result.near[index - 1].skill == link.skill,
        result.near[index - 1].near == link.near
      {
        throw .repeated(table: "near skill", id: "\(link.skill) by \(link.near)")
      }
      try requireRange(
        link.credit, 0...Score.unit, table: "near skill", id: link.skill, field: "credit")
    }
    result.occupations = occupations.sorted { $0.code < $1.code }
    for (index, occupation) in result.occupations.enumerated()
    where index > 0 && result.occupations[index - 1].code == occupation.code {
      throw .repeated(table: "occupation", id: occupation.code)
    }
    result.mobility = unique(
      mobility.sorted {
        ($0.occupation3, $0.target3, $0.kind.rawValue)
          < ($1.occupation3, $1.target3, $1.kind.rawValue)
      })
    result.occupationNear = occupationNear.sorted {
      ($0.occupation3, $0.near3) < ($1.occupation3, $1.near3)
    }
    for (index, link) in result.occupationNear.enumerated() {
      if index > 0, result.occupationNear[index - 1].occupation3 == link.occupation3,
        result.occupationNear[index - 1].near3 == link.near3
      {
        throw .repeated(
          table: "near occupation", id: "\(link.occupation3) by \(link.near3)")
      }
      try requireRange(
        link.nearness, 0...Score.unit, table: "near occupation", id: link.occupation3,
        field: "nearness")
    }
    result.occupationSkills = unique(
      occupationSkills.sorted {
        ($0.occupation3, $0.skill, $0.isBase ? 0 : 1) < (
          $1.occupation3, $1.skill, $1.isBase ? 0 : 1
        )
      })
    return result
  }
}

/// A sorted list with each value once.
func unique<Value: Equatable>(_ sorted: [Value]) -> [Value] {
  var result: [Value] = []
  for value in sorted where value != result.last { result.append(value) }
  return result
}
