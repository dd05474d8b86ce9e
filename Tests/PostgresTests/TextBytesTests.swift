import Postgres
import Testing

@Suite struct `Text from the server` {
  @Test func `is read where it is UTF-8 and refused where it is not`() {
    var chance = Chance()
    print("SEED=\(chance.seed)")
    for _ in 0..<20_000 {
      // Mostly ASCII, with a few bytes of any kind, so that both are common at any length.
      var bytes = (0..<Int.random(in: 0...40, using: &chance)).map { _ in
        UInt8.random(in: 1...127, using: &chance)
      }
      for _ in 0..<Int.random(in: 0...2, using: &chance) where !bytes.isEmpty {
        let place = bytes.indices.randomElement(using: &chance) ?? 0
        let pieces: [[UInt8]] = [Array("é".utf8), Array("🥐".utf8), [0x80], [0xC3], [0xFF]]
        bytes.replaceSubrange(place...place, with: pieces.randomElement(using: &chance) ?? [])
      }
      let text = try? String.decode(bytes.span, of: .text)
      #expect(text == String(validating: bytes, as: UTF8.self), "\(bytes)")
      #expect(text.map { Array($0.utf8) == bytes } ?? true, "\(bytes)")
    }
  }
}
