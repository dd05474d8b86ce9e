extension Scorer {
  /// The number of an asked skill.
  func skill(_ asked: Int) -> UInt32 {
    let range = snapshot.positions.asked.range(position)
    return snapshot.positions.asked.values[range.lowerBound + asked].skill
  }

  /// The weights of all that the position asks, and what languages bring at most.
  var weights: (all: Int, languages: Int) {
    let method = snapshot.method
    var all = 0
    var languages = 0
    if requiredCount > 0 { all += method.weightRequiredSkills }
    if requiredCount < askedCount { all += method.weightDesiredSkills }
    if snapshot.positions.facts[position].occupation != nil {
      all += method.weightPositionOccupation
    }
    for index in snapshot.positions.languages.range(position)
    where !snapshot.positions.languages.values[index].isRequired {
      languages = method.weightLanguages
    }
    return (all + languages, languages * Score.unit)
  }

  /// What a credit for an asked skill brings to `side_position` times its weights, rounded up.
  func contribution(_ asked: Int, credit: Int32) -> Int { (rate(asked) * Int(credit)) >> 20 + 1 }

  /// What a credit of one millionth for an asked skill brings to `side_position` times its weights, in
  /// 2²⁰ths, rounded up.
  func rate(_ asked: Int) -> Int {
    let isRequired = asked < requiredCount
    let method = snapshot.method
    let component = isRequired ? method.weightRequiredSkills : method.weightDesiredSkills
    return (component * askedWeights[asked]) << 20 / (isRequired ? requiredWeight : desiredWeight)
      + 1
  }

  /// What skills bring to `side_position` times its weights where nothing is known of them.
  var unansweredSkills: Int {
    let method = snapshot.method
    var sum = 0
    if requiredCount > 0 { sum += method.weightRequiredSkills * method.priorRequiredSkills }
    if requiredCount < askedCount { sum += method.weightDesiredSkills * method.priorDesiredSkills }
    return sum
  }
}
