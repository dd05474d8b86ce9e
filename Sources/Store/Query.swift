package import Postgres
package import Programme
import Schema

/// The statement of a file `SQL/Queries/NAME.sql` with its values, in the order of `$1`, `$2`.
func query<each Value: SQLValue>(_ name: String, _ values: repeat each Value) throws -> SQL {
  guard let text = Schema.text(of: "Queries/\(name).sql") else {
    throw StoreError(.configuration, "this program lacks the query \(name).sql")
  }
  return SQL(trusting: text, repeat each values)
}

/// The text of a script of several statements, `SQL/NAME.sql`.
func script(_ name: String) throws -> String {
  guard let text = Schema.text(of: name + ".sql") else {
    throw StoreError(.configuration, "this program lacks the script \(name).sql")
  }
  return text
}

extension PostgresDate {
  /// The day as the server takes it.
  package init(_ day: Day) { self.init(daysSince1970: day.number) }
}

extension Day {
  /// A day as the server gives it.
  package init(_ date: PostgresDate) { self.init(number: date.daysSince1970) }
}
