import Glibc

/// Wall and CPU time of the part of a case that counts, and the checksum of what it read.
struct Meter {
  /// Whether this run compares values, and so is not timed by anyone.
  let checks = unsafe getenv("BENCH_CHECK") != nil
  private var checksum: UInt64 = 0
  private var started = (wall: 0.0, user: 0.0, system: 0.0)
  private var spent = (wall: 0.0, user: 0.0, system: 0.0)
  /// Seconds of each round trip.
  var latencies: [Double] = []

  /// Seconds on a clock that never jumps.
  static func now() -> Double {
    var time = timespec()
    // Both clocks fill a variable of ours and keep nothing of it.
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func times() -> (wall: Double, user: Double, system: Double) {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return (now(), seconds(usage.ru_utime), seconds(usage.ru_stime))
  }

  /// Starts the clocks.
  mutating func start() { started = Self.times() }

  /// Stops the clocks.
  mutating func stop() {
    let times = Self.times()
    spent = (times.wall - started.wall, times.user - started.user, times.system - started.system)
  }

  /// Adds one value to the checksum, in order.
  mutating func mix(_ value: UInt64) { checksum = checksum &* 31 &+ value }
  /// Adds an integer.
  mutating func mix(_ value: some BinaryInteger) { mix(UInt64(truncatingIfNeeded: value)) }
  /// Adds a floating-point number by its bits.
  mutating func mix(_ value: Double) { mix(value.bitPattern) }
  /// Adds a text by its Adler-32.
  mutating func mix(_ value: String) {
    var sum = Adler32()
    for byte in value.utf8 { sum.add(byte) }
    mix(sum.value)
  }

  /// The line the comparison reads.
  func report() -> String {
    var fields = [
      "\"seconds\": \(spent.wall)", "\"user\": \(spent.user)", "\"system\": \(spent.system)",
      "\"peak\": \(Self.peak())", "\"checksum\": \"\(hexadecimal(checksum))\"",
    ]
    if !latencies.isEmpty {
      let sorted = latencies.sorted()
      fields.append("\"p50\": \(sorted[sorted.count / 2])")
      fields.append("\"p99\": \(sorted[sorted.count * 99 / 100])")
    }
    return "{\(fields.joined(separator: ", "))}"
  }

  private func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The most memory the process ever held, in KiB.
  ///
  /// Not `getrusage`, whose figure begins with what the parent held when it started this program.
  private static func peak() -> Int {
    let file = unsafe open("/proc/self/status", O_RDONLY)
    defer { close(file) }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      unsafe count = max(0, read(file, buffer.baseAddress, buffer.count))
    }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("VmHWM:") {
      return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }
    return 0
  }
}

/// The checksum of zlib, a byte at a time.
struct Adler32 {
  private var a: UInt32 = 1
  private var b: UInt32 = 0

  /// Adds one byte.
  mutating func add(_ byte: UInt8) {
    a = (a + UInt32(byte)) % 65_521
    b = (b + a) % 65_521
  }

  /// The sum so far.
  var value: UInt32 { b << 16 | a }
}
