import ArgumentParser
import Nightly
import Store

/// Who does something that is kept with a name.
struct AuthorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who decides, for the log (default: the user of this session).", valueName: "name"))
  var by: String?

  func validate() throws {
    guard by.map({ (1...80).contains($0.oneLine?.count ?? 0) }) ?? true else {
      throw ValidationError("--by must name somebody, in at most 80 characters.")
    }
  }

  /// The author, at this moment.
  func author(_ context: Context) -> Author {
    let user = ["USER", "LOGNAME"].lazy.compactMap { context.environment[$0] }.first { !$0.isEmpty }
    return Author(name: by?.oneLine ?? user ?? "operator", at: context.clock.now())
  }
}

extension String {
  /// The text of an option on one line without spaces around it or control characters; nil when
  /// nothing is left.
  var oneLine: String? {
    let words = unicodeScalars.split {
      $0.properties.isWhitespace || $0.properties.generalCategory == .control
    }
    return words.isEmpty ? nil : words.map { String($0) }.joined(separator: " ")
  }
}
