import Evaluation
import Foundation
import Matching

let size = BenchWorld.Size.named[CommandLine.arguments[1]]!
let step = Int(CommandLine.arguments[2])!
let clock = ContinuousClock()
var t = clock.now
@MainActor func lap(_ s: String) {
  print(s, clock.now - t)
  t = clock.now
}
let flat = BenchWorld(size: size, seed: 1).flat(seed: 1)
lap("world")
var answer: BenchEngine.Answer?
var near: BenchEngine.Near?
if CommandLine.arguments.count > 3 {
  let brute = BruteForce(flat, method: .current)
  var lists = BenchLists(positions: size.positions, width: 20)
  for position in stride(from: 0, to: size.positions, by: step) {
    lists[position] = brute.lists(position: position).matches
  }
  lap("brute")
  let folder = CommandLine.arguments[3]
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  var open: [String: FileHandle] = [:]
  BenchExport(
    flat, method: .current, matches: lists, near: BenchLists(positions: size.positions, width: 10),
    nearCounts: [Int](repeating: 0, count: size.positions), description: "Test."
  ).write { name, bytes in
    if open[name] == nil {
      _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: nil)
      open[name] = FileHandle(forWritingAtPath: folder + "/" + name)!
    }
    open[name]!.write(Data(bytes))
  }
  lap("export")
} else {
  let engine = try BenchEngine(flat, method: .current)
  lap("build")
  let answer = await engine.matches(threads: 2)
  lap("match")
  print("scored", answer.scoredCount)
  let near = try await engine.near(threads: 2)
  lap("near")
  print(near.counts.reduce(0, +))
  let check = await BruteForce(flat, method: .current).check(
    answer.matches, near, every: step, threads: 2)
  lap("check")
  print(check)
}
