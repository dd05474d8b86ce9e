import ArgumentParser
import Exchange
import Foundation
import Testing

@testable import vivier

@Suite struct `The help` {
  let tree = CommandTree()

  @Test func `of every command is as it was recorded`() throws {
    var text = ""
    for command in tree.commands {
      text += "$ \(command.path.joined(separator: " ")) --help\n"
      text += Vivier.helpMessage(for: command.type, columns: 100) + "\n\n"
    }
    try Golden.check(text, "help.txt")
  }

  @Test func `of every command begins with an example`() {
    for command in tree.commands {
      #expect(
        command.type.configuration.discussion.hasPrefix("Example"),
        "\(command.path.joined(separator: " ")) has no example")
      #expect(!command.type.configuration.abstract.isEmpty)
    }
  }

  @Test func `shows examples that are understood`() throws {
    let examples = tree.examples
    #expect(examples.count > 60)
    for example in examples {
      #expect(throws: Never.self, "\(example.of): \(example.words.joined(separator: " "))") {
        _ = try Vivier.parseAsRoot(Array(example.words.dropFirst()))
      }
    }
  }

  @Test func `shows an example of itself`() {
    for command in tree.leaves {
      #expect(
        tree.examples.contains { $0.words.starts(with: command.path) },
        "\(command.path.joined(separator: " ")) is in no example")
    }
  }

  @Test func `speaks of positions, candidates and trainings that are in the demo`() throws {
    let demo = Golden.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Seeds/demo")
    var references: Set<String> = []
    for name in ["positions", "candidates", "trainings"] {
      let file = demo.appending(path: "\(name).csv")
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        references.formUnion(line.split(separator: ",").prefix(3).map(String.init))
      }
    }
    let named = tree.examples.flatMap(\.words).filter {
      $0.wholeMatch(of: /2026-\d{4}|[DF]-?\d{3,4}/) != nil
    }
    #expect(named.count > 10)
    for word in named {
      #expect(references.contains(word), "\(word) is not in Seeds/demo")
    }
  }

  @Test func `is plain ASCII, so that manual pages lose nothing`() {
    for command in tree.commands {
      let text = command.type.configuration.abstract + command.type.configuration.discussion
      #expect(text.filter { !$0.isASCII }.isEmpty, "\(command.path.joined(separator: " "))")
    }
  }

  @Test func `exists for every command that a hint or a check names`() throws {
    let root = Golden.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let known = Set(tree.commands.map { $0.path.joined(separator: " ") })
    var named = 0
    for folder in ["Sources", "SQL"] {
      let files = FileManager.default.enumerator(
        at: root.appending(path: folder), includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        guard ["swift", "sql"].contains(file.pathExtension) else { continue }
        let text = try String(contentsOf: file, encoding: .utf8)
        for match in text.matches(of: /run:? (vivier [a-z-]+)( [a-z]+)?/) {
          named += 1
          let command = String(match.output.1)
          #expect(known.contains(command), "\(file.lastPathComponent) names \(command)")
          let isGroup = tree.commands.contains {
            $0.path.joined(separator: " ") == command
              && !$0.type.configuration.subcommands.isEmpty
          }
          if isGroup, let second = match.output.2 {
            #expect(
              known.contains(command + second),
              "\(file.lastPathComponent) names \(command)\(second)")
          }
        }
      }
    }
    #expect(named > 20)
  }
}
