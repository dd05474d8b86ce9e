import Digest
import Programme

/// Digests to look at, the same in every test.
enum Fixtures {
  static let today = day(2026, 11, 23)

  static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
    guard let day = Day(year: year, month: month, day: day) else {
      preconditionFailure("no such day")
    }
    return day
  }

  static let traits = ProfileTraits(
    level: 7, diplomaTitle: "Diplôme d'ingénieur, génie industriel",
    areas: [.department(name: "Ain"), .circle(communeName: "Oyonnax", kilometres: 30)],
    availableDay: day(2026, 10, 5))

  static func profile(
    _ code: String, position: String = "P-1", away: Away? = nil, standing: Standing = .new
  ) -> ProfileItem {
    ProfileItem(
      position: position, candidate: "C-\(code)", code: code, standing: standing, away: away,
      score: 870_000, required: SkillCount(away == nil ? 3 : 2, of: 3),
      desired: SkillCount(2, of: 3), shown: Rung.declared.shown(traits, today: today), of: traits,
      matched: [
        SkillLine(label: "Lean manufacturing", isRequired: true),
        SkillLine(label: "Gestion de projet", isRequired: true, isInferred: true),
        SkillLine(
          label: "Ordonnancement", isRequired: false, through: "Planification de la production"),
      ],
      toCheck: [
        .skillInferred(label: "Gestion de projet"), .languageNotTold(code: "en", asked: 4),
      ])
  }

  static let training = TrainingLine(
    title: "Audit énergétique en industrie", providerName: "CFA fictif de Bourg",
    communeName: "Bourg-en-Bresse", sessionDay: day(2027, 1, 11), remainingPlaces: 12,
    placesToldDay: day(2026, 11, 2), durationInMonths: 3, isFromCatalogue2020: false)

  static let catalogueTraining = TrainingLine(
    title: "Technicien de maintenance industrielle", providerName: "CFA du Jura",
    communeName: "Dole", sessionDay: day(2027, 1, 11), remainingPlaces: 8,
    placesToldDay: day(2026, 11, 2), isFromCatalogue2020: true)

  static let company: [(name: String, digest: CompanyDigest)] = [
    ("company-rich", companyRich), ("company-one", companyOne), ("company-near", companyNear),
    ("company-minimal", companyMinimal), ("company-demo", companyDemo),
    ("company-deadlines", companyDeadlines), ("company-sites", companySites),
  ]

  static let lead: [(name: String, digest: LeadDigest)] = [
    ("lead-rich", leadRich), ("lead-territories", leadTerritories), ("lead-minimal", leadMinimal),
  ]

  static let cfa: [(name: String, digest: CFADigest)] = [
    ("cfa-rich", cfaRich), ("cfa-schools", cfaSchools), ("cfa-minimal", cfaMinimal),
  ]

  static let candidate: [(name: String, digest: CandidateDigest)] = [
    ("candidate-rich", candidateRich), ("candidate-one", candidateOne),
    ("candidate-near", candidateNear), ("candidate-minimal", candidateMinimal),
    ("candidate-demo", candidateDemo), ("candidate-daily-life", candidateDailyLife),
  ]

  static let closures: [(name: String, notice: ClosureNotice)] = [
    (
      "closure-one",
      ClosureNotice(
        date: today, candidate: "C-1",
        closed: [
          ClosedPosition(
            position: "P-1",
            title: "Responsable amélioration continue et méthodes industrielles (H/F)",
            companyName: "Plastiques du Haut-Bugey", communeName: "Oyonnax", isFilled: true)
        ])
    ),
    (
      "closure-demo",
      ClosureNotice(
        date: today, candidate: "C-1", isDemo: true,
        closed: [
          ClosedPosition(
            position: "P-1", title: "Chef d'atelier", companyName: "Métaltec", isFilled: false),
          ClosedPosition(
            position: "P-2", title: "Acheteur", companyName: "Plasturgie du Lac (fictif)",
            communeName: "Nantua", isFilled: true),
        ])
    ),
  ]

  /// As full as a company's mail can be: what is waited for takes the place of one profile.
  static var companyFull: CompanyDigest {
    let label = "Assurer la maintenance préventive et corrective des équipements industriels"
    var digest = companyRich
    digest.deadlines = nil
    digest.positions = (0..<2).map { position in
      PositionBlock(
        position: "P-\(position)", siret: "1", title: label, communeName: "Oyonnax",
        contracts: [.cdi], label: LabelLine(.vteTI, open: Rule.allCases),
        items: (0..<5 - position).map { number in
          var item = profile("T-7K\(position)\(number)", away: .skill(label: label))
          item.closingTraining = training
          item.matched = Array(repeating: SkillLine(label: label, isRequired: true), count: 12)
          item.toCheck = Array(repeating: .skillNotTold(label: label), count: 12)
          return item
        }, advice: [.payMissing, .skillsMissing])
    }
    return digest
  }

  static func waiting(
    _ state: WaitingAnswer.State, _ title: String, _ name: String, days: Int32
  ) -> WaitingAnswer {
    WaitingAnswer(
      position: "P-8", candidate: "C-\(name)", title: title, name: name, state: state,
      since: Day(number: today.number - days))
  }

  static var companyRich: CompanyDigest {
    var second = profile("T-2M9C", standing: .changed([.availability, .skills]))
    second.tell { traits in
      traits.level = 6
      traits.levelPrepared = 7
      traits.availableDay = day(2027, 3, 1)
      traits.areas = [.country]
    }
    second.toCheck = [
      .languageBelow(code: "de", asked: 4, held: 3), .programmeNotTold,
      .skillNotTold(label: "Audit énergétique"),
    ]
    var near = profile("T-1R07", away: .level(asked: 7, held: 6))
    near.tell(on: .half) {
      $0.level = 6
      $0.field = "H"
      $0.regions = [.region(name: "Auvergne-Rhône-Alpes")]
      $0.availableDay = day(2027, 8, 30)
    }
    var gap = profile("T-9X4D", position: "P-2", away: .skill(label: "Audit énergétique"))
    gap.closingTraining = training
    var again = profile("T-5W2K", position: "P-2", standing: .reminder)
    again.tell { $0 = ProfileTraits() }
    again.toCheck = [.levelNotTold, .availabilityNotTold, .areaNotTold, .contractNotTold]
    return CompanyDigest(
      date: today, reader: Reader(civility: .madame, name: "Perrin"),
      sites: [
        Site(
          siret: "1", companyName: "Plastiform", establishmentName: "Usine d'Oyonnax",
          communeName: "Oyonnax", territoryNames: ["Haut-Bugey"])
      ],
      leadName: "Dominique Martin",
      waiting: [
        waiting(.otherSaidYes, "Responsable amélioration continue", "T-3C5D", days: 2),
        waiting(.shown, "Responsable amélioration continue", "T-8W1Z", days: 9),
        waiting(.readerSaidYes, "Acheteur ou acheteuse", "T-5N7M", days: 12),
      ],
      deadlines: HireDeadlines(items: [deadline(.label, day(2026, 12, 30))].compactMap(\.self)),
      aidCheckedDay: day(2026, 11, 1),
      positions: [
        PositionBlock(
          position: "P-1", siret: "1", title: "Responsable amélioration continue",
          communeName: "Oyonnax",
          contracts: [.cdi, .apprentissage],
          label: LabelLine(.vteTI, open: [.mission, .companySize, .companyDifficulty]),
          items: [
            profile("T-7K3F"), second, near, profile("T-4B8H", standing: .stillOpen),
            profile("T-6J1N", standing: .stillOpen),
          ], advice: [.payMissing]),
        PositionBlock(
          position: "P-2", siret: "1", title: "Chargé ou chargée d'efficacité énergétique",
          communeName: "Bellignat", contracts: [.cdd], label: LabelLine(.vte, open: [.contract]),
          items: [again, gap],
          advice: [.skillsMissing, .startMissing]),
      ], hiddenCount: 3)
  }

  static var companyOne: CompanyDigest {
    CompanyDigest(
      date: day(2026, 12, 1), reader: Reader(civility: .monsieur, name: "Diallo"),
      sites: [
        Site(siret: "1", companyName: "Mécanique du Lac", territoryNames: ["Lacq-Pau-Tarbes"])
      ],
      positions: [
        PositionBlock(
          position: "P-1", siret: "1", title: "Responsable qualité", communeName: "Mourenx",
          contracts: [.cdi],
          label: LabelLine(.vteTI), items: [profile("T-7K3F")])
      ])
  }

  static var companyNear: CompanyDigest {
    var gap = profile("T-9X4D", away: .skill(label: "Audit énergétique"))
    gap.closingTraining = catalogueTraining
    let others: [Away] = [
      .area, .contract(offered: [.cdi], wished: [.apprentissage, .professionnalisation]),
      .availability(available: day(2027, 4, 1), asked: nil),
      .language(code: "en", asked: 5, held: 3),
    ]
    return CompanyDigest(
      date: today,
      sites: [Site(siret: "1", companyName: "Plastiform", territoryNames: ["Haut-Bugey"])],
      positions: [
        PositionBlock(
          position: "P-1", siret: "1", title: "Responsable qualité", communeName: "Oyonnax",
          contracts: [.cdi],
          items: [gap] + zip(["T-1", "T-2", "T-3", "T-4"], others).map { profile($0, away: $1) })
      ])
  }

  static var companyMinimal: CompanyDigest {
    CompanyDigest(
      date: today, sites: [Site(siret: "1", companyName: "Atelier")],
      positions: [
        PositionBlock(
          position: "P-1", siret: "1", title: "Adjoint de direction",
          items: [
            ProfileItem(
              position: "P-1", candidate: "C-1", code: "T-1", score: 500_000,
              required: SkillCount(0, of: 0), desired: SkillCount(0, of: 0),
              shown: Rung.nothing.shown(traits, today: today), of: traits)
          ])
      ])
  }

  /// A deadline of a hire, seen from ``today``.
  static func deadline(
    _ what: Deadline.What, _ day: Day, hire: String = "H-1", title: String? = "Responsable qualité"
  ) -> DeadlineItem? {
    DeadlineItem(
      hire: hire, siret: "1", deadline: Deadline(what: what, on: day),
      hiredDay: Fixtures.day(2026, 6, 30),
      positionTitle: title, today: today)
  }

  /// Every kind of deadline, to come, today and past, and more than a mail holds.
  static var companyDeadlines: CompanyDigest {
    let items = [
      deadline(.label, day(2026, 11, 16)), deadline(.training, day(2026, 11, 20), hire: "H-2"),
      deadline(.evidence, today, hire: "H-3", title: nil),
      deadline(.training, day(2026, 12, 1), hire: "H-4"),
      deadline(.evidence, day(2027, 1, 11), hire: "H-5"),
    ]
    return CompanyDigest(
      date: today, sites: [Site(siret: "1", companyName: "Plastiform")],
      deadlines: HireDeadlines(items: items.compactMap(\.self), hiddenCount: 2), positions: [])
  }

  /// Two sites of a company and one of another, in two territories, with what is due at one of them.
  static var companySites: CompanyDigest {
    func block(_ position: String, _ siret: String, _ title: String, _ code: String)
      -> PositionBlock
    {
      PositionBlock(
        position: position, siret: siret, title: title, communeName: nil, contracts: [.cdi],
        items: [profile(code, position: position)])
    }
    var due = deadline(.label, day(2026, 12, 30))
    due?.siret = "2"
    return CompanyDigest(
      date: today, reader: Reader(civility: .monsieur, name: "Diallo"),
      sites: [
        Site(
          siret: "1", companyName: "Plastiform", establishmentName: "Usine d'Oyonnax",
          communeName: "Oyonnax", territoryNames: ["Haut-Bugey"]),
        Site(
          siret: "2", companyName: "Plastiform", communeName: "Mourenx",
          territoryNames: ["Lacq-Pau-Tarbes"]),
        Site(siret: "3", companyName: "Métaltec", territoryNames: ["Lacq-Pau-Tarbes"]),
      ], deadlines: HireDeadlines(items: [due].compactMap(\.self)),
      positions: [
        block("P-1", "1", "Responsable qualité", "T-7K3F"),
        block("P-2", "1", "Responsable méthodes", "T-2M9C"),
        block("P-3", "2", "Acheteur ou acheteuse", "T-1R07"),
        block("P-4", "3", "Chargé ou chargée d'affaires", "T-9X4D"),
      ])
  }

  static func name(_ id: String, _ title: String) -> PositionName {
    PositionName(id: id, title: title, companyName: "Métaltec", communeName: "Oyonnax")
  }

  /// Every kind of thing to do, each reason and each remedy, and profiles that were proposed.
  static var leadRich: LeadDigest {
    let reasons: [(UnreachablePosition.Reason, Standing)] = [
      (.none, .new), (.never, .changed([.reach])), (.suppressed, .stillOpen),
      (.noAddress, .reminder),
    ]
    let remedies: [StarvingPosition.Remedy?] = [
      .skillWished(label: "Audit énergétique"), .language("de"), .area, .programme, nil,
    ]
    let due = [
      deadline(.label, day(2026, 11, 16)), deadline(.evidence, today, hire: "H-3", title: nil),
      deadline(.training, day(2026, 12, 1), hire: "H-4"),
    ]
    return LeadDigest(
      date: today, reader: Reader(civility: .madame, name: "Martin"),
      territories: [
        TerritoryBlock(
          territory: "2023-2027:ti-0000", name: "Haut-Bugey",
          unreachable: reasons.enumerated().map { index, reason in
            UnreachablePosition(
              name("P-\(index)", "Responsable qualité \(index + 1)"), reason: reason.0,
              matchCount: 3 - index, nearCount: 2, standing: reason.1)
          },
          starving: remedies.enumerated().map { index, remedy in
            StarvingPosition(
              name("P-1\(index)", "Technicien ou technicienne méthodes \(index + 1)"),
              remedy: remedy, gain: remedy == nil ? 0 : 5 - index,
              standing: index == 1 ? .stillOpen : .new)
          },
          deadlines: due.compactMap(\.self).map {
            CompanyDeadline(companyName: "Plastiform", item: $0)
          },
          proposed: [
            ProposedPosition(
              name("P-20", "Acheteur ou acheteuse"),
              profiles: ["T-7K3F", "T-2M9C"].map {
                ProposedPosition.Profile(position: "P-20", candidate: "C-\($0)", code: $0)
              })
          ])
      ], hiddenCount: 2)
  }

  /// Two territories, the first with what cannot be told, the second with what is asked too much.
  static var leadTerritories: LeadDigest {
    LeadDigest(
      date: today, isDemo: true,
      territories: [
        TerritoryBlock(
          territory: "2023-2027:ti-0000", name: "Haut-Bugey",
          unreachable: [
            UnreachablePosition(
              name("P-1", "Responsable qualité"), reason: .none, matchCount: 0, nearCount: 1)
          ]),
        TerritoryBlock(
          territory: "2023-2027:ti-0000", name: "Lacq-Pau-Tarbes",
          starving: [
            StarvingPosition(
              name("P-2", "Acheteur ou acheteuse"), remedy: .skillDropped(label: "Douane"), gain: 1)
          ]),
      ])
  }

  static var leadMinimal: LeadDigest {
    LeadDigest(
      date: today,
      territories: [
        TerritoryBlock(
          territory: "2023-2027:ti-0000", name: "Haut-Bugey",
          proposed: [
            ProposedPosition(
              PositionName(id: "P-1", title: "Acheteur", companyName: "Atelier"),
              profiles: [
                ProposedPosition.Profile(position: "P-1", candidate: "C-1", code: "T-7K3F")
              ])
          ])
      ])
  }

  static var companyDemo: CompanyDigest {
    var digest = companyOne
    digest.isDemo = true
    digest.sites[0].companyName = "Mécanique du Lac (fictif)"
    digest.positions[0].items.append(
      profile("T-8P2S", away: .programme(.level(asked: 6))))
    digest.positions[0].items.append(
      profile("T-3V6L", away: .programme(.diplomaAge(months: 24))))
    digest.positions[0].items.append(profile("T-0Q5Z", away: .programme(.workStudy)))
    return digest
  }

  static func position(
    _ id: String, away: Away? = nil, standing: Standing = .new, missing: [MissingLine] = []
  ) -> PositionItem {
    PositionItem(
      position: id, candidate: "C-1", title: "Responsable amélioration continue",
      companyName: "Plastiform", communeName: "Oyonnax", territoryName: "Haut-Bugey",
      contracts: [.cdi], payMinimum: 36_000, payMaximum: 40_000, startDay: day(2027, 1, 4),
      standing: standing, away: away, score: 812_345,
      matched: [
        SkillLine(label: "Lean manufacturing", isRequired: true),
        SkillLine(label: "Gestion de projet", isRequired: false, isInferred: true),
      ], missing: missing)
  }

  static var candidateDailyLife: CandidateDigest {
    var item = position("P-1")
    item.description = "Moderniser les méthodes de l'atelier, de l'étude à la mise en route."
    item.dailyLife = DailyLife(
      accessWithoutCar: "bus depuis la gare, 12 min", workingHours: "35 h, de 8 h à 16 h",
      remoteDays: 1, housingHelp: "un mois de logement à l'arrivée")
    return CandidateDigest(
      date: today, items: [item],
      closed: [
        ClosedPosition(
          position: "P-9", title: "Acheteur industriel", companyName: "Métaltec",
          communeName: "Nantua", isFilled: true)
      ])
  }

  static var candidateRich: CandidateDigest {
    var workStudy = position("P-2", standing: .changed([.pay]))
    workStudy.title = "Technicien ou technicienne méthodes"
    workStudy.companyName = "Métaltec"
    workStudy.contracts = [.apprentissage, .professionnalisation]
    workStudy.durationInMonths = 24
    workStudy.payMaximum = nil
    workStudy.startDay = day(2026, 9, 1)
    var untold = position(
      "P-3", standing: .reminder,
      missing: [
        MissingLine(
          label: "Soudage : procédé TIG", isRequired: false, trainings: [catalogueTraining])
      ])
    untold.title = "Chef d'atelier"
    untold.payMinimum = nil
    untold.payMaximum = nil
    untold.territoryName = nil
    untold.label = LabelLine(.vte, open: [.talentGraduate, .contract, .mission])
    var known = position("P-5", standing: .stillOpen)
    known.title = "Acheteur industriel"
    var gap = position(
      "P-4", away: .skill(label: "Audit énergétique"),
      missing: [
        MissingLine(
          label: "Audit énergétique", isRequired: true, trainings: [training, catalogueTraining])
      ])
    gap.title = "Chargé ou chargée d'efficacité énergétique"
    return CandidateDigest(
      date: today, areas: [.department(name: "Ain"), .department(name: "Jura")],
      leadName: "Dominique Martin",
      waiting: [
        waiting(.otherSaidYes, "Acheteur ou acheteuse", "Mécanique du Lac", days: 0),
        waiting(.shown, "Responsable qualité", "Plastiform", days: 14),
        waiting(.readerSaidYes, "Technicien ou technicienne méthodes", "Métaltec", days: 9),
      ],
      items: [
        position(
          "P-1", missing: [MissingLine(label: "Ordonnancement", isRequired: false)]),
        workStudy, untold, known, gap, position("P-6", away: .level(asked: 7, held: 6)),
      ], hiddenCount: 1)
  }

  static var candidateOne: CandidateDigest {
    var item = position("P-1")
    item.label = LabelLine(.vteTI, open: [.mission]).confirming(.talentLevel)
    return CandidateDigest(date: day(2027, 1, 1), areas: [.country], items: [item])
  }

  static var candidateNear: CandidateDigest {
    let aways: [Away] = [
      .area, .contract(offered: [.cdd], wished: [.cdi]),
      .availability(available: day(2027, 4, 1), asked: day(2027, 1, 4)),
      .language(code: "en", asked: 5, held: 3), .programme(.diplomaAge(months: 24)),
    ]
    return CandidateDigest(
      date: today, areas: [.territory(name: "Haut-Bugey")],
      items: aways.enumerated().map { position("P-\($0)", away: $1) })
  }

  static var candidateMinimal: CandidateDigest {
    CandidateDigest(
      date: today,
      items: [
        PositionItem(
          position: "P-1", candidate: "C-1", title: "Acheteur", companyName: "Atelier",
          score: 500_000)
      ])
  }

  static var candidateDemo: CandidateDigest {
    var digest = candidateOne
    digest.isDemo = true
    digest.items.append(position("P-2"))
    return digest
  }
}

extension ProfileItem {
  /// The item with its traits changed and shown on a rung.
  mutating func tell(on rung: Rung = .declared, _ change: (inout ProfileTraits) -> Void) {
    var traits = Fixtures.traits
    change(&traits)
    shown = rung.shown(traits, today: Fixtures.today)
    declared = DeclaredMarks(of: traits)
  }
}
