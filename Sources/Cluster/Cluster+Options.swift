package import Postgres

extension Cluster {
  /// The options to connect with under a role to the database of this cluster.
  package func options(
    for role: String, database: String = Cluster.database
  ) throws(ClusterError) -> Options {
    guard let place = try Place.existing(for: home) else {
      throw ClusterError(.unavailable, "there is no database yet", at: home.path)
    }
    return Options(host: place.sockets, port: 5432, user: role, database: database)
  }

  enum Answer {
    case ready
    case busy
    case silent
  }

  static func ping(_ place: Place, _ binaries: Binaries) -> Answer {
    let words = [binaries.folder + "/pg_isready", "-q", "-h", place.sockets, "-p", "5432"]
    switch try? Child.run(words).status {
    case 0: return .ready
    case 1: return .busy
    default: return .silent
    }
  }
}
