extension Method {
  /// The values a number of that name may take; nil where there is no such number.
  package static func allowed(_ name: String) -> ClosedRange<Int>? {
    fields.first { $0.name == name }?.allowed
  }

  /// A method from its numbers by name: all of them, no other, each within its range.
  package init(version: String, numbers: [String: Int]) throws(SnapshotError) {
    self.init(version: version)
    for field in Method.fields {
      guard let value = numbers[field.name] else {
        throw .malformed(table: "method", id: version, field: field.name, hint: "it is missing")
      }
      self[keyPath: field.path] = value
    }
    for name in numbers.keys.sorted() where Method.allowed(name) == nil {
      throw .malformed(table: "method", id: version, field: name, hint: "there is no such number")
    }
    try check()
  }
}
