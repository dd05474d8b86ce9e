/// Something another session said with `notify`.
public struct PostgresNotification: Hashable, Sendable {
  /// The channel it was said on.
  public let channel: String
  /// What was said; empty when nothing was.
  public let payload: String
  /// The server process that said it; a session hears itself too.
  public let backendPID: Int32
}
