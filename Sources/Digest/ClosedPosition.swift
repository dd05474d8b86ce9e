import Programme

/// A position that a candidate was told of and that is closed since.
package struct ClosedPosition: Codable, Sendable, Hashable {
  /// The position's id; never shown.
  package var position: String
  /// The title, without the company's name.
  package var title: String
  /// The company's name.
  package var companyName: String
  /// The commune of the workplace, when known.
  package var communeName: String?
  /// Whether somebody was hired; otherwise it was taken back.
  package var isFilled: Bool

  /// Makes a position from its fields.
  package init(
    position: String, title: String, companyName: String, communeName: String? = nil, isFilled: Bool
  ) {
    self.position = position
    self.title = title
    self.companyName = companyName
    self.communeName = communeName
    self.isFilled = isFilled
  }

  /// What it was, where, and what became of it.
  var words: String {
    let place = [
      French.tidy(companyName, limit: 80), communeName.map { French.tidy($0, limit: 60) },
    ]
    return ([French.tidy(title)] + place.compactMap(\.self)).joined(separator: ", ")
      + "\(French.hard): \(isFilled ? "pourvu" : "retiré")."
  }

  /// Telling it forgets that it was told as open, so that it is news again should it open again.
  func told(to candidate: String) -> ToldItem {
    ToldItem(position: position, candidate: candidate, content: ToldItem.forgotten)
  }
}
