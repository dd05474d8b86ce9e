/// An instant as `timestamptz` holds it, in microseconds since 1970-01-01 00:00 UTC.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01 00:00 UTC, leap seconds not counted.
  public var microsecondsSince1970: Int64

  /// Makes an instant from microseconds since 1970.
  @inlinable public init(microsecondsSince1970: Int64) {
    self.microsecondsSince1970 = microsecondsSince1970
  }

  /// `infinity`: after every other instant.
  @inlinable public static var infinity: Timestamp { Timestamp(microsecondsSince1970: .max) }
  /// `-infinity`: before every other instant.
  @inlinable public static var minusInfinity: Timestamp { Timestamp(microsecondsSince1970: .min) }

  /// Whether the first instant is before the second.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microsecondsSince1970 < right.microsecondsSince1970
  }

  /// From 1970 to 2000, where the server counts from.
  @inlinable static var epoch: Int64 { 946_684_800_000_000 }
}

extension Timestamp: CustomStringConvertible {
  /// The instant in UTC, as the server writes it when its `TimeZone` is UTC:
  /// `2024-02-29 12:00:00.5+00`.
  public var description: String {
    switch self {
    case .infinity: "infinity"
    case .minusInfinity: "-infinity"
    default: momentText(microsecondsSince1970: microsecondsSince1970, zone: "+00")
    }
  }
}

extension Timestamp: SQLValue {
  /// `timestamp with time zone`.
  @inlinable public static var sqlType: SQLType { .timestamptz }

  /// Appends microseconds since 2000; refuses what the server's count cannot hold.
  @inlinable public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    bytes.append(integer: try count())
  }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) throws(SQLValueError) {
    buffer.append(field: try count())
  }

  /// What the server counts; both ends of the count stand for the infinities, here as there.
  @inlinable func count() throws(SQLValueError) -> Int64 {
    if microsecondsSince1970 == .max || microsecondsSince1970 == .min {
      return microsecondsSince1970
    }
    let (count, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.epoch)
    guard !overflow else { throw .malformed("before the first instant of timestamptz") }
    return count
  }

  /// Reads a `timestamptz`; refuses `timestamp`, which names no instant, see ``LocalTimestamp``.
  @inlinable public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> Timestamp {
    guard type == .timestamptz else { throw .wrongType }
    let count: Int64 = try bytes.integer()
    if count == .max || count == .min { return Timestamp(microsecondsSince1970: count) }
    let (sum, overflow) = count.addingReportingOverflow(epoch)
    guard !overflow else { throw .malformed("after the last instant that can be held") }
    return Timestamp(microsecondsSince1970: sum)
  }
}
