import Glibc

/// A socket of 127.0.0.1 that waits for connections on a port the system chose.
struct Listener: Sendable {
  let socket: Int32
  let port: Int

  init() {
    socket = streamSocket(AF_INET)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failure = unsafe withUnsafeMutablePointer(to: &address) { [socket] pointer in
      // The three calls see the address as the general type they share.
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        unsafe bind(socket, general, size) | listen(socket, 64)
          | getsockname(socket, general, &size)
      }
    }
    precondition(failure == 0, "no port to listen on: \(errno)")
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  /// Takes the next connection, waiting for it.
  func accept() -> Int32 {
    let connection = Glibc.accept(socket, nil, nil)
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    return connection
  }

  func close() { Glibc.close(socket) }
}

/// Makes a socket that other programs started meanwhile do not inherit, which would keep it open.
private func streamSocket(_ family: Int32) -> Int32 {
  socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
}

/// Connects to a Unix socket; -1 when nobody listens there.
func connect(toUnixSocket path: String) -> Int32 {
  let socket = streamSocket(AF_UNIX)
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
  let failure = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
      unsafe connect(socket, general, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  guard failure != 0 else { return socket }
  close(socket)
  return -1
}
