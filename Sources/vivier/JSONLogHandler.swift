import Exchange
import Foundation
import Logging

/// Writes each event as one line of JSON on standard error, for journald and log collectors.
///
/// An event holds ids, counts and codes; names and addresses never reach the log.
struct JSONLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.warning
  private let label: String

  init(label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    note(
      Self.line(
        event.message.description, level: event.level,
        metadata: metadata.merging(event.metadata ?? [:]) { $1 }, label: label, at: Date()))
  }

  /// The line of an event without its end: whatever its texts hold, one line and valid JSON.
  static func line(
    _ message: String, level: Logger.Level, metadata: Logger.Metadata, label: String, at time: Date
  ) -> String {
    let members =
      [
        JSON.Member(
          "time",
          .string(time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))),
        JSON.Member("level", .string(level.rawValue)), JSON.Member("program", .string(label)),
        JSON.Member("event", .string(message)),
      ]
      + metadata.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string("\($0.value)")) }
    return JSON.object(members).compact
  }
}
