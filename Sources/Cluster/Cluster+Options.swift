package import Postgres

extension Cluster {
  /// The options to connect with under a role to the database of this cluster.
  package func options(
    for role: String, database: String = Cluster.database
  ) throws(ClusterError) -> Options {
    guard let place = try Place.existing(for: home) else {
      throw ClusterError(.unavailable, "there is no database yet", at: home.path)
    }
    return Cluster.options(place, role: role, database: database)
  }

  static func options(_ place: Place, role: String, database: String) -> Options {
    var options = Options(host: place.sockets, port: 5432, database: database, user: role)
    // An import or a step of the night may take its time.
    options.statementTimeout = .seconds(3600)
    return options
  }
}
