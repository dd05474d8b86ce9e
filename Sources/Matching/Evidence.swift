/// What stands behind a skill somebody holds, weakest claim first.
package enum Evidence: UInt8, CaseIterable, Sendable {
  /// The candidate says so.
  case declared
  /// Shown in a project.
  case project
  /// Part of a course that was followed.
  case taught
  /// Part of a certification that was obtained.
  case certified
  /// Confirmed by an employer or trainer.
  case attested
  /// Concluded from the occupations of the diploma; made by the matching only.
  case inferredFromDiploma
  /// Concluded from a wished occupation; made by the matching only.
  case inferredFromOccupation

  /// Its name in JSON and, after `evidence.`, among the numbers of the method.
  package var name: String {
    switch self {
    case .declared: "declared"
    case .project: "project"
    case .taught: "taught"
    case .certified: "certified"
    case .attested: "attested"
    case .inferredFromDiploma: "inferred_from_diploma"
    case .inferredFromOccupation: "inferred_from_occupation"
    }
  }

  /// Whether nobody said so and the matching concluded it.
  package var isInferred: Bool {
    self == .inferredFromDiploma || self == .inferredFromOccupation
  }
}
