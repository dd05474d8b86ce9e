import Glibc

extension Cluster {
  /// What there is to say about a cluster, read without taking part in it.
  package struct Status: Hashable, Sendable {
    /// The server's process, or `nil` when it does not run.
    package let pid: Int32?
    /// The major version the data were made with, or `nil` when there are none.
    package let major: Int?
    /// The folder of the data, or `nil` when there are none.
    package let data: String?
    /// The folder of the socket, or `nil` when there are no data.
    package let sockets: String?
    /// What the data take on disk, in bytes.
    package let size: Int
    /// The processes of the commands that use the server now.
    package let users: [Int32]
    /// Whether the server stays when its last user leaves.
    package let isPinned: Bool
  }

  /// Tells what is there, without starting, waiting or making anything.
  package func status() async throws(ClusterError) -> Status {
    try await Aside.run { [self] () throws(ClusterError) in
      let place = try Place.existing(for: home).flatMap { FileSystem.exists($0.data) ? $0 : nil }
      let users = Lock.holders(of: home.file("users"))
      let isPinned = FileSystem.exists(home.file("pinned"))
      guard let place else {
        return Status(
          pid: nil, major: nil, data: nil, sockets: nil, size: 0, users: users, isPinned: isPinned)
      }
      // Files that come and go under a running server make du complain; its sum stands.
      let told = try Child.run(["du", "-s", "--block-size=1", place.data]).output
      let size = told.split(separator: "\n").compactMap { Int($0.prefix(while: \.isNumber)) }.last
      return Status(
        pid: Postmaster(data: place.data).pid, major: Cluster.major(of: place), data: place.data,
        sockets: place.sockets, size: size ?? 0, users: users, isPinned: isPinned)
    }
  }
}
