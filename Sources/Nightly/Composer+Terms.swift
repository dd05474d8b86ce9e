import Digest
import Postgres
import Programme
import Store

extension Composer {
  /// What is asked before a position or a search expires, and told before somebody is erased: each
  /// once, whatever territories the run covers.
  func termDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    let positions = try await Retention.positionsToAsk(on: run.date, connection)
    let warnings = try await Retention.toWarn(on: run.date, connection)
    let warned = Set(warnings.map(\.candidate))
    let searches = try await Retention.searchesToAsk(on: run.date, connection)
      .filter { !warned.contains($0.candidate) }
    try await Retention.note(
      asked: searches.map(\.candidate), positions: Array(Set(positions.map(\.position))).sorted(),
      warned: warnings.map(\.candidate), on: run.date, connection)
    return try Dictionary(grouping: positions, by: \.contact).sorted { $0.key < $1.key }.map {
      try stored(question($0.value), .stillCurrent, .contact, $0.key)
    }
      + searches.map { try stored(question($0), .stillCurrent, .candidate, $0.candidate) }
      + warnings.map { try stored(warning($0), .retentionWarning, .candidate, $0.candidate) }
  }

  private func question(_ asked: [Retention.PositionQuestion]) -> StillCurrent {
    StillCurrent(
      date: run.date, reader: asked.first.flatMap { reader($0.civility, $0.name) },
      isDemo: isDemo,
      subject: .positions(
        asked.map {
          StillCurrent.Position(
            position: $0.position, title: $0.title,
            communeName: gazetteer.commune($0.commune)?.name, confirmedOn: $0.confirmedOn,
            expiresOn: $0.expiresOn)
        }))
  }

  private func question(_ asked: Retention.SearchQuestion) -> StillCurrent {
    StillCurrent(
      date: run.date, isDemo: isDemo,
      subject: .search(lastContactOn: asked.lastContactOn, expiresOn: asked.expiresOn))
  }

  private func warning(_ warning: Retention.Warning) -> RetentionWarning {
    RetentionWarning(
      date: run.date, isDemo: isDemo, lastContactOn: warning.lastContactOn,
      erasedOn: warning.erasedOn, hasEnded: warning.term == "application")
  }
}
