/// Why the demonstration data cannot be made.
package enum DemoError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A reference file is not there.
  case missing(path: String)
  /// A reference file has no such column.
  case column(String, path: String)
  /// A reference file is not CSV.
  case unreadable(path: String, reason: String)
  /// The reference data leave no place, trade or diploma to draw from.
  case nothingToDrawFrom(String)

  /// What is wrong, and what to do where something can be done.
  package var description: String {
    switch self {
    case .missing(let path): "\(path) is missing; demo data are made from all reference data"
    case .column(let name, let path): "\(path) has no column \(name)"
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .nothingToDrawFrom(let what): "the reference data hold no \(what) to draw from"
    }
  }
}
