import Digest
import Store

/// From a stored view model to a mail: a pure function of what the outbox holds.
enum Rendering {
  /// Renders the stored JSON of one kind of message.
  static func rendered(_ kind: Outbox.Kind, view: String) throws -> Rendered {
    switch kind {
    case .companyDigest: try CompanyDigest(json: view).rendered()
    case .candidateDigest: try CandidateDigest(json: view).rendered()
    case .leadDigest: try LeadDigest(json: view).rendered()
    case .stillCurrent: try StillCurrent(json: view).rendered()
    case .retentionWarning: try RetentionWarning(json: view).rendered()
    }
  }
}
