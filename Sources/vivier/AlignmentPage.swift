import Alignment
import Exchange
import Programme

/// An alignment at one grain in the forms a command writes.
struct AlignmentPage {
  private let alignment: ZoneAlignment
  private let grain: Grain
  private let sectorName: String?
  private let limit: Int

  /// A page; `limit` is how many rows each list shows to people and in JSON.
  init(_ alignment: ZoneAlignment, _ grain: Grain, sectorName: String?, limit: Int) {
    self.alignment = alignment
    self.grain = grain
    self.sectorName = sectorName
    self.limit = limit
  }

  private var zone: Zone { alignment.zone }

  // MARK: For people

  /// The sentences, the totals and the lists.
  func text(_ terminal: Terminal) -> String {
    var text = "\(zone.name) · \(alignment.day.french)\(sectorName.map { " · \($0)" } ?? "")\n\n"
    for (index, sentence) in alignment.sentences(grain).enumerated() {
      text += "\(index + 1). \(sentence)\n"
    }
    let totals = alignment.totals
    text +=
      "\n\(totals.positions) positions (\(totals.openings) openings, \(totals.starving) without a "
      + "match), \(totals.providers) CFA within \(zone.kilometres) km with "
      + "\(totals.offersTold) trainings told and \(totals.offersCatalogue) of the catalogue of 2020, "
      + "\(totals.skillsTaught) of \(totals.skillsAsked) skills asked are taught\n"
    if let mismatch = self.mismatch { text += mismatch + "\n" }
    if let lack = alignment.lackOfHigherOffer { text += lack + "\n" }
    if alignment.positions.isEmpty { text += nearest(terminal) }
    for list in RankedList.allCases {
      let rows = alignment.rows(list, grain)
      guard !rows.isEmpty else { continue }
      text += "\n\(list.heading)\n"
      text += sheet(rows.prefix(limit).map { (list, $0) }, isForPeople: true)
        .table(width: terminal.width)
      if rows.count > limit { text += "and \(rows.count - limit) more\n" }
    }
    return text
  }

  /// The mismatch in a line; nil where there are too few positions.
  private var mismatch: String? {
    let mismatch = alignment.mismatch
    guard let total = mismatch.total else { return nil }
    let parts = Mismatch.Part.allCases.map {
      "\($0.rawValue) \(Percent.text(millionths: mismatch.share($0) ?? 0))"
    }
    return
      "mismatch \(Percent.text(millionths: total)) of \(mismatch.need) candidates needed: "
      + parts.joined(separator: ", ")
  }

  private func nearest(_ terminal: Terminal) -> String {
    var sheet = Sheet(
      ("cfa", .left), ("commune", .left), ("km", .right), ("trainings", .right))
    for provider in alignment.providersInRange.prefix(limit) {
      sheet.add(
        .string(provider.name), .string(provider.commune), .integer(provider.kilometres),
        .integer(provider.offers))
    }
    return "\n" + sheet.table(width: terminal.width)
  }

  /// The rows of the four lists for other programs.
  var tsv: String {
    sheet(
      RankedList.allCases.flatMap { list in
        alignment.rows(list, grain).prefix(limit).map { (list, $0) }
      }, isForPeople: false
    ).tsv
  }

  private func sheet(
    _ rows: [(RankedList, ZoneAlignment.Row)], isForPeople: Bool
  ) -> Sheet {
    var sheet = Sheet(
      ("list", .left), ("item", .left), ("label", .left), ("positions", .right),
      ("openings", .right), ("starving", .right), ("trainings", .right), ("content", .left),
      ("places", .right),
      ("talents", .left), ("asked_by", .left), programsOnly: ["list", "item"])
    for (list, row) in rows {
      sheet.add(
        .string(list.rawValue), .string(row.item.key), .string(row.item.french(row.label)),
        .integer(row.positions.count), .integer(row.openings), .integer(row.starving),
        .integer(row.offers.count), .optional(row.content?.french),
        .optional(row.places(from: alignment.day)),
        row.talents.atLeast.map { .string("\($0)+") } ?? .null,
        .array(row.positions.prefix(isForPeople ? 3 : .max).map { .string($0.id) }))
    }
    return sheet
  }

