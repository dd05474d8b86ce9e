import Digest
import Programme

extension Fixtures {
  /// What stands on every report of an alignment.
  static let notice =
    "Ce service n'indique pas ce qu'il faut ouvrir ou fermer. Il donne des éléments, il ne décide pas."

  static func untaught(
    _ label: String, of provider: String, positions: Int, starving: Int = 0,
    communes: [String] = [], standing: Standing = .new
  ) -> UntaughtSkill {
    UntaughtSkill(
      provider: provider, skill: "rome3:\(label.count)", label: label, positionCount: positions,
      openingCount: positions + 1, starvingCount: starving, communeNames: communes,
      standing: standing)
  }

  static let sessions = [
    SessionLine(
      title: "Audit énergétique en industrie", startsOn: day(2027, 1, 11), capacity: 12,
      remaining: 4, toldOn: day(2026, 11, 2)),
    SessionLine(
      title: "Maintenance des équipements industriels", startsOn: day(2027, 2, 1), capacity: 15,
      remaining: 1, toldOn: day(2026, 9, 14), isStale: true),
    SessionLine(title: "Chaudronnerie", startsOn: day(2027, 9, 6), capacity: 10),
    SessionLine(title: "Soudage", startsOn: day(2027, 9, 13)),
  ]

  static let sessionQuestion = SessionQuestion(
    date: today, reader: Reader(civility: .monsieur, name: "Perrin"), isDemo: true,
    schools: [
      SessionQuestion.School(
        provider: "21009000700019", name: "CFA du Verger (fictif)", sessions: sessions)
    ])

  /// Every standing, every kind of gap, every kind of session.
  static var cfaRich: CFADigest {
    let provider = "21009000700019"
    let communes = ["Oyonnax", "Bellignat", "Arbent"]
    return CFADigest(
      date: today, reader: Reader(civility: .madame, name: "Martin"), notice: notice,
      schools: [
        SchoolBlock(
          provider: provider, name: "CFA du Verger (fictif)", kilometres: 50,
          sentences: [
            "« Audit énergétique » : 9 postes le demandent, aucune formation à 50 km ne l'enseigne (déduit).",
            "« Lean » : 12 personnes cherchées, 2 formations à portée. Talents qui le déclarent ici : au moins 5.",
            "« Injection plastique » : 1 formation y mène, aucun poste ouvert ne le demande.",
          ], positionCount: 24, openingCount: 31, openedCount: 47,
          asked: [
            untaught(
              "Audit énergétique", of: provider, positions: 9, starving: 4, communes: communes),
            untaught(
              "Métrologie tridimensionnelle", of: provider, positions: 6, communes: communes,
              standing: .changed([.demand])),
            untaught("Plasturgie", of: provider, positions: 3, starving: 1, standing: .reminder),
            untaught(
              "GMAO", of: provider, positions: 1, communes: ["Oyonnax"], standing: .stillOpen),
          ],
          gaps: [
            GapLine(
              provider: provider, item: "RNCP1", label: "BTS Conception de produits industriels",
              kind: .taughtNotAsked(trainings: 2)),
            GapLine(
              provider: provider, item: "rome3:1", label: "Lean",
              kind: .talentsLack(openings: 12, trainings: 2, talents: 5)),
            GapLine(
              provider: provider, item: "rome3:2", label: "Soudage",
              kind: .talentsLack(openings: 3, trainings: 1, talents: nil)),
            GapLine(
              provider: provider, item: "rome3:3", label: "Ordonnancement",
              kind: .trainedLeave(trained: 10, staying: nil)),
          ], sessions: sessions)
      ], hiddenCount: 12)
  }

  /// Two CFA of one contact, in a demo, neither with a session.
  static var cfaSchools: CFADigest {
    CFADigest(
      date: today, isDemo: true, notice: notice,
      schools: ["CFA du Verger (fictif)", "Campus des Fougères (fictif)"].enumerated().map {
        SchoolBlock(
          provider: "2100900070001\($0)", name: $1, kilometres: 50,
          sentences: ["Aucun poste ouvert n'est connu ici au 23 novembre 2026."],
          positionCount: $0, openingCount: $0, openedCount: 0,
          asked: [untaught("Douane", of: "2100900070001\($0)", positions: 1)])
      })
  }

  /// Nothing but a title that nobody asks.
  static var cfaMinimal: CFADigest {
    CFADigest(
      date: today, notice: notice,
      schools: [
        SchoolBlock(
          provider: "1", name: "CFA", kilometres: 50, sentences: [], positionCount: 0,
          openingCount: 0, openedCount: 0, asked: [],
          gaps: [
            GapLine(
              provider: "1", item: "RNCP1", label: "CAP Cuisine",
              kind: .taughtNotAsked(trainings: 1))
          ])
      ])
  }
}
