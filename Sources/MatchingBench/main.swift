// Does one fixed piece of work up to the step that is named, and prints what came of it, so that a
// step costs what two runs differ by: world, build, match, near.
import Evaluation
import Matching

let steps = ["world", "build", "match", "near"]
guard let last = CommandLine.arguments.dropFirst().first.flatMap({ steps.firstIndex(of: $0) })
else {
  fatalError("usage: MatchingBench \(steps.joined(separator: "|"))")
}
let world = BenchWorld(size: .init(candidates: 10_000, positions: 400), seed: 1).flat(seed: 1)
print("skills held: \(world.candidates.held.values.count)")
if last >= 1 {
  let engine = try BenchEngine(world, method: .current)
  if last >= 2 {
    print("scored: \(await engine.matches(threads: 1).scoredCount)")
  }
  if last >= 3 {
    print("near: \(try await engine.near(threads: 1).counts.reduce(0, +))")
  }
}
