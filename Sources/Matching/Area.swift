/// A part of the country a candidate declared to search in.
package enum Area: Hashable, Sendable {
  /// Around a centre, up to a squared chord as ``Point`` measures it (units of 2⁻⁶⁰).
  case circle(Point, chordSquaredLimit: Int64)
  /// A Territoire d'industrie by id, of the vintage the run uses.
  case territory(String)
  /// A department by its code.
  case department(String)
  /// A region by its code.
  case region(String)
  /// All of France.
  case country
}
