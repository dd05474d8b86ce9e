/// Whether an establishment is industry or serves it, and what says so.
package struct Industry: Hashable, Sendable {
  /// What says so.
  package enum Reason: Hashable, Sendable {
    /// A person decided, whatever the activity.
    case decision(IndustryDecision)
    /// The activity is in the divisions 05 to 39.
    case industry(Activity)
    /// The activity is outside them: it may serve industry, and only a person can tell.
    case otherActivity(Activity)
    /// Nobody told the activity.
    case noActivity
  }

  /// Yes, no, or unknown.
  package let answer: Answer
  /// What says so.
  package let reason: Reason

  /// Judges by the last decision of a person, else by the activity (NAF, sections B to E).
  ///
  /// No official list of services to industry was found: an activity outside the divisions 05 to 39
  /// is unknown, never no, until a person decided.
  package init(activity: Activity?, decision: IndustryDecision?) {
    if let decision, let isIndustry = decision.isIndustry {
      answer = Answer(isIndustry)
      reason = .decision(decision)
    } else if let activity {
      answer = activity.isIndustry ? .yes : .unknown
      reason = activity.isIndustry ? .industry(activity) : .otherActivity(activity)
    } else {
      answer = .unknown
      reason = .noActivity
    }
  }

  /// What a person decided; nil where nobody did, and the activity alone speaks.
  package var decided: Bool? {
    guard case .decision(let decision) = reason else { return nil }
    return decision.isIndustry
  }

  /// The reason in one French sentence.
  package var because: String {
    switch reason {
    case .decision(let decision):
      "\(decision.by) l'a décidé le \(decision.on.french)\u{A0}: \(decision.reason)"
    case .industry(let activity):
      "l'activité \(Self.dotted(activity.code)) (\(Self.name(activity.version))) est dans l'industrie"
    case .otherActivity(let activity):
      """
      l'activité \(Self.dotted(activity.code)) (\(Self.name(activity.version))) n'est pas dans \
      l'industrie\u{A0}; une personne doit dire si l'établissement la sert
      """
    case .noActivity: "l'activité de l'établissement n'est pas connue"
    }
  }

  private static func dotted(_ code: NAF) -> String {
    code.text.prefix(2) + "." + code.text.dropFirst(2)
  }

  private static func name(_ version: NAFVersion) -> String {
    switch version {
    case .rev2: "NAF rév.\u{A0}2"
    case .naf2025: "NAF\u{A0}2025"
    }
  }
}

/// A person's decision on whether an establishment is industry or serves it.
package struct IndustryDecision: Hashable, Sendable {
  /// What was decided; nil takes earlier decisions back.
  package let isIndustry: Bool?
  /// Who decided, and the day in Paris.
  package let by: String
  package let on: Day
  /// Why.
  package let reason: String

  /// States a decision.
  package init(isIndustry: Bool?, by: String, on: Day, reason: String) {
    self.isIndustry = isIndustry
    self.by = by
    self.on = on
    self.reason = reason
  }
}
