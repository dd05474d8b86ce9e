import Exchange
import Matching
import Store

/// What was measured of a run's short lists, for people and programs.
struct RunPropertyPage {
  let properties: [Run.StoredProperty]
  let shortages: [Allocation.Shortage]

  /// One line a property and one a shortage, indented as `run show` is.
  var text: String {
    var text = ""
    for property in properties { text += "  \(line(property))\n" }
    for shortage in shortages { text += "  \(line(shortage))\n" }
    return text
  }

  /// The value of `properties`, an array of objects.
  var json: JSON {
    .array(
      properties.map { property in
        [
          "name": .string(property.name), "kind": .string(property.kind),
          "value": number(property.value, property),
          "tolerance": number(property.tolerance, property), "held": .bool(property.isHeld),
        ]
      })
  }

  /// The value of `shortages`, an array of objects.
  var shortagesJSON: JSON {
    .array(
      shortages.map { shortage in
        [
          "positions": .array(shortage.positions.map { .string($0) }),
          "candidates": .array(shortage.candidates.map { .string($0) }),
          "room": .integer(shortage.room),
        ]
      })
  }

  private func line(_ property: Run.StoredProperty) -> String {
    guard isMeasured(property) else {
      return "\(property.name): \(property.isHeld ? "held" : "NOT HELD, \(property.value) times")"
    }
    let isLeast = Property.Name(rawValue: property.name)?.isLeast ?? false
    return "\(property.name): \(hundredths(property.value)),"
      + " \(isLeast ? "at least" : "at most") \(hundredths(property.tolerance)):"
      + " \(property.isHeld ? "held" : "NOT HELD")"
  }

  private func line(_ shortage: Allocation.Shortage) -> String {
    let positions = shortage.positions.joined(separator: ", ")
    let candidates = shortage.candidates.joined(separator: ", ")
    return "at least \(shortage.positions.count - shortage.room) of these positions must stay empty"
      + " (\(positions)): all that is listed for them is \(candidates), with room in"
      + " \(shortage.room) more list\(shortage.room == 1 ? "" : "s")"
  }

  private func isMeasured(_ property: Run.StoredProperty) -> Bool {
    property.kind == Property.Kind.reported.rawValue
  }

  private func number(_ value: Int, _ property: Run.StoredProperty) -> JSON {
    isMeasured(property) ? .millionths(value) : .integer(value)
  }

  private func hundredths(_ millionths: Int) -> String {
    let hundredths = (millionths + 5_000) / 10_000
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
