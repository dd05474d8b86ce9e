import Programme

/// What a company tells of the days at a position: candidates read it, and it is never scored.
package struct DailyLife: Codable, Sendable, Hashable {
  /// How to come without a car.
  package var accessWithoutCar: String?
  /// When the work is.
  package var workingHours: String?
  /// Days a week that may be worked elsewhere, 0 to 5.
  package var remoteDays: Int?
  /// Help to find or pay a place to live.
  package var housingHelp: String?

  /// Makes it from its fields; nil when nothing is told.
  package init?(
    accessWithoutCar: String? = nil, workingHours: String? = nil, remoteDays: Int? = nil,
    housingHelp: String? = nil
  ) {
    guard accessWithoutCar != nil || workingHours != nil || remoteDays != nil || housingHelp != nil
    else { return nil }
    self.accessWithoutCar = accessWithoutCar
    self.workingHours = workingHours
    self.remoteDays = remoteDays
    self.housingHelp = housingHelp
  }

  /// One line for each thing told.
  var lines: [Page.Line] {
    var lines: [Page.Line] = []
    func add(_ what: String, _ text: String?) {
      guard let text else { return }
      lines.append(Page.Line("\(what)\(French.hard): \(French.tidy(text, limit: 200))"))
    }
    add("accès sans voiture", accessWithoutCar)
    add("horaires", workingHours)
    add("télétravail", remoteDays.map(remote))
    add("aide au logement", housingHelp)
    return lines
  }

  private func remote(_ days: Int) -> String {
    switch days {
    case 0: "non"
    case 5...: "toute la semaine"
    default: French.count(days, "jour par semaine", "jours par semaine")
    }
  }

  /// The value as text without meaning but its equality; stored in hashes, so it must not change.
  var key: String {
    [accessWithoutCar, workingHours, remoteDays.map(String.init), housingHelp]
      .map { $0 ?? "" }.joined(separator: "|")
  }
}
