import ArgumentParser
import Cluster
import Dispatch
import Exchange
import Glibc
import Mail
import Nightly
import Postgres
import Store

/// The way in: parses, runs, and turns every error into one message and one exit code.
@main
enum Main {
  static func main() async {
    // A reader that goes away is told by the failing write, not by the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let arguments = reordered(Array(CommandLine.arguments.dropFirst()))
    exit(await Interruption.run { try await run(arguments) })
  }

  /// Lets the options of every command stand before it as well, as people type them.
  static func reordered(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    var leading: [String] = []
    while let first = rest.first {
      if global.contains(first), rest.count >= 2 {
        leading += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if global.contains(where: { first.hasPrefix($0 + "=") }) {
        leading.append(first)
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return Array(rest[..<end]) + leading + Array(rest[end...])
  }

  private static let global = ["--home", "--database", "--session"]

  /// Parses and runs a command and gives its exit status; ends the process where there is only
  /// help to show.
  private static func run(_ arguments: [String]) async throws -> Int32 {
    var command: any ParsableCommand
    do {
      command = try await Vivier.asyncParseAsRoot(arguments)
    } catch {
      if let suggestion = Suggestion.forUnknownCommand(in: arguments, root: Vivier.self) {
        Failure(what: suggestion.what, hint: suggestion.hint, code: .validationFailure).report()
        return ExitCode.validationFailure.rawValue
      }
      Vivier.exit(withError: error)
    }
    do {
      if ProcessEnvironment.current[SessionToken.variable] != nil, !command.isForSessions {
        throw Failure.notForReaders
      }
      if var asyncCommand = command as? any AsyncParsableCommand {
        try await asyncCommand.run()
      } else {
        try command.run()
      }
      return ExitCode.success.rawValue
    } catch let code as ExitCode {
      return code.rawValue
    } catch let help as CleanExit {
      Vivier.exit(withError: help)
    } catch let error where Vivier.exitCode(for: error) == .success {
      // Help that was asked for is parsed as a command that throws it.
      Vivier.exit(withError: error)
    } catch {
      let failure = Failure(error)
      failure.report()
      return failure.code.rawValue
    }
  }
}

/// Stops a command that is asked to end: its task is cancelled, and what it holds is given back.
enum Interruption {
  /// Runs `body` in a task that SIGINT and SIGTERM cancel, and gives the exit status.
  static func run(_ body: @escaping @Sendable () async throws -> Int32) async -> Int32 {
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { task.cancel() }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return (try? await task.value) ?? ExitCode.tryAgain.rawValue
  }
}
