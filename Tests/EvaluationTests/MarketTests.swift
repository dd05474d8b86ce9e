import Evaluation
import Matching
import Testing

@Suite struct `A market` {
  /// The files of a market of two positions and three candidates.
  func files(
    _ u: [Float] = [3, 0, 0, 3, 2, 0], _ v: [Float] = [3, 0, 0, 3, 2, 0],
    description: String = """
    {"positions":["P1","P2"],"candidates":["a","b","c"],"threshold_u":1.5,"threshold_v":1.5}
    """
  ) -> [String: [UInt8]] {
    func bytes(_ numbers: [Float]) -> [UInt8] {
      numbers.flatMap { number in
        (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt32($0))) }
      }
    }
    return [
      "market.json": Array(description.utf8), "U_obs.f32": bytes(u), "V_obs.f32": bytes(v),
      "U_true.f32": [], "V_true.f32": [],
    ]
  }

  @Test func `is read without what its judge knows`() throws {
    let files = files()
    var asked: [String] = []
    let market = try Market {
      asked.append($0)
      return files[$0]
    }
    #expect(asked == ["market.json", "U_obs.f32", "V_obs.f32"])
    #expect(market.positions == ["P1", "P2"] && market.candidates == ["a", "b", "c"])
  }

  @Test func `sends positions to different people where both prefer the same one`() throws {
    let files = files()
    let market = try Market { files[$0] }
    let plan = market.plan(capacity: 1)
    #expect(plan.lists == [[0], [1]])
    #expect(market.run(plan) == "P1 Q0 a 1 1 vivier\nP2 Q0 b 1 1 vivier\n")
    #expect(market.plan(capacity: 5, ceiling: 1).lists.joined().sorted() == [0, 1, 2])
  }

  @Test func `stays the same however large a number is`() throws {
    let files = files([1e30, -1e30, 0, 1e30, 0, 0], [1e30, -1e30, 0, 1e30, 0, 0])
    let plan = try Market { files[$0] }.plan()
    #expect(plan.lists.allSatisfy { $0.count == 3 })
  }

  @Test(arguments: [
    ("market.json", Array("{}".utf8)), ("market.json", Array("{".utf8)), ("U_obs.f32", [1, 2, 3]),
    ("V_obs.f32", []), ("V_obs.f32", [0, 0, 0xC0, 0x7F] + Array(repeating: 0, count: 20)),
  ])
  func `says which file is broken`(file: String, content: [UInt8]) {
    var files = files()
    files[file] = content
    let error = #expect(throws: Market.Broken.self) { try Market { files[$0] } }
    #expect(error?.description.hasPrefix(file) == true)
  }
}
