extension Cluster {
  /// Starts a cluster for a test run, which vanishes with its server and data when this process
  /// ends, however it ends, or when it is left.
  package static func throwaway(in parent: String = "/tmp") async throws(ClusterError) -> Cluster {
    let folder = try FileSystem.makeTemporaryFolder(parent + "/vivier-test")
    let cluster = Cluster(throwaway: try Home(making: folder))
    try await cluster.start()
    return cluster
  }
}
