/// Folds plain text to a width.
enum Columns {
  /// `text` with every line folded at a space to at most `width` characters, and never two empty
  /// lines in a row.
  ///
  /// A folded line goes on below its first word, past spaces and a mark such as `-` or `1.`. A word
  /// longer than the line is cut. Non-breaking spaces hold.
  static func wrap(_ text: String, width: Int) -> String {
    var result: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy({ $0 == " " }) {
        if result.last.map({ !$0.isEmpty }) == true { result.append("") }
      } else {
        result += fold(String(line), width: width)
      }
    }
    while result.last == "" { result.removeLast() }
    return result.joined(separator: "\n") + "\n"
  }

  private static func fold(_ line: String, width: Int) -> [String] {
    let indent = line.prefix { $0 == " " }.count
    var words = line.split(separator: " ").map(String.init)
    let hang: Int
    if words.count > 1, isMark(words[0]) {
      words[0] += " " + words.remove(at: 1)
      hang =
        indent
        + (words[0].firstIndex(of: " ").map { words[0].distance(from: words[0].startIndex, to: $0) }
          ?? 0) + 1
    } else {
      hang = indent
    }
    var lines: [String] = []
    var current = String(repeating: " ", count: indent)
    var isEmpty = true
    for var word in words {
      if !isEmpty, current.count + 1 + word.count > width {
        lines.append(current)
        current = String(repeating: " ", count: hang)
        isEmpty = true
      }
      while current.count + (isEmpty ? 0 : 1) + word.count > width {
        let room = width - current.count
        lines.append(current + word.prefix(room))
        word = String(word.dropFirst(room))
        current = String(repeating: " ", count: hang)
      }
      current += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [current]
  }

  private static func isMark(_ word: String) -> Bool {
    ["-", "+", "?", ">", "*"].contains(word)
      || word.count > 1 && word.last == "." && word.dropLast().allSatisfy(\.isNumber)
  }
}
