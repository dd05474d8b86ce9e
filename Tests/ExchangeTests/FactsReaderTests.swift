import Exchange
import Programme
import Testing

@Suite struct `A line of facts` {
  private func read(_ line: String) throws -> HireFacts {
    var reader = FactsReader { Workplace(commune: $0, territories: [:]) }
    return try reader.read(Array(line.utf8), line: 1)
  }

  private func refusal(_ line: String) -> String {
    do {
      _ = try read(line)
      return "taken"
    } catch {
      return "\(error)"
    }
  }

  @Test func `may say nothing at all`() throws {
    #expect(try read("{}") == HireFacts())
    #expect(try read(#"{"date":null,"position":null,"company":{},"talent":null}"#) == HireFacts())
  }

  @Test func `rounds amounts to the side that decides nothing wrongly`() throws {
    let facts = try read(
      #"{"company":{"staff":249.9,"turnover_eur":50000000.01,"balance_eur":4.3e7,"de_minimis_3y_eur":0}}"#
    )
    #expect(facts.company.staff == 249 && facts.company.turnover == 50_000_001)
    #expect(facts.company.balance == 43_000_000 && facts.company.deMinimis == 0)
  }

  @Test(arguments: [
    ("", "the line is empty"), ("[1]", "the line is not a JSON object"),
    ("{\"date\":", "not JSON"), ("{} {}", "not JSON"), ("null", "the line is not a JSON object"),
    (#"{"position":[]}"#, "position: an object is expected"),
    (#"{"talent":"x"}"#, "talent: an object is expected"),
    (#"{"date":"2026-01-01","date":"2026-01-02"}"#, "date: stands there twice"),
    (#"{"date":20260101}"#, "date: expected a day"), (#"{"date":"0999-01-01"}"#, "date: expected"),
    (
      #"{"position":{"duration_months":true}}"#, "position.duration_months: expected a whole number"
    ),
    (#"{"company":{"turnover_eur":1e30}}"#, "not JSON"),
    (#"{"company":{"staff":1000000000001}}"#, "company.staff: expected a number from 0"),
    (#"{"talent":{"work_study_student":0}}"#, "talent.work_study_student: expected true"),
  ])
  func `is refused where it is not what it should be`(line: String, reason: String) {
    #expect(refusal(line).hasPrefix(reason), "\(refusal(line))")
  }

  @Test func `passes over what nobody knows, and remembers it once`() throws {
    var reader = FactsReader { _ in nil }
    _ = try reader.read(Array(#"{"id":7,"talent":{"age":23}}"#.utf8), line: 4)
    _ = try reader.read(Array(#"{"id":8,"position":{"hours":35}}"#.utf8), line: 5)
    #expect(reader.passedOver.map(\.field) == ["talent.age", "id", "position.hours"])
    #expect(reader.passedOver.map(\.line) == [4, 4, 5])
  }

  @Test func `never shows in an error what it holds`() {
    let secret = "Camille Martin"
    for field in ["contract", "commune", "mission", "signed_on"] {
      #expect(!refusal(#"{"position":{"\#(field)":"\#(secret)"}}"#).contains("Camille"))
    }
    #expect(!refusal(#"{"company":{"siret":"\#(secret)"}}"#).contains("Camille"))
  }

  @Test func `is read or refused, whatever bytes it is made of`() throws {
    let line = Array(
      #"{"date":"2026-11-28","position":{"contract":"cdd","duration_months":12,"commune":"06033"},"company":{"siret":"35600000000048","staff":12.5,"turnover_eur":1e6},"talent":{"level_held":6,"diploma_date":"2024-02-29","work_study_student":false}}"#
        .utf8)
    let signs = Array(#"{}[]",:\0123456789-+.eEtrufalsn "#.utf8) + [0, 0x7F, 0xC3, 0xFF]
    var random = SeededGenerator(seed: 2_026)
    var reader = FactsReader { Workplace(commune: $0, territories: [:]) }
    var (taken, refused) = (0, 0)
    for number in 1...20_000 {
      var changed = line
      for _ in 0...Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: changed.indices, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: changed[place] = signs.randomElement(using: &random) ?? 0
        case 1: changed.remove(at: place)
        default: changed.insert(signs.randomElement(using: &random) ?? 0, at: place)
        }
      }
      do {
        _ = try reader.read(changed, line: number)
        taken += 1
      } catch { refused += 1 }
    }
    #expect(taken > 100 && refused > 10_000)
  }
}
