package import Postgres
package import Programme

/// What the lead of a territory tells about it, beside what reference data knows.
package struct TerritoryProfile: Sendable {
  /// Whether it is or was a pilot of the programme; nil where nobody told.
  package var isPilot: Bool?
  /// The axes in the order the territory ranks them.
  package var axes: [Axis]
  /// The key sectors, the first first.
  package var sectors: [Sector]
  /// A short text of welcome, in French.
  package var welcome: String?

  /// A key sector: a part of the NAF in its version.
  package struct Sector: Hashable, Sendable, CustomStringConvertible {
    /// The part.
    package let group: NAFGroup
    /// The version it means something in.
    package let version: NAFVersion

    /// Takes a part told on a day; a whole code may tell its version by its letter.
    package init(_ group: NAFGroup, version: NAFVersion?, toldOn day: Day) {
      self.group = group
      let implied = (try? NAF(group.text))?.impliedVersion
      self.version = version ?? implied ?? NAFVersion.inForce(on: day)
    }

    /// `NAFRev2:256`.
    package var description: String { "\(version):\(group)" }
  }

  /// A person who speaks for a territory (personal data).
  package struct Person: Sendable {
    /// The id of the contact.
    package let id: String
    /// What the person is to the territory.
    package let part: Part
    /// Which local pair, from 1; nil for a lead.
    package let pair: Int?
    /// The region the person speaks for, by code and name, where told.
    package let region, regionName: String?
    /// Name, civility, role and address as they were given.
    package let name, civility, role, email: String?
  }

  /// What a person is to a territory.
  package enum Part: String, Sendable, CaseIterable {
    /// The project lead (chef de projet).
    case lead
    /// The elected person of a local pair.
    case elected
    /// The industrialist of a local pair.
    case industrialist
  }

  /// A line of the log of changes.
  package struct Change: Sendable {
    /// When, in Paris, to the minute, such as `2026-11-28 14:05`.
    package let at: String
    /// Who.
    package let by: String
    /// What changed, and its value before and after; of a person the id of the contact only.
    package let what: String
    package let before, after: String?
  }

  /// What is told of a territory; nothing where nobody told anything.
  package static func read(
    _ id: String, in vintage: Vintage, _ connection: Connection
  ) async throws -> TerritoryProfile {
    let row = try await connection.oneOrNone(
      """
      select is_pilot, axes, welcome from app.territory
      where vintage = \(vintage.name) and territory = \(id)
      """, as: (Bool?, [String], String?).self)
    let sectors = try await connection.rows(
      """
      select naf, naf_version from app.territory_sector
      where vintage = \(vintage.name) and territory = \(id)
      order by rank
      """
    ).decode(as: (String, String).self)
    return TerritoryProfile(
      isPilot: row?.0, axes: try row?.1.map { try Axis($0) } ?? [],
      sectors: try sectors.map {
        Sector(try NAFGroup($0.0), version: try NAFVersion($0.1), toldOn: vintage.validFrom)
      },
      welcome: row?.2)
  }

  /// The persons who speak for a territory: leads first, then pair by pair.
  package static func people(
    _ id: String, in vintage: Vintage, _ connection: Connection
  ) async throws -> [Person] {
    try await connection.rows(try query("territory-people", vintage.name, id)).decode(
      as: (
        String, String, Int32?, String?, String?, String?, String?, String?, String?
      ).self
    ).map {
      Person(
        id: $0.0, part: Part(rawValue: $0.1) ?? .lead, pair: $0.2.map(Int.init), region: $0.3,
        regionName: $0.4, name: $0.5, civility: $0.6, role: $0.7, email: $0.8)
    }
  }

  /// The log of changes, the last first.
  package static func changes(
    _ id: String, in vintage: Vintage, _ connection: Connection
  ) async throws -> [Change] {
    try await connection.rows(
      """
      select to_char(changed_at at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI'), changed_by, what,
        before, after
      from app.territory_change
      where vintage = \(vintage.name) and territory = \(id)
      order by id desc
      """
    ).decode(as: (String, String, String, String?, String?).self).map {
      Change(at: $0.0, by: $0.1, what: $0.2, before: $0.3, after: $0.4)
    }
  }
}
