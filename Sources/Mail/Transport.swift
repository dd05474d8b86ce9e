/// Takes a composed message to where its recipient reads it.
package protocol Transport: Sendable {
  /// Hands `message` over and returns once it is safe with the other side.
  ///
  /// `beforeFinalDot` is called exactly once, when every byte is handed over and the one act that
  /// makes the message real (the final dot, the rename) has not happened. When it throws, that act
  /// never happens and its error comes out unchanged. After it returned, a `HandoverFault` whose
  /// verdict is `unknown` leaves the fate of the message unknown; so does the end of the process,
  /// unless the transport is repeatable.
  ///
  /// - Returns: where the message went, for people to read: a path, or the server's reply.
  /// - Throws: `MailError`, or what `beforeFinalDot` threw.
  func send(_ message: Message, beforeFinalDot: () async throws -> Void) async throws -> String

  /// Whether sending the same message again can never make a second copy.
  var isRepeatable: Bool { get }
}
