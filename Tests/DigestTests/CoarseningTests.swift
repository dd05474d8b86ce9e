import Programme
import Testing

@testable import Digest

@Suite struct `What is shown of profiles` {
  private static let towns = ["Carros", "Épernon", "Oyonnax", "Segré"]

  /// A pool in which some combinations are common and many are rare.
  private static func pool(_ count: Int, _ generator: inout `A planned digest`.Seeded)
    -> [ProfileTraits]
  {
    (0..<count).map { _ in
      func pick<Value>(_ values: [Value]) -> Value {
        let index = min(
          Int.random(in: 0..<values.count, using: &generator),
          Int.random(in: 0..<values.count, using: &generator))
        return values[index]
      }
      let town = pick(towns)
      return ProfileTraits(
        level: pick([7, 6, 5, nil]), levelPrepared: pick([nil, nil, 8]),
        diplomaTitle: pick(["Génie industriel", "Logistique", "Soudage", nil]),
        field: pick(["H", "N", nil]),
        areas: [.circle(communeName: town, kilometres: pick([20, 30, 50]))],
        departments: [.department(name: pick(["Ain", "Jura"]))],
        regions: [.region(name: "Auvergne-Rhône-Alpes")],
        availableDay: Fixtures.today.adding(days: pick([0, 40, 200, 330])))
    }
  }

  /// The same by its definition: a rung at a time, everybody still left against everybody still left.
  private static func bruteForce(_ pool: [ProfileTraits], _ count: Int) -> [ShownTraits] {
    var shown = [ShownTraits?](repeating: nil, count: pool.count)
    for rung in Rung.allCases {
      let left = pool.indices.filter { shown[$0] == nil }
      for index in left {
        let own = rung.shown(pool[index], today: Fixtures.today)
        let alike = left.count { rung.shown(pool[$0], today: Fixtures.today) == own }
        if alike >= count || rung == .nothing { shown[index] = own }
      }
    }
    return shown.compactMap(\.self)
  }

  @Test
  func `reads the same for at least as many profiles as asked, and is as fine as that allows`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = `A planned digest`.Seeded(state: seed)
    var rungs: Set<Rung> = []
    for _ in 0..<150 {
      let pool = Self.pool(Int.random(in: 0...90, using: &generator), &generator)
      let count = Int.random(in: 2...7, using: &generator)
      let shown = Coarsening.shown(pool, today: Fixtures.today, sharedBy: count)
      #expect(shown == Self.bruteForce(pool, count), "seed \(seed)")
      for (traits, group) in Dictionary(grouping: shown, by: \.self) where traits.rung != .nothing {
        #expect(group.count >= count, "seed \(seed): \(traits)")
      }
      rungs.formUnion(shown.map(\.rung))
    }
    #expect(rungs.count >= 6, "the pools try the rungs: \(rungs)")
  }

  @Test func `does not depend on the order of the pool`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = `A planned digest`.Seeded(state: seed)
    let pool = Self.pool(80, &generator)
    let order = pool.indices.shuffled(using: &generator)
    let shown = Coarsening.shown(pool, today: Fixtures.today, sharedBy: 5)
    let again = Coarsening.shown(order.map { pool[$0] }, today: Fixtures.today, sharedBy: 5)
    #expect(again == order.map { shown[$0] }, "seed \(seed)")
  }

  @Test func `tells less on each rung, never more`() {
    var traits = Fixtures.traits
    traits.levelPrepared = 8
    traits.field = "H"
    traits.departments = [.department(name: "Ain")]
    traits.regions = [.region(name: "Auvergne-Rhône-Alpes")]
    traits.availableDay = Fixtures.day(2027, 9, 6)
    var last: Set<String>?
    // What can be told apart on a rung can be told apart on the one before.
    for rung in Rung.allCases.reversed() {
      var told: Set<String> = []
      for change in Self.changes {
        var other = traits
        change.1(&other)
        if rung.shown(other, today: Fixtures.today) != rung.shown(traits, today: Fixtures.today) {
          told.insert(change.0)
        }
      }
      if let last { #expect(told.isSuperset(of: last), "\(rung)") }
      if rung == .nothing { #expect(told.isEmpty) }
      last = told
    }
    #expect(last?.count == Self.changes.count - 1, "only the day within a month is never told")
  }

  private static let changes: [(String, @Sendable (inout ProfileTraits) -> Void)] = [
    ("level", { $0.level = 5 }), ("prepared", { $0.levelPrepared = nil }),
    ("title", { $0.diplomaTitle = "Soudage" }),
    (
      "place",
      {
        $0.areas = [.country]
        $0.departments = [.country]
        $0.regions = [.country]
      }
    ),
    ("radius", { $0.areas = [.circle(communeName: "Oyonnax", kilometres: 31)] }),
    ("month", { $0.availableDay = Fixtures.day(2027, 10, 6) }),
    ("half", { $0.availableDay = Fixtures.day(2027, 2, 6) }),
    ("day", { $0.availableDay = Fixtures.day(2027, 9, 7) }),
  ]

  @Test
  func `keeps the exact day, commune and title of a rare profile out of the mail and its store`()
    throws
  {
    var item = Fixtures.profile("T-7K3F")
    item.tell(on: .noField) { $0.availableDay = Fixtures.day(2027, 9, 6) }
    var digest = Fixtures.companyOne
    digest.positions[0].items = [item]
    let mail = try digest.rendered()
    for text in [mail.text, mail.html, try digest.json()] {
      for rare in ["Oyonnax", "Ain", "génie", "septembre", "2027-09-06", "20702"] {
        #expect(!text.contains(rare), "\(rare)")
      }
    }
    #expect(mail.text.contains("Disponible au second semestre"))
  }
}
