import ArgumentParser
import Foundation

@testable import vivier

/// Every command of the program with the words that lead to it.
struct CommandTree {
  /// The words, such as `vivier territory at`, and the type behind them.
  let commands: [(path: [String], type: any ParsableCommand.Type)]

  init() {
    var commands: [(path: [String], type: any ParsableCommand.Type)] = []
    func add(_ type: any ParsableCommand.Type, below path: [String]) {
      let path = path + [type._commandName]
      commands.append((path, type))
      for child in type.configuration.subcommands { add(child, below: path) }
    }
    add(Vivier.self, below: [])
    self.commands = commands
  }

  /// The commands that do something themselves.
  var leaves: [(path: [String], type: any ParsableCommand.Type)] {
    commands.filter { $0.type.configuration.subcommands.isEmpty }
  }

  /// The example lines of every help text, each as the words a shell would make of it.
  var examples: [(of: String, words: [String])] {
    commands.flatMap { command in
      command.type.configuration.discussion.split(separator: "\n")
        .map { $0.trimmingPrefix(while: { $0 == " " }) }
        .filter { $0.hasPrefix("vivier ") }
        .map { (command.path.joined(separator: " "), Self.words(of: String($0))) }
    }
  }

  /// The words of a line up to a remark, which three spaces set apart, or to what the shell takes.
  private static func words(of line: String) -> [String] {
    let command = line.components(separatedBy: "   ")[0].components(separatedBy: " > ")[0]
    var words: [String] = []
    var quote: Character?
    var word = ""
    for character in command {
      switch character {
      case quote: quote = nil
      case "\"" where quote == nil, "'" where quote == nil: quote = character
      case " " where quote == nil:
        if !word.isEmpty { words.append(word) }
        word = ""
      default: word.append(character)
      }
    }
    return words + (word.isEmpty ? [] : [word])
  }
}
