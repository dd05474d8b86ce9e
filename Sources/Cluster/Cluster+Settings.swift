import Glibc

extension Cluster {
  /// The roles a peer may connect as; who may do what is said by the grants in the database.
  static let roles = [
    "postgres", "vivier_migrate", "vivier_nightly", "vivier_portal", "vivier_staff",
    "vivier_backup", "vivier_metrics",
  ]

  /// Writes the server's settings anew, so that each start has those of this program.
  func writeSettings(_ place: Place, _ account: Account) throws(ClusterError) {
    let group = account.isOther ? account.gid : nil
    let mode: UInt32 = account.isOther ? 0o640 : 0o600
    try FileSystem.write(settings(place), to: place.settings, mode: mode, group: group)
    try FileSystem.write(Cluster.access, to: place.access, mode: mode, group: group)
    try FileSystem.write(identities(account), to: place.identities, mode: mode, group: group)
  }

  private func settings(_ place: Place) -> String {
    var values = [
      ("hba_file", place.access),
      ("ident_file", place.identities),
      ("listen_addresses", ""),
      ("port", "5432"),
      ("unix_socket_directories", "\"\(place.sockets)\""),
      ("unix_socket_permissions", "0700"),
      ("max_connections", "40"),
      ("shared_buffers", "256MB"),
      // Compiled queries need memory that is written and run, which the shipped units forbid: a dear
      // query would fail there, and only there.
      ("jit", "off"),
      // initdb takes these from whoever happens to run it.
      ("timezone", "UTC"),
      ("log_timezone", "UTC"),
      ("lc_messages", "C"),
      ("log_line_prefix", "%m [%p] "),
      ("cluster_name", "vivier"),
    ]
    if !isDurable {
      values += [
        ("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off"),
        ("max_connections", "100"), ("shared_buffers", "128MB"),
      ]
    }
    let lines = values.map { "\($0) = \(Cluster.quoted($1))\n" }.joined()
    let own = FileSystem.exists(place.folder + "/local.conf") ? "include = 'local.conf'\n" : ""
    return """
      # Written anew at every start. Settings of your own go into local.conf beside this file.
      \(lines)\(own)
      """
  }

  private static let access = """
    # Written anew at every start: peers only, each as the roles pg_ident.conf gives it.
    local all all peer map=vivier
    local replication all peer map=vivier

    """

  private func identities(_ account: Account) -> String {
    let users = Set([Account.name(of: geteuid()), "root", account.name].compactMap { $0 })
    let lines = users.sorted().flatMap { user in
      Cluster.roles.map { role in "vivier \"\(user)\" \(role)\n" }
    }
    return "# Written anew at every start.\n" + lines.joined()
  }

  /// A value as PostgreSQL's settings files want it.
  private static func quoted(_ value: String) -> String {
    var text = "'"
    for character in value {
      if character == "'" || character == "\\" { text.append(character) }
      text.append(character)
    }
    return text + "'"
  }
}
