// Does one fixed piece of work up to the step that is named, and prints what came of it, so that a
// step costs what two runs differ by: world, build, match, near.
import Dispatch
import Evaluation
import Glibc
import Matching

let steps = ["world", "build", "match", "near"]

func work(_ last: Int) async throws {
  let world = BenchWorld(size: .init(candidates: 10_000, positions: 400), seed: 1).flat(seed: 1)
  print("skills held: \(world.candidates.held.values.count)")
  guard last >= 1 else { return }
  let engine = try BenchEngine(world, method: .current)
  guard last >= 2 else { return }
  print("scored: \(await engine.matches(threads: 1).scoredCount)")
  guard last >= 3 else { return }
  print("near: \(try await engine.near(threads: 1).pairCount)")
}

guard let last = CommandLine.arguments.dropFirst().first.flatMap({ steps.firstIndex(of: $0) })
else {
  print("usage: MatchingBench \(steps.joined(separator: "|"))")
  exit(64)
}
// Valgrind does not survive what an asynchronous main does to the main thread: it waits instead.
let done = DispatchSemaphore(value: 0)
Task.detached {
  defer { done.signal() }
  do {
    try await work(last)
  } catch {
    print("error: \(error)")
    exit(70)
  }
}
done.wait()
