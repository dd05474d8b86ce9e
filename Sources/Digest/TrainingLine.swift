package import Programme

/// A training that closes a gap.
package struct TrainingLine: Codable, Sendable, Hashable {
  /// The title of the training.
  package var title: String
  /// The provider's name, a CFA for most.
  package var providerName: String
  /// The commune where it is given, when known.
  package var communeName: String?
  /// The first day of the next session, when told; a past one is not shown.
  package var sessionDay: Day?
  /// The places left in that session, when told.
  package var remainingPlaces: Int?
  /// The day the remaining places were told; places without it are not shown.
  package var placesToldDay: Day?
  /// The length in months, when known.
  package var durationInMonths: Int?
  /// Whether it comes from the catalogue of November 2020 and no CFA has confirmed it since; the
  /// mail then says so and shows neither session nor places.
  package var isFromCatalogue2020: Bool

  /// Makes a line from its fields.
  package init(
    title: String, providerName: String, communeName: String? = nil, sessionDay: Day? = nil,
    remainingPlaces: Int? = nil, placesToldDay: Day? = nil, durationInMonths: Int? = nil,
    isFromCatalogue2020: Bool
  ) {
    self.title = title
    self.providerName = providerName
    self.communeName = communeName
    self.sessionDay = sessionDay
    self.remainingPlaces = remainingPlaces
    self.placesToldDay = placesToldDay
    self.durationInMonths = durationInMonths
    self.isFromCatalogue2020 = isFromCatalogue2020
  }
}
