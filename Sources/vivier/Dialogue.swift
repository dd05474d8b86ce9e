import Exchange
import Store

/// Asks a person for a row, column by column, and asks again where an answer is wrong.
struct Dialogue {
  /// Gives the answer to a prompt; nil at the end of the input.
  let ask: (String) throws -> String?
  /// Shows a line.
  let tell: (String) -> Void
  /// What is wrong with a row.
  let check: (Entry) throws -> [ImportIssue]

  /// Fills what is not given yet; the columns that are needed come first.
  ///
  /// - `given`: the columns that were told already, which are asked again only when they are wrong.
  /// - Throws: `Failure` when the person stops; nothing is changed then.
  func fill(_ initial: Entry, given: Set<String>) throws -> Entry {
    var entry = initial
    let guide = ImportGuide(entry.kind)
    // Whoever adds a row means it to be open.
    let asked = guide.entries.filter {
      !given.contains($0.column.name) && $0.column.name != "status"
    }
    var waiting = asked.filter(\.column.isRequired) + asked.filter { !$0.column.isRequired }
    var known = given
    putBack(try wrong(entry, known), into: &waiting, guide)
    tell("Enter leaves a value as it is, - empties it. Ctrl-C stops and changes nothing.")
    while let next = waiting.first {
      let name = next.column.name
      let before = entry[name]
      tell("\(name): \(next.english)" + (next.column.isRequired ? " (needed)" : ""))
      // Changing somebody's level is no reason to read their name.
      let shown =
        before.flatMap { $0.isEmpty ? nil : " [\(next.column.isPersonal ? "told" : $0)]" } ?? ""
      guard let typed = try answer(to: "  \(name)\(shown): ") else { throw Self.stopped }
      let answer = typed.oneLine ?? ""
      switch answer {
      case "": break
      case "-": entry[name] = nil
      default: entry[name] = answer
      }
      known.insert(name)
      let issues = try wrong(entry, known)
      for issue in issues { tell("  ! \(issue)") }
      if issues.contains(where: { $0.column == name && $0.kind != .contradiction }) {
        entry[name] = before
        continue
      }
      waiting.removeFirst()
      putBack(issues, into: &waiting, guide)
      // Which of two columns that contradict each other is wrong, only the person knows.
      if issues.contains(where: { $0.kind == .contradiction }),
        !waiting.contains(where: { $0.column.name == name })
      {
        waiting.insert(next, at: 1)
      } else if issues.contains(where: { $0.column == name }) {
        let isAsked = waiting.dropFirst().first.map { known.contains($0.column.name) } ?? false
        if isAsked { waiting.swapAt(0, 1) }
      }
    }
    return entry
  }

  private func answer(to prompt: String) throws -> String? {
    do {
      return try ask(prompt)
    } catch is CancellationError {
      tell("")
      return nil
    }
  }

  /// What is wrong with the columns that were told.
  private func wrong(_ entry: Entry, _ known: Set<String>) throws -> [ImportIssue] {
    try check(entry).filter { known.contains($0.column) }
  }

  /// Puts columns that turned out wrong before those that were never asked.
  private func putBack(
    _ issues: [ImportIssue], into waiting: inout [ImportGuide.Entry], _ guide: ImportGuide
  ) {
    let names = Set(issues.map(\.column)).subtracting(waiting.map(\.column.name))
    waiting = guide.entries.filter { names.contains($0.column.name) } + waiting
  }

  /// Why a dialogue ended before its end.
  static let stopped = Failure(
    what: "stopped: nothing was changed", hint: "run the same command again to begin anew",
    code: .tryAgain)
}
