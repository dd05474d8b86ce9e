/// A data type of the server, by its number in `pg_type`.
public struct SQLType: Hashable, Sendable, CustomStringConvertible {
  /// The number of the type; 0 leaves it to the server.
  public let oid: UInt32

  /// Makes a type from its number.
  public init(oid: UInt32) {
    self.oid = oid
  }

  /// The server infers the type from the statement, and the value is sent as text.
  public static let unspecified = SQLType(oid: 0)
  /// `boolean`.
  public static let bool = SQLType(oid: 16)
  /// `bytea`.
  public static let bytea = SQLType(oid: 17)
  /// `"char"`, one byte.
  public static let char = SQLType(oid: 18)
  /// `name`.
  public static let name = SQLType(oid: 19)
  /// `bigint`.
  public static let int8 = SQLType(oid: 20)
  /// `smallint`.
  public static let int2 = SQLType(oid: 21)
  /// `integer`.
  public static let int4 = SQLType(oid: 23)
  /// `text`.
  public static let text = SQLType(oid: 25)
  /// `oid`.
  public static let objectIdentifier = SQLType(oid: 26)
  /// `json`.
  public static let json = SQLType(oid: 114)
  /// `xml`.
  public static let xml = SQLType(oid: 142)
  /// `real`.
  public static let float4 = SQLType(oid: 700)
  /// `double precision`.
  public static let float8 = SQLType(oid: 701)
  /// `unknown`, a literal nobody gave a type.
  public static let unknown = SQLType(oid: 705)
  /// `character(n)`.
  public static let bpchar = SQLType(oid: 1042)
  /// `character varying`.
  public static let varchar = SQLType(oid: 1043)
  /// `date`.
  public static let date = SQLType(oid: 1082)
  /// `timestamp with time zone`.
  public static let timestamptz = SQLType(oid: 1184)
  /// `numeric`.
  public static let numeric = SQLType(oid: 1700)
  /// `uuid`.
  public static let uuid = SQLType(oid: 2950)
  /// `jsonb`.
  public static let jsonb = SQLType(oid: 3802)

  /// The number from which types are made by users: enums, domains, composites, extensions.
  static let firstUserDefined: UInt32 = 16384

  private static let known: [UInt32: (name: String, array: UInt32)] = [
    16: ("boolean", 1000), 17: ("bytea", 1001), 18: ("\"char\"", 1002), 19: ("name", 1003),
    20: ("bigint", 1016), 21: ("smallint", 1005), 23: ("integer", 1007), 25: ("text", 1009),
    26: ("oid", 1028), 114: ("json", 199), 142: ("xml", 143), 700: ("real", 1021),
    701: ("double precision", 1022), 705: ("unknown", 0), 1042: ("character", 1014),
    1043: ("character varying", 1015), 1082: ("date", 1182),
    1184: ("timestamp with time zone", 1185), 1700: ("numeric", 1231), 2950: ("uuid", 2951),
    3802: ("jsonb", 3807),
  ]

  /// The type of its arrays; ``unspecified`` where this library does not know it.
  public var array: SQLType { SQLType(oid: Self.known[oid]?.array ?? 0) }

  /// Its name in SQL, or its number.
  public var description: String {
    if let name = Self.known[oid]?.name { return name }
    if let element = Self.known.first(where: { oid != 0 && $0.value.array == oid }) {
      return element.value.name + "[]"
    }
    return "type \(oid)"
  }
}
