import Glibc
import Store

/// What each step of a measurement took.
struct BenchFigures {
  /// Seconds of a step.
  struct Step {
    /// Seconds on the wall.
    var wall = 0.0
    /// Seconds of all processors together.
    var cpu = 0.0
  }

  var world = Step()
  var build = Step()
  var match = Step()
  var near = Step()
  var check = Step()
  /// The most memory in use until the matches were found, and until near matches were, in KiB.
  var peak = 0
  var nearPeak = 0
}

/// A stopwatch for wall and processor time.
struct BenchMeter {
  private let clock = ContinuousClock()
  private var wall: ContinuousClock.Instant
  private var cpu: Double

  /// Starts.
  init() {
    wall = clock.now
    cpu = Self.used()
  }

  /// What passed since the start or the last lap.
  mutating func lap() -> BenchFigures.Step {
    let now = clock.now
    let used = Self.used()
    let passed = wall.duration(to: now).components
    let step = BenchFigures.Step(
      wall: Double(passed.seconds) + Double(passed.attoseconds) * 1e-18, cpu: used - cpu)
    wall = now
    cpu = used
    return step
  }

  /// Seconds of processor this process has used.
  private static func used() -> Double {
    var usage = rusage()
    // Fills a variable of ours and keeps nothing of it.
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The most memory the process ever held, in KiB.
  ///
  /// Not `getrusage`, whose figure begins with what the parent held when it started this program.
  static func peak() -> Int {
    guard let bytes = try? FileReader.bytes(of: "/proc/self/status") else { return 0 }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("VmHWM:") {
      return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }
    return 0
  }
}
