import Digest
import Programme
import Store

/// Who is told of what: contacts, positions and what is due for hires, by what brings them together.
///
/// A SIREN, a SIRET and the id of a position never look alike, so one index holds all three.
struct Coverage: Sendable {
  private let contacts: [String: [Audience.Contact]]
  private let positions: [String: [Audience.Position]]
  private let due: [String: [ProgrammeNews.Due]]

  init(_ audience: Audience, _ due: [ProgrammeNews.Due]) {
    contacts = index(audience.contacts) { $0.scopes.map(\.subject) }
    positions = index(audience.positions.values.sorted { ($0.title, $0.id) < ($1.title, $1.id) }) {
      [$0.siren, $0.siret, $0.id]
    }
    self.due = index(due) {
      [$0.hire.siren, $0.hire.siret] + ($0.hire.position.map { [$0.code] } ?? [])
    }
  }

  /// The positions in the scope of a contact, each once, by title.
  func positions(of contact: Audience.Contact) -> [Audience.Position] {
    var seen: Set<String> = []
    return contact.scopes.flatMap { positions[$0.subject] ?? [] }
      .filter { seen.insert($0.id).inserted }
      .sorted { ($0.title, $0.id) < ($1.title, $1.id) }
  }

  /// What is due in the scope of a contact, each once, the earliest first.
  func due(of contact: Audience.Contact) -> [ProgrammeNews.Due] {
    var seen: Set<String> = []
    return contact.scopes.flatMap { due[$0.subject] ?? [] }
      .filter { seen.insert($0.item.hire + $0.item.what.rawValue).inserted }
      .sorted { ProgrammeNews.precedes($0.item, $1.item) }
  }

  /// Whether digests reach anybody who is to be told of a place or position.
  func reaches(siren: String, siret: String, position: String?) -> Bool {
    told(siren, siret, position).contains { $0.reach == .reachable }
  }

  /// Why nobody can be told of a place or position; nil where there is no contact at all.
  func obstacle(siren: String, siret: String, position: String?) -> Contact.Reach? {
    let reaches = told(siren, siret, position).map(\.reach)
    return [.never, .suppressed, .noAddress].first(where: reaches.contains)
  }

  private func told(_ siren: String, _ siret: String, _ position: String?) -> [Audience.Contact] {
    [siren, siret, position].compactMap(\.self).flatMap { contacts[$0] ?? [] }
  }
}

/// The values under each of their keys.
private func index<Value>(_ values: [Value], by keys: (Value) -> [String]) -> [String: [Value]] {
  var index: [String: [Value]] = [:]
  for value in values {
    for key in keys(value) { index[key, default: []].append(value) }
  }
  return index
}
