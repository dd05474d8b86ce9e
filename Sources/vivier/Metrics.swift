import Foundation
import Glibc
import Mail
import Nightly
import Postgres
import Store

/// The numbers that a monitoring reads, in the text form of Prometheus; about nobody.
enum Metrics {
  /// The text of all metrics.
  static func text(_ health: ServiceHealth) -> String {
    var text = ""
    func add(_ name: String, _ help: String, _ values: [(labels: String, value: Int64)]) {
      guard !values.isEmpty else { return }
      text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
      for (labels, value) in values { text += "\(name)\(labels) \(value)\n" }
    }
    func seconds(_ instant: Timestamp?) -> [(labels: String, value: Int64)] {
      instant.map { [("", $0.microsecondsSince1970 / 1_000_000)] } ?? []
    }
    add(
      "vivier_night_last_success_timestamp_seconds", "When the latest night was done.",
      seconds(health.lastNightAt))
    add(
      "vivier_night_duration_milliseconds", "How long its steps took.",
      [("", health.lastNightMilliseconds)])
    add(
      "vivier_night_unfinished", "1 when a night began and is not done.",
      [("", health.isNightUnfinished ? 1 : 0)])
    let states = [
      "pending", "held", "sending", "committing", "sent", "deferred", "dead", "uncertain",
      "suppressed", "superseded",
    ]
    add(
      "vivier_outbox_messages", "Messages by state.",
      states.map { ("{state=\"\($0)\"}", Int64(health.messages[$0] ?? 0)) })
    add(
      "vivier_outbox_oldest_seconds", "How long the oldest message waits that may leave now.",
      [("", health.oldestWaitingSeconds)])
    add(
      "vivier_delivery_last_sent_timestamp_seconds", "When the latest message was sent.",
      seconds(health.lastSentAt))
    add(
      "vivier_delivery_stopped", "1 when nothing leaves: 2 when a server refuses us.",
      [("", health.stop.map { $0.isAlarm ? 2 : 1 } ?? 0)])
    add(
      "vivier_suppressed_addresses", "Addresses nothing is sent to.",
      [("", health.suppressedAddresses)])
    return text
  }

  /// Writes the file that the settings name, whole or not at all; does nothing when they name none.
  ///
  /// A file that cannot be written is told and stops nobody: the delivery was made.
  static func write(_ context: Context, _ connection: Connection) async throws {
    guard let path = context.environment["VIVIER_MONITORING_TEXTFILE"], !path.isEmpty else {
      return
    }
    let health = try await ServiceHealth.read(at: context.clock.now(), connection)
    do { try replace(path, with: text(health)) } catch {
      note("warning: the metrics were not written to \(path)")
    }
  }

  /// Replaces a file, readable for all, by one rename.
  static func replace(_ path: String, with text: String) throws {
    let draft = "\(path).\(getpid())"
    defer { unsafe unlink(draft) }
    try Data(text.utf8).write(to: URL(filePath: draft))
    guard unsafe chmod(draft, 0o644) == 0, unsafe rename(draft, path) == 0 else {
      throw MailError.file(operation: "replace", path: path, code: errno)
    }
  }
}
