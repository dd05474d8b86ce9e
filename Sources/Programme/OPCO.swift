/// The operator of skills that pays for the trainings of a company, or what stands for one where
/// nobody knows it, or several answer.
package enum OPCO: String, Identifier, CaseIterable {
  case afdas = "AFDAS"
  case akto = "AKTO"
  case atlas = "Atlas"
  case constructys = "Constructys"
  case opcommerce = "L'Opcommerce"
  case ocapiat = "OCAPIAT"
  case deuxI = "OPCO 2i"
  case ep = "OPCO EP"
  case mobilites = "Opco Mobilités"
  case sante = "Opco Santé"
  case uniformation = "Uniformation"
  case inconnu
  case multiple

  package static let name = "OPCO"
  package static let expected = allCases.map(\.rawValue).joined(separator: ", ")
  /// The name it gives itself.
  package var text: String { rawValue }

  /// Reads a name, whatever its case and accents, with or without "Opco" before it.
  package init(_ text: String) throws(InvalidIdentifier) {
    let asked = Self.folded(text)
    guard !asked.isEmpty else { throw Self.invalid(.empty) }
    guard let opco = Self.allCases.first(where: { Self.folded($0.rawValue) == asked }) else {
      throw Self.invalid(.format)
    }
    self = opco
  }

  /// The name without what people put before it.
  private static func folded(_ text: String) -> String {
    let words = fold(text).split(separator: " ").drop { $0 == "l" || $0 == "opco" }
    return words.joined()
  }
}
