/// A data type of the server, by its number in `pg_type`.
public struct SQLType: Hashable, Sendable, CustomStringConvertible {
  /// The number, or a mark that no type of the server has.
  @usableFromInline let number: UInt32

  /// The number of the type; 0 leaves it to the server.
  @inlinable public var oid: UInt32 { self == .inferred ? 0 : number }

  /// Makes a type from its number.
  @inlinable public init(oid: UInt32) {
    number = oid
  }

  /// Whether two numbers are the same.
  @inlinable public static func == (left: SQLType, right: SQLType) -> Bool {
    left.number == right.number
  }

  /// The server infers the type from the statement, and the value is sent as text.
  @inlinable public static var unspecified: SQLType { SQLType(oid: 0) }
  /// The server infers the type from the statement, and the value is sent in binary.
  ///
  /// For types whose number differs from database to database: composites, ranges of one's own,
  /// extensions.
  @inlinable public static var inferred: SQLType { SQLType(oid: .max) }
  /// `boolean`.
  @inlinable public static var bool: SQLType { SQLType(oid: 16) }
  /// `bytea`.
  @inlinable public static var bytea: SQLType { SQLType(oid: 17) }
  /// `"char"`, one byte.
  @inlinable public static var char: SQLType { SQLType(oid: 18) }
  /// `name`.
  @inlinable public static var name: SQLType { SQLType(oid: 19) }
  /// `bigint`.
  @inlinable public static var int8: SQLType { SQLType(oid: 20) }
  /// `smallint`.
  @inlinable public static var int2: SQLType { SQLType(oid: 21) }
  /// `integer`.
  @inlinable public static var int4: SQLType { SQLType(oid: 23) }
  /// `text`.
  @inlinable public static var text: SQLType { SQLType(oid: 25) }
  /// `oid`.
  @inlinable public static var objectIdentifier: SQLType { SQLType(oid: 26) }
  /// `json`.
  @inlinable public static var json: SQLType { SQLType(oid: 114) }
  /// `cidr`.
  @inlinable public static var cidr: SQLType { SQLType(oid: 650) }
  /// `inet`.
  @inlinable public static var inet: SQLType { SQLType(oid: 869) }
  /// `xml`.
  @inlinable public static var xml: SQLType { SQLType(oid: 142) }
  /// `real`.
  @inlinable public static var float4: SQLType { SQLType(oid: 700) }
  /// `double precision`.
  @inlinable public static var float8: SQLType { SQLType(oid: 701) }
  /// `unknown`, a literal nobody gave a type.
  @inlinable public static var unknown: SQLType { SQLType(oid: 705) }
  /// `character(n)`.
  @inlinable public static var bpchar: SQLType { SQLType(oid: 1042) }
  /// `character varying`.
  @inlinable public static var varchar: SQLType { SQLType(oid: 1043) }
  /// `date`.
  @inlinable public static var date: SQLType { SQLType(oid: 1082) }
  /// `time without time zone`.
  @inlinable public static var time: SQLType { SQLType(oid: 1083) }
  /// `timestamp without time zone`.
  @inlinable public static var timestamp: SQLType { SQLType(oid: 1114) }
  /// `timestamp with time zone`.
  @inlinable public static var timestamptz: SQLType { SQLType(oid: 1184) }
  /// `interval`.
  @inlinable public static var interval: SQLType { SQLType(oid: 1186) }
  /// `numeric`.
  @inlinable public static var numeric: SQLType { SQLType(oid: 1700) }
  /// `record`, a row of no named type.
  @inlinable public static var record: SQLType { SQLType(oid: 2249) }
  /// `uuid`.
  @inlinable public static var uuid: SQLType { SQLType(oid: 2950) }
  /// `jsonb`.
  @inlinable public static var jsonb: SQLType { SQLType(oid: 3802) }
  /// `int4range`.
  @inlinable public static var int4range: SQLType { SQLType(oid: 3904) }
  /// `numrange`.
  @inlinable public static var numrange: SQLType { SQLType(oid: 3906) }
  /// `tsrange`.
  @inlinable public static var tsrange: SQLType { SQLType(oid: 3908) }
  /// `tstzrange`.
  @inlinable public static var tstzrange: SQLType { SQLType(oid: 3910) }
  /// `daterange`.
  @inlinable public static var daterange: SQLType { SQLType(oid: 3912) }
  /// `int8range`.
  @inlinable public static var int8range: SQLType { SQLType(oid: 3926) }

  /// The number from which types are made by users: enums, domains, composites, extensions.
  static let firstUserDefined: UInt32 = 16384

  private static let known: [UInt32: (name: String, array: UInt32)] = [
    16: ("boolean", 1000), 17: ("bytea", 1001), 18: ("\"char\"", 1002), 19: ("name", 1003),
    20: ("bigint", 1016), 21: ("smallint", 1005), 23: ("integer", 1007), 25: ("text", 1009),
    26: ("oid", 1028), 27: ("tid", 1010), 28: ("xid", 1011), 29: ("cid", 1012), 114: ("json", 199),
    142: ("xml", 143), 600: ("point", 1017), 602: ("path", 1019), 604: ("polygon", 1027),
    650: ("cidr", 651), 700: ("real", 1021), 701: ("double precision", 1022), 705: ("unknown", 0),
    718: ("circle", 719),
    774: ("macaddr8", 775), 790: ("money", 791), 829: ("macaddr", 1040), 869: ("inet", 1041),
    1042: ("character", 1014), 1043: ("character varying", 1015), 1082: ("date", 1182),
    1083: ("time without time zone", 1183), 1114: ("timestamp without time zone", 1115),
    1184: ("timestamp with time zone", 1185), 1186: ("interval", 1187),
    1266: ("time with time zone", 1270), 1560: ("bit", 1561), 1562: ("bit varying", 1563),
    1700: ("numeric", 1231), 2205: ("regclass", 2210), 2206: ("regtype", 2211),
    2249: ("record", 2287), 2950: ("uuid", 2951), 2970: ("txid_snapshot", 2949),
    3614: ("tsvector", 3643), 3615: ("tsquery", 3645), 3802: ("jsonb", 3807),
    3904: ("int4range", 3905), 3906: ("numrange", 3907), 3908: ("tsrange", 3909),
    3910: ("tstzrange", 3911), 3912: ("daterange", 3913), 3926: ("int8range", 3927),
    4089: ("regnamespace", 4090), 4096: ("regrole", 4097), 4451: ("int4multirange", 6150),
    4532: ("nummultirange", 6151), 4533: ("tsmultirange", 6152), 4534: ("tstzmultirange", 6153),
    4535: ("datemultirange", 6155), 4536: ("int8multirange", 6157), 5069: ("xid8", 271),
  ]

  private static let arrays: [UInt32: String] = [UInt32: String](
    uniqueKeysWithValues: known.values.filter { $0.array != 0 }.map { ($0.array, $0.name + "[]") })

  /// The type of its arrays; ``inferred`` where this library does not know it.
  public var array: SQLType {
    guard let array = Self.known[number]?.array, array != 0 else { return .inferred }
    return SQLType(oid: array)
  }

  /// Whether it is known as the type of an array.
  var isArray: Bool { Self.arrays[number] != nil }

  /// Whether it was made in a database, or stands for such a type: an enum, a domain, a composite.
  var isUserDefined: Bool { number >= Self.firstUserDefined }

  /// Its name in SQL, or its number.
  public var description: String {
    switch self {
    case .unspecified: "a type the server infers"
    case .inferred: "a type the server infers"
    default: Self.known[number]?.name ?? Self.arrays[number] ?? "type \(number)"
    }
  }
}
