package import Postgres

/// A candidate who was entered without having agreed to anything: kept, never ranked, counted or shown.
package struct Unconfirmed: Sendable {
  /// Their id.
  package let candidate: String
  /// Who told the data: the name of a CFA, else its SIRET; nil for the person.
  package let source: String?

  /// Those who can be written to and were not asked yet; nobody is asked twice.
  package static func toAsk(_ connection: Connection) async throws -> [Unconfirmed] {
    try await connection.rows(
      """
      select c.id, case when c.source <> 'self' then coalesce(p.name, c.source) end
      from app.candidate c
      join app.candidate_identity i on i.candidate = c.id and i.email is not null
      left join app.provider p on p.siret = c.source
      where c.state = 'open'
        and not exists (select from app.consent n where n.candidate = c.id)
        and not exists (
          select from mail.outbox o
          where o.kind = 'confirmation' and o.recipient_kind = 'candidate' and o.recipient = c.id
            and o.state not in ('pending', 'deferred', 'superseded'))
      order by c.id
      """
    ).decode(as: (String, String?).self).map { Unconfirmed(candidate: $0.0, source: $0.1) }
  }
}
