import Glibc

extension Cluster {
  /// Starts a cluster for a test run, which vanishes with its server and data when this process
  /// ends, however it ends, or when it is left.
  package static func throwaway(in parent: String = "/tmp") async throws(ClusterError) -> Cluster {
    guard let raw = unsafe strdup(parent + "/vivier-test.XXXXXX") else {
      throw ClusterError(.temporary, "no memory")
    }
    defer { unsafe free(raw) }
    guard unsafe mkdtemp(raw) != nil else {
      throw FileSystem.failure(.cannotCreate, "no folder can be made", parent)
    }
    let cluster = Cluster(throwaway: try Home(making: unsafe String(cString: raw)))
    try await cluster.start()
    return cluster
  }
}
