/// What a large mailbox provider groups complaints by: up to four words, the last one the sender's.
package struct FeedbackID: Sendable, Hashable {
  /// The words, joined by colons.
  package let text: String

  /// Joins words of letters, digits and `.-_`.
  ///
  /// - Throws: `MailError.identifier` when one has another form, or there are none or over four.
  package init(_ words: [String]) throws(MailError) {
    let isGood = words.allSatisfy { word in
      (1...60).contains(word.utf8.count)
        && word.utf8.allSatisfy { DotAtom.isLetterOrDigit($0) || ".-_".utf8.contains($0) }
    }
    guard isGood, (1...4).contains(words.count) else { throw .identifier(header: "Feedback-ID") }
    text = words.joined(separator: ":")
  }
}
