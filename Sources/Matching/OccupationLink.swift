/// How one occupation relates to another, nearest first.
package enum OccupationLink: UInt8, CaseIterable, Sendable {
  /// The same ROME 4 code.
  case same
  /// Two ROME 4 codes of one ROME 3 occupation.
  case sameParent
  /// A near move of ROME between the parents, in either direction.
  case near
  /// An evolution of ROME from the candidate's parent to the position's.
  case evolution
  /// Near by skills, titles and codes: the table of the dated edition.
  case content
  /// The same professional domain (three characters).
  case sameDomain
  /// The same major domain (the letter).
  case sameMajorDomain
  /// None of these.
  case unrelated

  /// Its name in JSON and, after `occupation.`, among the numbers of the method.
  package var name: String {
    switch self {
    case .same: "same"
    case .sameParent: "same_parent"
    case .near: "near"
    case .evolution: "evolution"
    case .content: "content"
    case .sameDomain: "same_domain"
    case .sameMajorDomain: "same_major_domain"
    case .unrelated: "unrelated"
    }
  }
}

extension Method {
  /// What an occupation of the candidate is worth where it stands so to the position's; of near
  /// content, at most.
  package func credit(_ link: OccupationLink) -> Millionths {
    switch link {
    case .same: occupationSame
    case .sameParent: occupationSameParent
    case .near: occupationNear
    case .evolution: occupationEvolution
    case .content: occupationContent
    case .sameDomain: occupationSameDomain
    case .sameMajorDomain: occupationSameMajorDomain
    case .unrelated: 0
    }
  }

  /// What an occupation of near content is worth: its share of the nearness that counts in full.
  package func credit(content nearness: Millionths) -> Millionths {
    occupationContent * min(nearness, occupationContentFull) / occupationContentFull
  }
}
