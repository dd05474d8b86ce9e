package import Testing

/// Gives each test a database of its own, a copy of a migrated template with small reference data.
///
/// A missing server fails the test; nothing is skipped.
package struct DatabaseTrait: TestTrait, SuiteTrait, TestScoping {
  let isEmpty: Bool

  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await TestServer.shared.withDatabase(isEmpty: isEmpty) { database in
      try await TestDatabase.$bound.withValue(database) { try await function() }
    }
  }
}

extension Trait where Self == DatabaseTrait {
  /// A database with schema and small reference data for each test.
  package static var database: Self { DatabaseTrait(isEmpty: false) }
  /// A database without anything for each test.
  package static var emptyDatabase: Self { DatabaseTrait(isEmpty: true) }
}
