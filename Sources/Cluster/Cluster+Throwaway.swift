extension Cluster {
  /// Starts a cluster for a test run, which vanishes with its server and data when this process
  /// ends, however it ends, or when it is left.
  package static func throwaway(in parent: String = "/tmp") async throws(ClusterError) -> Cluster {
    let folder = try FileSystem.makeTemporaryFolder(parent + "/vivier-test")
    let cluster = Cluster(
      home: try Home(making: folder), isDurable: false, hasKeeper: true, tell: { _ in })
    try await cluster.start()
    return cluster
  }
}
