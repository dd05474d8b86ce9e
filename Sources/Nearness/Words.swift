import Programme

/// A word, or a piece of one, as a number: its kind in the highest byte, its bytes below.
package typealias Term = UInt64

/// What a French title or description is compared by.
package enum Words {
  /// How many letters of a word count, so that masculine, feminine and plural meet.
  private static let stem = 6
  /// How long the pieces of words are, which meet where stems do not: `électromécanique`, `mécanique`.
  private static let piece = 4
  private static let wordKind: Term = 1 << 56
  private static let pieceKind: Term = 2 << 56

  /// Words that say nothing about the work, and `H/F`, without accents.
  private static let passedOver: Set<String> = [
    "a", "au", "aux", "avec", "ce", "ces", "d", "dans", "de", "des", "du", "en", "et", "f", "h",
    "l", "la", "le", "les", "n", "ou", "par", "pas", "pour", "que", "qui", "s", "sa", "se", "ses",
    "son", "sur", "un", "une",
  ]

  /// The terms of a text: the first six letters of each word, and its runs of four letters with
  /// the word's two ends counted as a letter.
  ///
  /// A text gives a term as often as it occurs. Case, accents and the commonest words do not matter.
  package static func terms(of text: some StringProtocol) -> [Term] {
    var terms: [Term] = []
    for word in fold(text).split(separator: " ") where !passedOver.contains(String(word)) {
      let bytes = Array(word.utf8)
      terms.append(packed(bytes.prefix(stem), wordKind))
      let whole = [0x5F] + bytes + [0x5F]
      guard whole.count > piece else {
        terms.append(packed(whole[...], pieceKind))
        continue
      }
      for start in 0...(whole.count - piece) {
        terms.append(packed(whole[start..<start + piece], pieceKind))
      }
    }
    return terms
  }

  private static func packed(_ bytes: ArraySlice<UInt8>, _ kind: Term) -> Term {
    bytes.reduce(0) { $0 << 8 | Term($1) } | kind
  }
}
