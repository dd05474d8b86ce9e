package import Digest
package import Store

/// From a stored view model to a mail: a pure function of what the outbox holds.
package enum Rendering {
  /// The view model of a claimed message, and what it tells, without what may not be shown any more;
  /// nil when nothing is left that justifies a mail.
  static func rest(of delivery: Outbox.Delivery) throws -> (view: String, items: String)? {
    let rest: (any StoredDigest)? =
      switch delivery.kind {
      case .companyDigest: try CompanyDigest(json: delivery.view).without(delivery.gone)
      case .candidateDigest: try CandidateDigest(json: delivery.view).without(delivery.gone)
      case .introduction: try IntroductionMail(json: delivery.view).without(delivery.ended)
      case .cfaDigest, .sessionQuestion, .confirmation, .leadDigest, .stillCurrent,
        .retentionWarning, .closure:
        nil
      }
    return try rest.map { (view: try $0.json(), items: try $0.toldJSON()) }
  }

  /// Renders the stored JSON of one kind of message.
  ///
  /// - `maker`: what makes the links of the message named; without it the mail asks for a reply.
  package static func rendered(
    _ kind: Outbox.Kind, view: String, links maker: LinkMaker? = nil, of messageID: String = ""
  ) throws -> Rendered {
    try rendered(kind, view: view) { try maker?.links($0, of: messageID) }
  }

  /// Renders it as it is sent, but for its links, which lead to the front page: a look at a mail is no way
  /// to answer for its reader.
  ///
  /// - `address`: of the pages that links lead to; without it the mail asks for a reply.
  package static func preview(
    _ kind: Outbox.Kind, view: String, address: String?
  ) throws -> Rendered {
    try rendered(kind, view: view) { _ in address.map { Links([:], home: $0) } }
  }

  private static func rendered(
    _ kind: Outbox.Kind, view: String, links: ([AskedLink]) throws -> Links?
  ) throws -> Rendered {
    func linked(_ digest: some LinkedDigest) throws -> Rendered {
      try digest.rendered(links(digest.askedLinks))
    }
    return switch kind {
    case .companyDigest: try linked(CompanyDigest(json: view))
    case .candidateDigest: try linked(CandidateDigest(json: view))
    case .leadDigest: try LeadDigest(json: view).rendered()
    case .cfaDigest: try linked(CFADigest(json: view))
    case .sessionQuestion: try linked(SessionQuestion(json: view))
    case .stillCurrent: try linked(StillCurrent(json: view))
    case .retentionWarning: try linked(RetentionWarning(json: view))
    case .closure: try ClosureNotice(json: view).rendered()
    case .confirmation: try Confirmation(json: view).rendered()
    case .introduction: try IntroductionMail(json: view).rendered()
    }
  }
}
