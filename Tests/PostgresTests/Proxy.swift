import Dispatch
import Glibc
import Postgres
import Synchronization

/// Stands between a client and a server, and damages what passes when told to.
///
/// It listens on 127.0.0.1 and carries bytes unchanged until ``arm(_:_:after:)``. A test arms it
/// while the session is at rest, so that the bytes it counts are those of what the test does next.
final class Proxy: Sendable {
  enum Direction: CaseIterable, Sendable { case toServer, toClient }

  /// What happens to the connections, or to the bytes of one direction, from some byte on.
  enum Damage: Sendable {
    /// Ends every connection there is, as a program does that closes its socket.
    case close
    /// Ends every connection there is, as a machine does that knows nothing of it any more.
    case reset
    /// Takes the bytes and drops them, those of later connections too: the line is half open.
    case swallow
    /// Takes no more bytes, until the sender's buffers are full.
    case hold
    /// Hands over one byte at a time.
    case drip
    /// Puts other bytes in their place.
    case garble(seed: UInt64)
  }

  private struct State {
    var rules: [Direction: (damage: Damage, after: Int)] = [:]
    var passed: [Direction: Int] = [:]
    var isClosed = false
  }

  let port: Int
  private let server: ThrowawayServer
  private let state = Mutex(State())

  init(to server: ThrowawayServer) {
    self.server = server
    let listener = Listener()
    port = listener.port
    let path = server.socket
    // A queue of its own is a thread of its own.
    DispatchQueue(label: "proxy").async { [self] in
      carry(listener, path)
      listener.close()
    }
  }

  /// Leads to the server, through here.
  var options: Options { options(nil) }

  /// Leads to the server, through here, under a name that `pg_stat_activity` shows.
  func options(_ name: String?) -> Options {
    var options = server.options
    options.host = "127.0.0.1"
    options.port = port
    options["sslmode"] = "disable"
    options.applicationName = name
    return options
  }

  /// Lets `count` more bytes pass in one direction and then does the damage.
  ///
  /// With a count of 0 it is done when the next byte comes, which does not pass.
  func arm(_ direction: Direction, _ damage: Damage, after count: Int = 0) {
    state.withLock {
      $0.rules[direction] = (damage, count)
      $0.passed = [:]
    }
  }

  /// Swallows everything in both directions from now on, as a cut cable does.
  func swallow() {
    for direction in Direction.allCases { arm(direction, .swallow) }
  }

  /// Counts from zero, and passes everything.
  func disarm() {
    state.withLock {
      $0.rules = [:]
      $0.passed = [:]
    }
  }

  /// How many bytes have passed in a direction since it was armed or disarmed.
  func passed(_ direction: Direction) -> Int { state.withLock { $0.passed[direction] ?? 0 } }

  /// Ends every connection and listens no more.
  func close() { state.withLock { $0.isClosed = true } }

  // MARK: - On the thread of the proxy

  /// One direction of one connection.
  private struct Lane {
    let direction: Direction
    let from: Int32
    let to: Int32
    var pending: ArraySlice<UInt8> = []
    var isHeld = false
    var drips = false
    var noise: UInt64?
    var hasEnded = false
  }

