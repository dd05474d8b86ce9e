import Testing

@testable import Nearness

@Suite struct `A space of occupations` {
  let occupations = [
    DescribedOccupation(
      code: "H2913", skills: ["tig", "mig", "plan"], titles: ["Soudeur / Soudeuse"]),
    DescribedOccupation(
      code: "H2911", skills: ["plan", "montage"], titles: ["Charpentier / Charpentière métal"]),
    DescribedOccupation(code: "D1102", skills: ["pâte", "four"], titles: ["Boulanger"]),
    DescribedOccupation(code: "D1104", skills: ["pâte", "sucre"], titles: ["Pâtissier"]),
  ]

  @Test func `finds each occupation nearest to itself`() {
    let space = OccupationSpace(occupations)
    for (place, occupation) in occupations.enumerated() {
      let nearness = space.nearness(to: occupation)
      #expect(nearness.indices.max { nearness[$0] < nearness[$1] } == place)
      #expect(nearness[place] > 999_900)
    }
  }

  @Test func `reads the code where every code is one of ROME, and only then`() {
    let bare = occupations.map { DescribedOccupation(code: $0.code) }
    #expect(
      OccupationSpace(bare).nearness(to: bare[0]) == [1_000_000, 1_000_000, 0, 0])
    #expect(
      OccupationSpace(bare + [DescribedOccupation(code: "x")]).nearness(to: bare[0])
        == [0, 0, 0, 0, 0])
  }

  @Test func `is the weighted mean of what is told`() {
    let space = OccupationSpace(occupations)
    let first = DescribedOccupation(code: "D1102", skills: ["pâte", "four"])
    // Skills 1 (weight 100), titles 0 (100), letter and domain 1 (10 each).
    #expect(abs(space.nearness(to: first)[2] - 120 * 1_000_000 / 220) < 10)
  }

  @Test func `tells the occupations of a few skills, the likely one first`() {
    let space = OccupationSpace(occupations)
    let profile = space.profile(ofSkills: ["tig", "plan"])
    #expect(profile.map(\.occupation) == [0, 1])
    #expect(profile[0].share > 700_000)
    #expect(abs(profile.reduce(0) { $0 + $1.share } - 1_000_000) <= profile.count)
    #expect(space.profile(ofSkills: ["unheard of"]).isEmpty)
    #expect(space.profile(ofSkills: []).isEmpty)
  }

  @Test func `brings lists without a shared skill together where occupations are near`() {
    let table = NearnessTable(occupations)
    let baker = table.space.profile(ofSkills: ["four"])
    let cook = table.space.profile(ofSkills: ["sucre"])
    let welder = table.space.profile(ofSkills: ["mig"])
    let toBaker = table.nearness(to: baker)
    #expect(
      NearnessTable.nearness(of: cook, to: toBaker)
        > NearnessTable.nearness(of: welder, to: toBaker) + 100_000)
  }

  @Test(arguments: Dice.seeds) func `sums the nearness of profiles over all pairs`(seed: UInt64) {
    var dice = Dice(seed)
    let table = NearnessTable(
      (0..<15).map { DescribedOccupation(code: "\($0)", skills: dice.letters(upTo: 9)) })
    let first = table.space.profile(ofSkills: dice.letters(upTo: 6) + ["a"])
    let second = table.space.profile(ofSkills: dice.letters(upTo: 6) + ["b"])
    var sum = 0
    for left in first {
      for right in second {
        sum +=
          left.share * right.share / 1_000_000 * table.nearness(left.occupation, right.occupation)
      }
    }
    let found = NearnessTable.nearness(of: second, to: table.nearness(to: first))
    #expect(abs(found - sum / 1_000_000) < 30, "seed \(seed)")
  }
}

@Suite struct `An index of diplomas` {
  typealias Diploma = DiplomaIndex.Diploma

  @Test func `follows the nearest titles, and the nearest level among equal titles`() {
    let index = DiplomaIndex(
      [
        Diploma(title: "Maintenance industrielle", level: 5, occupations: [0]),
        Diploma(title: "Maintenance industrielle", level: 7, occupations: [1]),
        Diploma(title: "Commerce international", level: 5, occupations: [2]),
      ], occupations: ["", "", ""])
    let technician = index.values(title: "BTS Maintenance industrielle", level: 5)
    #expect(technician[0] > technician[1] && technician[1] > 0 && technician[2] == 0)
    let engineer = index.values(title: "BTS Maintenance industrielle", level: 7)
    #expect(engineer[1] > engineer[0])
  }

  @Test func `shares a diploma's say among its occupations by the root of their number`() {
    let index = DiplomaIndex(
      [
        Diploma(title: "Soudage", level: nil, occupations: [0, 1, 2, 3]),
        Diploma(title: "Boulangerie", level: nil, occupations: [0]),
      ],
      occupations: ["", "", "", ""])
    #expect(index.values(title: "Soudage", level: 6) == [500_000, 500_000, 500_000, 500_000])
  }

  @Test func `reads the words of occupations where no diploma is near`() {
    let index = DiplomaIndex([], occupations: ["Boulanger pain", "Soudeur métal"])
    let values = index.values(title: "Travail du métal", level: nil)
    #expect(values[0] == 0)
    #expect(values[1] > 0 && values[1] <= 300_000)
  }
}

@Suite struct `An index of titles` {
  @Test func `gives each thing once, by its nearest title`() {
    let index = TitleIndex([
      ("Soudeur", 7), ("Soudeuse TIG", 7), ("Opérateur de soudage", 8), ("Boulanger", 9),
    ])
    let hits = index.hits(for: "soudeuse, procédé TIG (H/F)")
    #expect(hits.map(\.subject) == [7, 8])
    #expect(hits[0].title == 1)
    #expect(index.hits(for: "astronaute").isEmpty)
  }
}

@Suite struct `A suggester` {
  let suggester = TitleSuggester([
    ("Soudeur / Soudeuse", 0), ("Soudeur / Soudeuse TIG", 0), ("Chef d'équipe soudage", 1),
    ("Boulanger", 2), ("Boulanger pâtissier", 3), ("Boulangère en grande surface", 3),
  ])

  @Test func `reads a text as a whole and in its parts`() {
    let found = suggester.suggestions(for: "Boulanger, soudeur TIG. Libre de suite", count: 5)
    #expect(Set(found.prefix(2).map(\.subject)) == [0, 2])
    #expect(found.first { $0.subject == 0 }?.part == "soudeur TIG")
    #expect(found.first { $0.subject == 0 }?.title == "Soudeur / Soudeuse TIG")
    #expect(suggester.suggestions(for: "Boulanger", count: 1).count == 1)
  }

  @Test func `gives a verdict only where the nearest titles agree`() {
    #expect(suggester.verdict(on: "soudeuse TIG (H/F)")?.subject == 0)
    #expect(suggester.verdict(on: "Boulanger")?.subject == 2, "the very title outweighs the others")
    #expect(suggester.verdict(on: "pâtissier chocolatier") == nil)
    #expect(suggester.verdict(on: "") == nil)
  }
}
