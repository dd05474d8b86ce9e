import ArgumentParser
import Exchange
import Glibc

/// `vivier exit-codes`: what the exit status of a command means.
struct ExitCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit-codes", abstract: "Say what the exit status of a command means.",
    discussion: """
      Examples:
        vivier exit-codes
        vivier exit-codes --json
      """)
  @OptionGroup var format: FormatOptions

  func run() throws {
    var sheet = Sheet(("code", .right), ("meaning", .left))
    for (code, meaning) in Self.meanings { sheet.add(.integer(Int(code)), .string(meaning)) }
    format.write(sheet, .current(environment: [:]))
  }

  /// Every status a command ends with.
  static let meanings: [(code: Int32, meaning: String)] = [
    (EXIT_SUCCESS, "done, or nothing to do"),
    (ExitCode.validationFailure.rawValue, "the command line was not understood"),
    (ExitCode.dataError.rawValue, "a row, file or name cannot be taken"),
    (ExitCode.unavailable.rawValue, "the database, its server or a needed program is not there"),
    (ExitCode.bug.rawValue, "a bug in the program"),
    (ExitCode.operatingSystem.rawValue, "the operating system refused"),
    (ExitCode.cannotCreate.rawValue, "a file cannot be made"),
    (ExitCode.inputOutput.rawValue, "reading or writing failed, or the disk is full"),
    (ExitCode.tryAgain.rawValue, "somebody else is at it; try again"),
    (ExitCode.noPermission.rawValue, "no right to do this"),
    (ExitCode.configuration.rawValue, "the installation is not in a state to do this"),
  ]
}
