/// The results of all gates of a pair, two bits each.
package struct GateMask: Hashable, Sendable {
  /// Gate n stands in bits 2n and 2n + 1, as the raw value of ``GateResult``.
  package private(set) var bits: UInt32 = 0

  /// A mask in which every gate passes.
  init() {}

  /// What a gate says.
  package subscript(gate: Gate) -> GateResult {
    GateResult(rawValue: UInt8(bits >> UInt32(2 * gate.rawValue) & 3)) ?? .pass
  }

  /// Notes what a gate says; each gate is noted once.
  mutating func note(_ gate: Gate, _ result: GateResult) {
    bits |= UInt32(result.rawValue) << UInt32(2 * gate.rawValue)
  }

  /// How many gates fail.
  package var failureCount: Int { (bits & 0xaaaa_aaaa).nonzeroBitCount }

  /// The first gate that fails.
  package var firstFailure: Gate? {
    let failures = bits & 0xaaaa_aaaa
    return failures == 0 ? nil : Gate(rawValue: failures.trailingZeroBitCount / 2)
  }
}