  // MARK: For programs

  /// Everything, with the positions and trainings behind each row.
  var json: JSON {
    let totals = alignment.totals
    return [
      "zone": [
        "kind": .string(zone.kind.word), "id": .string(zone.kind.id), "name": .string(zone.name),
        "communes": .integer(zone.communes.count), "radius_km": .integer(zone.kilometres),
      ],
      "day": .string("\(alignment.day)"), "sector": .optional(alignment.sector),
      "grain": .string(grain.rawValue), "notice": .string(ZoneAlignment.notice),
      "sentences": .array(alignment.sentences(grain).map { .string($0) }),
      "totals": [
        "positions": .integer(totals.positions), "openings": .integer(totals.openings),
        "starving": .integer(totals.starving), "providers": .integer(totals.providers),
        "trainings_told": .integer(totals.offersTold),
        "trainings_catalogue": .integer(totals.offersCatalogue),
        "skills_asked": .integer(totals.skillsAsked),
        "skills_taught": .integer(totals.skillsTaught),
        "catalogue_inside": .integer(totals.catalogueInside),
        "catalogue_inside_level_5_to_7": .integer(totals.catalogueInsideHigher),
        "talents_at_least": .optional(totals.talents.atLeast),
      ],
      "mismatch": mismatchJSON,
      "sources": sources,
      "lack_of_higher_offer": .optional(alignment.lackOfHigherOffer),
      "providers_in_range": .array(
        alignment.providersInRange.prefix(limit).map {
          [
            "siret": .string($0.siret), "name": .string($0.name), "commune": .string($0.commune),
            "kilometres": .integer($0.kilometres), "trainings": .integer($0.offers),
            "next_session": $0.next.map(session) ?? .null,
          ]
        }),
      "tomorrow": .array(
        alignment.tomorrow.map {
          [
            "item": .string($0.item.key), "label": .string($0.label),
            "horizon": .string($0.horizon.french), "number": .integer($0.number),
          ]
        }),
      "lists": .object(
        RankedList.allCases.map { list in
          let rows = alignment.rows(list, grain)
          return JSON.Member(
            list.rawValue,
            [
              "heading": .string(list.heading), "count": .integer(rows.count),
              "rows": .array(rows.prefix(limit).map(self.row)),
            ])
        }),
    ]
  }

  /// The mismatch and its parts, which add up; null shares where there are too few positions.
  private var mismatchJSON: JSON {
    let mismatch = alignment.mismatch
    func share(_ value: Int?) -> JSON { value.map { .millionths($0) } ?? .null }
    return [
      "positions": .integer(mismatch.positions), "candidates_needed": .integer(mismatch.need),
      "total": share(mismatch.total),
      "parts": .object(
        Mismatch.Part.allCases.map { JSON.Member($0.rawValue, share(mismatch.share($0))) }),
    ]
  }

  /// What the figures rest on, each with its edition or day.
  private var sources: JSON {
    [
      "positions_and_talents_on": .string("\(alignment.day)"),
      "training_catalogue": .string(TrainingOffer.catalogueDay),
      "recruitment_survey": .optional(alignment.surveyEdition),
      "tension": .optional(alignment.tensionEdition),
    ]
  }

  private func session(_ session: TrainingOffer.Session) -> JSON {
    [
      "starts_on": .string("\(session.startsOn)"),
      "ends_on": .optional(session.endsOn.map { "\($0)" }),
      "capacity": .optional(session.capacity), "remaining": .optional(session.remaining),
      "told_on": .optional(session.toldOn.map { "\($0)" }),
      "is_stale": .bool(session.isStale(on: alignment.day)),
    ]
  }

