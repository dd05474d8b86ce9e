// What `row` does, spelled out for each number of values: the optimiser of Swift 6.3 keeps a pack as a
// loop over types it learns at run time, which takes twice as long. Longer rows go through the pack.

extension CopyWriter {
  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<A: SQLValue>(_ a: A) async throws {
    let start = try begin(columns: 1)
    try append(a, 1, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<A: SQLValue, B: SQLValue>(_ a: A, _ b: B) async throws {
    let start = try begin(columns: 2)
    try append(a, 1, start)
    try append(b, 2, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<A: SQLValue, B: SQLValue, C: SQLValue>(_ a: A, _ b: B, _ c: C)
    async throws
  {
    let start = try begin(columns: 3)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue>(
    _ a: A, _ b: B, _ c: C, _ d: D
  ) async throws {
    let start = try begin(columns: 4)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue>(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E
  ) async throws {
    let start = try begin(columns: 5)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue
  >(_ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F) async throws {
    let start = try begin(columns: 6)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue
  >(_ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G) async throws {
    let start = try begin(columns: 7)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue
  >(_ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H) async throws {
    let start = try begin(columns: 8)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue, I: SQLValue
  >(_ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I) async throws {
    let start = try begin(columns: 9)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    try append(i, 9, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue, I: SQLValue, J: SQLValue
  >(_ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I, _ j: J) async throws {
    let start = try begin(columns: 10)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    try append(i, 9, start)
    try append(j, 10, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue, I: SQLValue, J: SQLValue, K: SQLValue
  >(_ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I, _ j: J, _ k: K)
    async throws
  {
    let start = try begin(columns: 11)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    try append(i, 9, start)
    try append(j, 10, start)
    try append(k, 11, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue, I: SQLValue, J: SQLValue, K: SQLValue, L: SQLValue
  >(_ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I, _ j: J, _ k: K, _ l: L)
    async throws
  {
    let start = try begin(columns: 12)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    try append(i, 9, start)
    try append(j, 10, start)
    try append(k, 11, start)
    try append(l, 12, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue, I: SQLValue, J: SQLValue, K: SQLValue, L: SQLValue, M: SQLValue
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I, _ j: J, _ k: K, _ l: L,
    _ m: M
  ) async throws {
    let start = try begin(columns: 13)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    try append(i, 9, start)
    try append(j, 10, start)
    try append(k, 11, start)
    try append(l, 12, start)
    try append(m, 13, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue, I: SQLValue, J: SQLValue, K: SQLValue, L: SQLValue, M: SQLValue, N: SQLValue
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I, _ j: J, _ k: K, _ l: L,
    _ m: M, _ n: N
  ) async throws {
    let start = try begin(columns: 14)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    try append(i, 9, start)
    try append(j, 10, start)
    try append(k, 11, start)
    try append(l, 12, start)
    try append(m, 13, start)
    try append(n, 14, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue, I: SQLValue, J: SQLValue, K: SQLValue, L: SQLValue, M: SQLValue, N: SQLValue,
    O: SQLValue
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I, _ j: J, _ k: K, _ l: L,
    _ m: M, _ n: N, _ o: O
  ) async throws {
    let start = try begin(columns: 15)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    try append(i, 9, start)
    try append(j, 10, start)
    try append(k, 11, start)
    try append(l, 12, start)
    try append(m, 13, start)
    try append(n, 14, start)
    try append(o, 15, start)
    if isFull { try await push() }
  }

  /// Sends one row; see ``row(_:)``.
  @_documentation(visibility: internal) @inlinable @inline(__always)
  public mutating func row<
    A: SQLValue, B: SQLValue, C: SQLValue, D: SQLValue, E: SQLValue, F: SQLValue, G: SQLValue,
    H: SQLValue, I: SQLValue, J: SQLValue, K: SQLValue, L: SQLValue, M: SQLValue, N: SQLValue,
    O: SQLValue, P: SQLValue
  >(
    _ a: A, _ b: B, _ c: C, _ d: D, _ e: E, _ f: F, _ g: G, _ h: H, _ i: I, _ j: J, _ k: K, _ l: L,
    _ m: M, _ n: N, _ o: O, _ p: P
  ) async throws {
    let start = try begin(columns: 16)
    try append(a, 1, start)
    try append(b, 2, start)
    try append(c, 3, start)
    try append(d, 4, start)
    try append(e, 5, start)
    try append(f, 6, start)
    try append(g, 7, start)
    try append(h, 8, start)
    try append(i, 9, start)
    try append(j, 10, start)
    try append(k, 11, start)
    try append(l, 12, start)
    try append(m, 13, start)
    try append(n, 14, start)
    try append(o, 15, start)
    try append(p, 16, start)
    if isFull { try await push() }
  }
}
