/// What was told of an item, as one short hash per topic.
enum Fingerprint {
  /// `pay:9f3c…,start:07aa…`, in the order of `Topic.allCases`.
  static func content(of topics: [(Topic, String)]) -> String {
    Topic.allCases
      .compactMap { topic in
        topics.first { $0.0 == topic }.map { "\(topic.rawValue):\(hash($0.1))" }
      }
      .joined(separator: ",")
  }

  /// The topics whose hash is not the one in `content`; one that `content` lacks did not change, so
  /// that a topic added to the program does not tell everybody everything again.
  static func changes(in topics: [(Topic, String)], since content: String) -> [Topic] {
    var before: [Substring: Substring] = [:]
    for part in content.split(separator: ",") {
      let halves = part.split(separator: ":")
      if halves.count == 2 { before[halves[0]] = halves[1] }
    }
    return Topic.allCases.filter { topic in
      guard let now = topics.first(where: { $0.0 == topic }),
        let then = before[Substring(topic.rawValue)]
      else { return false }
      return then != hash(now.1)
    }
  }

  /// FNV-1a, 64 bits, in hexadecimal.
  static func hash(_ text: String) -> String {
    let value = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    return String(value, radix: 16)
  }
}