  private func row(_ row: ZoneAlignment.Row) -> JSON {
    [
      "item": .string(row.item.key), "label": .string(row.label),
      "level": .optional(row.item.level), "positions": .integer(row.positions.count),
      "openings": .integer(row.openings), "starving": .integer(row.starving),
      "weight_thousandths": .integer(row.weight),
      "content": .optional(row.content?.french),
      "trainings_told": .integer(row.offersTold),
      "trainings_catalogue": .integer(row.offersCatalogue),
      "places_in_12_months": .optional(row.places(from: alignment.day)),
      "places_are_stale": .bool(row.arePlacesStale(on: alignment.day)),
      "graduates_in_24_months_at_most": .optional(row.graduates(from: alignment.day)),
      "outside": row.outside.map(outside) ?? .null,
      "talents_at_least": .optional(row.talents.atLeast),
      "trained_at_least": .optional(row.trained.atLeast),
      "staying_at_least": .optional(row.staying.atLeast),
      "staying_share": share(row.stayingShare),
      "asked_by": .array(
        row.positions.map { position in
          [
            "position": .string(position.id), "title": .string(position.title),
            "commune": .string(position.commune), "openings": .integer(position.openings),
            "days_open": .integer(position.age(on: alignment.day)),
            "starving": .bool(position.isStarving),
          ]
        }),
      "taught_by": .array(
        row.offers.prefix(limit).map { offer, content in
          [
            "training": .string(offer.id), "title": .string(offer.title),
            "provider": .string(offer.provider), "provider_name": .string(offer.providerName),
            "commune": .string(offer.commune), "content": .string(content.french),
            "catalogue": .bool(offer.isCatalogue),
            "sessions": .array(
              offer.sessions.filter { $0.startsOn >= alignment.day }.map(session)),
          ]
        }),
    ]
  }

  private func outside(_ figure: OutsideDemand.Figure) -> JSON {
    [
      "families": .array(figure.families.map { .string($0) }),
      "planned_hires": .integer(figure.projects), "difficult": .integer(figure.difficult),
      "hidden_basins": .integer(figure.hidden),
      "tension_low": .optional(figure.tension?.lowerBound),
      "tension_high": .optional(figure.tension?.upperBound),
    ]
  }

  private func share(_ estimate: Estimate?) -> JSON {
    guard let estimate, let share = estimate.share, let interval = estimate.interval else {
      return .null
    }
    return [
      "share": .millionths(share), "low": .millionths(interval.lowerBound),
      "high": .millionths(interval.upperBound),
    ]
  }

  // MARK: For French spreadsheets

  /// Every row that is asked or taught: `;` between cells, a byte order mark before.
  var csv: String {
    var writer = CSVWriter(separator: UInt8(ascii: ";"))
    writer.write([
      "liste", "code", "intitulé", "postes", "personnes cherchées", "postes sans profil",
      "formations déclarées", "formations du catalogue 2020", "contenu", "places sous 12 mois",
      "places périmées (plus de 60 jours)",
      "diplômés au plus sous 24 mois", "talents (au moins)", "personnes formées (au moins)",
      "dont cherchant ici (au moins)",
      "projets d'embauche du bassin, famille (BMO \(alignment.surveyEdition ?? "non chargé"))",
      "bassins au nombre secret",
      "tension de 1 à 5 (Dares \(alignment.tensionEdition ?? "non chargé"))", "postes concernés",
    ])
    for list in RankedList.allCases {
      for row in alignment.rows(list, grain) { writer.write(cells(list, row)) }
    }
    return "\u{FEFF}" + String(decoding: writer.take(), as: UTF8.self)
  }

  private func cells(_ list: RankedList, _ row: ZoneAlignment.Row) -> [String] {
    func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }
    return [
      list.heading, row.item.key, row.item.french(row.label), text(row.positions.count),
      text(row.openings), text(row.starving), text(row.offersTold), text(row.offersCatalogue),
      row.content?.french ?? "non enseigné (déduit)", text(row.places(from: alignment.day)),
      row.arePlacesStale(on: alignment.day) ? "oui" : "",
      text(row.graduates(from: alignment.day)), text(row.talents.atLeast),
      text(row.trained.atLeast), text(row.staying.atLeast),
      text(row.outside?.projects), text(row.outside.map(\.hidden)),
      row.outside?.tension.map { "\($0.lowerBound) à \($0.upperBound)" } ?? "",
      row.positions.map(\.id).joined(separator: " "),
    ]
  }
}
