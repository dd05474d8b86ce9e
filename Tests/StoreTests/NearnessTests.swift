import Matching
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

@Suite(.database) struct `The nearness of occupations` {
  @Test func `is there as soon as reference data are, for each pair once and both ways`()
    async throws
  {
    let connection = try await TestDatabase.current.open(as: .migrate)
    let pairs = try await connection.rows(
      "select occupation, near, nearness from ref.occupation_near order by nearness desc"
    ).decode(as: (String, String, Int32).self)
    #expect(pairs.count > 10)
    #expect(!pairs.contains { $0.0 == $0.1 })
    let known = Set(pairs.map { [$0.0, $0.1] })
    #expect(pairs.filter { $0.2 > 110_000 }.allSatisfy { known.contains([$0.1, $0.0]) })
  }

  @Test func `is computed again where an edition comes back, and not twice`() async throws {
    let connection = try await TestDatabase.current.open(as: .migrate)
    let count: SQL = "select count(*) from ref.occupation_near"
    let before = try await connection.one(count, as: Int64.self)
    try await connection.run("delete from ref.occupation_near")
    _ = try await ReferenceLoader(TestSeeds.reference, connection).load()
    #expect(try await connection.one(count, as: Int64.self) == before)
    _ = try await ReferenceLoader(TestSeeds.reference, connection).load()
    #expect(try await connection.one(count, as: Int64.self) == before)
  }
}

@Suite(.database) struct `An occupation that nobody told` {
  private func concluded(_ candidate: Candidate) async throws -> [String] {
    let connection = try await TestDatabase.current.open()
    return try await ConcludedOccupations.read(for: [candidate], connection)?
      .occupations(of: candidate) ?? []
  }

  @Test func `is concluded from the skills of someone without diploma or wish`() async throws {
    let connection = try await TestDatabase.current.open()
    let skills = try await connection.rows(
      "select skill from ref.occupation_skill where occupation = 'H1403' order by skill limit 6"
    ).decode(as: String.self)
    var candidate = Candidate(id: "c", isOpen: true, hasConsent: true)
    candidate.skills = skills.map {
      HeldSkill(skill: $0, proficiency: 2, evidence: .declared)
    }
    #expect(try await concluded(candidate).first == "H1403")
    candidate.occupations = ["M1206"]
    #expect(try await concluded(candidate).isEmpty)
    candidate.occupations = []
    candidate.skills = Array(candidate.skills.prefix(1))
    #expect(try await concluded(candidate).isEmpty)
  }

  @Test func `is concluded from the title of a diploma that the register links to none`()
    async throws
  {
    let connection = try await TestDatabase.current.open(as: .migrate)
    let (code, occupation) = try await connection.one(
      """
      select c.code, min(o.occupation)
      from ref.certification c
      join ref.certification_occupation o on o.edition = c.edition and o.certification = c.code
      group by c.code having count(*) = 1 order by c.code limit 1
      """, as: (String, String).self)
    // The same diploma once more, under a number that has no links.
    try await connection.run(
      """
      insert into ref.certification (edition, code, title, level, kind, active, ends_on)
      select edition, 'RNCP99999', title, level, kind, false, ends_on
      from ref.certification where code = \(code)
      """)
    var candidate = Candidate(id: "c", isOpen: true, hasConsent: true)
    candidate.diploma = "RNCP99999"
    #expect(try await concluded(candidate).first == occupation)
  }
}
