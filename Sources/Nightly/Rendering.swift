import Digest
import Store

/// From a stored view model to a mail: a pure function of what the outbox holds.
enum Rendering {
  /// Renders the stored JSON of one kind of message.
  ///
  /// - `maker`: what makes the links of the message named; without it the mail asks for a reply.
  static func rendered(
    _ kind: Outbox.Kind, view: String, links maker: LinkMaker? = nil, of messageID: String = ""
  ) throws -> Rendered {
    func linked(_ digest: some LinkedDigest) throws -> Rendered {
      try digest.rendered(maker?.links(digest.askedLinks, of: messageID))
    }
    return switch kind {
    case .companyDigest: try linked(CompanyDigest(json: view))
    case .candidateDigest: try linked(CandidateDigest(json: view))
    case .leadDigest: try LeadDigest(json: view).rendered()
    case .stillCurrent: try StillCurrent(json: view).rendered()
    case .retentionWarning: try RetentionWarning(json: view).rendered()
    case .closure: try ClosureNotice(json: view).rendered()
    }
  }
}
