/// Where a candidate is ready to work, as they declared it.
package enum Area: Hashable, Sendable, CustomStringConvertible {
  /// Within so many kilometres of a commune's centre.
  case circle(CommuneCode, kilometres: Int)
  case territory(TerritoryID)
  case department(DepartmentCode)
  case region(RegionCode)
  /// The whole country.
  case country

  /// The area as an import file writes it, such as `commune:06033:30`.
  package var description: String {
    switch self {
    case .circle(let commune, let kilometres): "commune:\(commune):\(kilometres)"
    case .territory(let id): "territory:\(id)"
    case .department(let code): "department:\(code)"
    case .region(let code): "region:\(code)"
    case .country: "country"
    }
  }
}