  private func carry(_ listener: Listener, _ path: String) {
    var lanes: [Lane] = []
    while !state.withLock({ $0.isClosed }) {
      // A lane waits for bytes or to be rid of them; poll passes over a negative descriptor.
      var entries = lanes.map { lane in
        lane.pending.isEmpty
          ? pollfd(fd: lane.isHeld ? -1 : lane.from, events: Int16(POLLIN), revents: 0)
          : pollfd(fd: lane.to, events: Int16(POLLOUT), revents: 0)
      }
      entries.append(pollfd(fd: listener.socket, events: Int16(POLLIN), revents: 0))
      unsafe poll(&entries, nfds_t(entries.count), 20)
      var end: Damage?
      for index in lanes.indices {
        if entries[index].revents != 0, lanes[index].pending.isEmpty {
          end = take(&lanes[index]) ?? end
        }
        give(&lanes[index])
      }
      if let end {
        // The client's sockets are those the bytes for the server come from.
        for lane in lanes where lane.direction == .toServer { finish(lane, end) }
        lanes = []
      }
      for lane in lanes where lane.direction == .toServer {
        let pair = lanes.filter { $0.from == lane.from || $0.to == lane.from }
        // What the side that has left still said is handed over first.
        if pair.contains(where: { $0.hasEnded && $0.pending.isEmpty }) {
          finish(lane, .close)
          lanes.removeAll { $0.from == lane.from || $0.to == lane.from }
        }
      }
      if entries[entries.count - 1].revents != 0 {
        let client = listener.accept()
        let upstream = connect(toUnixSocket: path)
        guard client >= 0, upstream >= 0 else {
          for socket in [client, upstream] where socket >= 0 { Glibc.close(socket) }
          continue
        }
        for socket in [client, upstream] {
          _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
        }
        var on: Int32 = 1
        unsafe setsockopt(
          client, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        lanes.append(Lane(direction: .toServer, from: client, to: upstream))
        lanes.append(Lane(direction: .toClient, from: upstream, to: client))
      }
    }
    for lane in lanes where lane.direction == .toServer { finish(lane, .close) }
  }

  /// Reads what has come and does to it what the rule says; an answer ends all connections.
  private func take(_ lane: inout Lane) -> Damage? {
    let bytes = unsafe withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
      let count = unsafe read(lane.from, buffer.baseAddress, buffer.count)
      if count > 0 { return unsafe Array(buffer[..<count]) }
      // Something else than "nothing yet" is the end.
      if count == 0 || (errno != EAGAIN && errno != EINTR) { lane.hasEnded = true }
      return []
    }
    guard !bytes.isEmpty else { return nil }
    return state.withLock { state in
      let passed = state.passed[lane.direction] ?? 0
      guard let rule = state.rules[lane.direction] else {
        state.passed[lane.direction] = passed + bytes.count
        lane.pending = bytes[...]
        return nil
      }
      let untouched = min(bytes.count, max(0, rule.after - passed))
      state.passed[lane.direction] = passed + untouched
      lane.pending = bytes.prefix(untouched)
      guard passed + untouched >= rule.after else { return nil }
      switch rule.damage {
      case .close, .reset:
        state.rules[lane.direction] = nil
        // All that may pass does so now, as far as the buffers go.
        give(&lane)
        return rule.damage
      case .swallow: break
      case .hold: lane.isHeld = true
      case .drip:
        lane.drips = true
        lane.pending = bytes[...]
      case .garble(let seed):
        var noise = lane.noise ?? seed
        for _ in bytes.dropFirst(untouched) {
          noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          lane.pending.append(UInt8(truncatingIfNeeded: noise >> 33))
        }
        lane.noise = noise
      }
      return nil
    }
  }

  /// Writes what waits, as far as it goes.
  private func give(_ lane: inout Lane) {
    guard !lane.pending.isEmpty else { return }
    let part = lane.drips ? lane.pending.prefix(1) : lane.pending
    let count = unsafe part.withUnsafeBytes { buffer in
      unsafe send(lane.to, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
    }
    if count > 0 {
      lane.pending = lane.pending.dropFirst(count)
    } else if errno != EAGAIN, errno != EINTR {
      lane.pending = []
      lane.hasEnded = true
    }
  }

  /// Closes both sides of a connection.
  private func finish(_ lane: Lane, _ damage: Damage) {
    if case .reset = damage {
      var linger = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(
        lane.from, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    } else {
      shutdown(lane.from, Int32(SHUT_RDWR))
    }
    shutdown(lane.to, Int32(SHUT_RDWR))
    Glibc.close(lane.from)
    Glibc.close(lane.to)
  }
}
