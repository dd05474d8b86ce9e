import ArgumentParser

/// Proposes the command that was meant when its name is not one.
enum Suggestion {
  /// What to say about the first word that names no command; nil when every word is known.
  static func forUnknownCommand(
    in arguments: [String], root: any ParsableCommand.Type
  ) -> (what: String, hint: String)? {
    var command: any ParsableCommand.Type = root
    var path = root._commandName
    for argument in arguments {
      let children = command.configuration.subcommands
      guard !children.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return nil }
      if let child = children.first(where: {
        $0._commandName == argument || $0.configuration.aliases.contains(argument)
      }) {
        command = child
        path += " " + argument
        continue
      }
      let names = children.map { $0._commandName }
      let closest = names.min { distance($0, argument) < distance($1, argument) } ?? ""
      let hint =
        distance(closest, argument) <= 2
        ? "did you mean: \(path) \(closest)" : "commands: " + names.joined(separator: ", ")
      return ("\(path) has no command \"\(argument)\"", hint)
    }
    return nil
  }

  /// The number of letters to add, drop or change to get from one word to another (Levenshtein).
  static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for j in right.indices {
        let change = previous + (letter == right[j] ? 0 : 1)
        previous = row[j + 1]
        row[j + 1] = min(change, previous + 1, row[j] + 1)
      }
    }
    return row.last ?? left.count
  }
}
