/// Why a question about a snapshot has no answer.
package enum MatchingError: Error, Hashable, Sendable {
  /// The snapshot holds no such position.
  case unknownPosition(String)
  /// The snapshot holds no such candidate.
  case unknownCandidate(String)
}

extension MatchingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownPosition(let id): "no position \(id) in the snapshot"
    case .unknownCandidate(let id): "no candidate \(id) in the snapshot"
    }
  }
}
