import Evaluation
let world = BenchWorld(size: .init(candidates: 2000, positions: 200), seed: 1)
print(world.size)
