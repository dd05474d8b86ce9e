import ArgumentParser
import Exchange
import Programme

/// `vivier code`: whether codes are right, and how they are spelt.
struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code", abstract: "Check the form and the check digits of codes.",
    discussion: """
      Examples:
        vivier code list
        vivier code check siret "356 000 000 00048"
        vivier code check naf   < codes.txt

      A right form does not say that the thing exists: an establishment may have closed. No \
      database is needed.
      """,
    subcommands: [List.self, Check.self])

  /// `vivier code list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the kinds of codes and what a right one looks like.",
      discussion: """
        Examples:
          vivier code list
          vivier code list --json
        """)
    @OptionGroup var format: FormatOptions

    func run() throws {
      var sheet = Sheet(("kind", .left), ("name", .left), ("expected", .left))
      for kind in CodeKind.all {
        sheet.add(.string(kind.word), .string(kind.type.name), .string(kind.type.expected))
      }
      format.write(sheet, .current(environment: ProcessEnvironment.current))
    }
  }

  /// `vivier code check`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read codes and say how each is spelt, or what is wrong with it.",
      discussion: """
        Examples:
          vivier code check siret "356 000 000 00048"
          vivier code check uai 0352480F 352480F --json

        Without codes it reads standard input, one code a line. A code that is not right ends in \
        exit status 65; the others are read all the same.
        """)
    @OptionGroup var format: FormatOptions
    @Argument(
      help: "The kind of the codes, as vivier code list names it.",
      completion: .list(CodeKind.all.map(\.word)))
    var kind: String
    @Argument(help: "The codes (default: the lines of standard input).") var codes: [String] = []

    func validate() throws {
      guard CodeKind.named(kind) != nil else {
        throw ValidationError(
          "\"\(kind)\" is no kind of code: " + CodeKind.all.map(\.word).joined(separator: ", "))
      }
    }

    func run() throws {
      guard let type = CodeKind.named(kind) else { return }
      var sheet = Sheet(("given", .left), ("code", .left), ("problem", .left), ("hint", .left))
      var refused = 0
      for text in codes.isEmpty ? Self.lines : codes {
        do throws(InvalidIdentifier) {
          sheet.add(.string(text), .string(try type.init(text).text), .null, .null)
        } catch {
          refused += 1
          sheet.add(.string(text), .null, .string(error.what), .string(error.hint))
        }
      }
      format.write(sheet, .current(environment: ProcessEnvironment.current))
      guard refused == 0 else {
        note("\(refused) of \(sheet.count) codes are not right")
        throw ExitCode.dataError
      }
    }

    /// The lines of standard input; bytes that are no UTF-8 are replaced.
    private static var lines: [String] {
      var lines: [String] = []
      while let line = readLine() { lines.append(line) }
      return lines
    }
  }
}
