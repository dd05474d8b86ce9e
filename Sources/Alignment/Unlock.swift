import Matching
import Programme

/// A training that would bring positions within reach of one person.
package struct Unlock: Sendable {
  /// The training.
  package let offer: TrainingOffer
  /// How many months it takes, and whether that was told or is assumed.
  package let months: Int
  package let isTold: Bool
  /// The ids of the positions that would match and do not now, ascending.
  package let positions: [String]
}

extension Simulation {
  /// How many months a training takes of which nobody told.
  private static let usualMonths = 12

  /// The trainings within the area somebody declared, that which brings most positions for each month
  /// first.
  ///
  /// The person is matched again as they would be after the training: with what it teaches, and with
  /// its diploma and level where it is not below theirs.
  ///
  /// - Parameter id: the candidate; where the snapshot does not hold them, there is none.
  /// - Returns: the trainings that bring a position, best first.
  /// - Throws: where the person as they would be cannot be frozen.
  package func unlocking(candidate id: String) async throws -> [Unlock] {
    guard let row = snapshot.candidateIDs.firstIndex(of: id) else { return [] }
    let person = snapshot.candidate(at: row)
    var contents: Set<[String]> = []
    let trainings = landscape.offers.compactMap {
      offer -> (offer: TrainingOffer, class: Graduates)? in
      guard let graduates = landscape.graduates(of: offer, places: 1),
        person.areas.contains(where: { $0.contains(graduates.place) }),
        offer.isCatalogue || offer.sessions.contains(where: { $0.startsOn >= landscape.day })
      else { return nil }
      // Of many that teach the same the first told one stands for all.
      let content = [graduates.certification ?? offer.id] + graduates.skills
      return contents.insert(content).inserted ? (offer, graduates) : nil
    }
    var people = [person]
    for (number, training) in trainings.enumerated() {
      var copy = person
      copy.id = "\(Self.prefix)\(number)"
      copy.learn(training.class, on: landscape.day.number)
      people.append(copy)
    }
    let found = try await positions(matchedBy: people)
    let before = Set(found[0])
    return zip(trainings, found.dropFirst()).compactMap { training, positions in
      let gained = positions.filter { !before.contains($0) }
      guard !gained.isEmpty else { return nil }
      let told = training.offer.months(after: landscape.day)
      return Unlock(
        offer: training.offer, months: told ?? Self.usualMonths, isTold: told != nil,
        positions: gained)
    }.sorted { left, right in
      let mine = (left.positions.count * right.months, left.offer.isCatalogue ? 0 : 1)
      let theirs = (right.positions.count * left.months, right.offer.isCatalogue ? 0 : 1)
      return mine == theirs ? left.offer.id < right.offer.id : mine > theirs
    }
  }
}

extension Candidate {
  /// What a person is after a training.
  fileprivate mutating func learn(_ training: Graduates, on day: Int32) {
    let known = Set(skills.map(\.skill))
    skills += training.skills.filter { !known.contains($0) }.map {
      HeldSkill(skill: $0, proficiency: 2, evidence: .taught)
    }
    guard let level = training.level, level >= levelHeld ?? 0 else { return }
    levelHeld = level
    diploma = training.certification
    diplomaDay = day
    diplomaOccupations = training.occupations
  }
}

extension TrainingOffer {
  /// How many months its next session takes, at least one; nil where that was not told.
  fileprivate func months(after day: Day) -> Int? {
    let next = sessions.filter { $0.startsOn >= day }.min { $0.startsOn < $1.startsOn }
    guard let next, let last = next.endsOn else { return nil }
    return max(1, (Int(last.number - next.startsOn.number) + 15) * 12 / 365)
  }
}
