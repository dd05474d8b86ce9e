/// Works through a list in parts, several at a time, and puts the results back in order.
///
/// How the work is cut changes nothing but the time.
///
/// - Parameters:
///   - items: what to work through.
///   - threads: how many parts are worked on at a time; below one counts as one.
///   - largest: how many items a part holds at most.
///   - work: what to do with a part.
/// - Returns: the results in the order of the items.
func inParts<Item: Sendable, Result: Sendable>(
  of items: [Item], threads: Int, largest: Int, _ work: @escaping @Sendable ([Item]) -> [Result]
) async -> [Result] {
  let size = max(1, min(largest, items.count / max(1, threads) + 1))
  let parts = stride(from: 0, to: items.count, by: size).map {
    Array(items[$0..<min($0 + size, items.count)])
  }
  guard threads > 1, parts.count > 1 else { return parts.flatMap(work) }
  return await withTaskGroup(of: (Int, [Result]).self) { group in
    var results = [[Result]](repeating: [], count: parts.count)
    var next = 0
    while next < min(threads, parts.count) {
      let index = next
      group.addTask { (index, work(parts[index])) }
      next += 1
    }
    while let (done, result) = await group.next() {
      results[done] = result
      if next < parts.count {
        let index = next
        group.addTask { (index, work(parts[index])) }
        next += 1
      }
    }
    return results.flatMap { $0 }
  }
}
