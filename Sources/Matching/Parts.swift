import Synchronization

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
package func inParts<Item: Sendable, Result: Sendable>(
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

/// Works through items with workers that keep memory of their own from one item to the next.
///
/// Who works on what changes nothing but the time.
///
/// - Parameters:
///   - items: what to work through, the items first that take longest.
///   - threads: how many workers there are; below one counts as one.
///   - worker: makes a worker.
///   - work: what a worker does with an item.
/// - Returns: the results in the order of the items.
func byWorkers<Item: Sendable, Worker: ~Copyable, Result: Sendable>(
  of items: [Item], threads: Int, _ worker: @escaping @Sendable () -> Worker,
  _ work: @escaping @Sendable (inout Worker, Item) -> Result
) async -> [Result] {
  let turns = Turns()
  return await withTaskGroup(of: [(Int, Result)].self) { group in
    for _ in 0..<max(1, min(threads, items.count)) {
      group.addTask {
        var own = worker()
        var done: [(Int, Result)] = []
        while true {
          let turn = turns.next()
          guard turn < items.count else { return done }
          done.append((turn, work(&own, items[turn])))
        }
      }
    }
    var results = [Result?](repeating: nil, count: items.count)
    for await done in group {
      for (turn, result) in done { results[turn] = result }
    }
    return results.compactMap { $0 }
  }
}

/// Hands out turns, each once.
private final class Turns: Sendable {
  private let taken = Atomic<Int>(0)

  func next() -> Int { taken.add(1, ordering: .relaxed).oldValue }
}
