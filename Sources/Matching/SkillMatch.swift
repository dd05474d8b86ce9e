/// How a held skill answers for an asked one.
package enum SkillMatch: UInt8, Sendable {
  /// It is the skill asked.
  case exact
  /// The reference data say that it comes near.
  case near
  /// It belongs to the same macro skill.
  case group

  /// Its name in JSON.
  package var name: String {
    switch self {
    case .exact: "exact"
    case .near: "near"
    case .group: "group"
    }
  }
}
