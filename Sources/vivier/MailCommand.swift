import ArgumentParser
import Foundation
import Mail
import Nightly
import Postgres
import Store

/// `vivier mail`: whether mail gets out.
struct MailCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail", abstract: "Try the way mail takes to people.",
    discussion: """
      Example:
        vivier mail test --to me@mairie.example
      """,
    subcommands: [Test.self])

  /// `vivier mail test`.
  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send one mail to yourself, as the settings say.",
      discussion: """
        Example:
          vivier mail test --to me@mairie.example

        It holds nothing about anybody. Exit code 0 when the server took it; look at the headers of \
        what arrives for SPF, DKIM and DMARC, which your server adds or not.
        """)
    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("Your own address.", valueName: "address")) var to: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let settings = MailSettings(context.environment)
        try await settings.requireRealMail(connection)
        guard let transport = settings.transport, let sender = settings.sender else {
          throw Failure(
            what: "mail cannot be sent", hint: "vivier config check says why",
            code: .configuration)
        }
        let seconds = context.clock.now().microsecondsSince1970 / 1_000_000
        let text = "Ceci est un essai de Vivier. Rien n'est à faire.\n"
        let message = try Message(
          from: sender.from, to: Address(spec: to), replyTo: sender.replyTo,
          subject: "Essai d'envoi de Vivier", date: seconds,
          messageID: MessageID("test.\(seconds).\(UUID().uuidString)@\(context.mailDomain)"),
          text: text,
          html: "<!doctype html><html lang=\"fr\"><title>Essai</title><p>\(text)</p></html>")
        let reply = try await transport.send(message) {}
        output("taken: \(reply)\n")
      }
    }
  }
}
