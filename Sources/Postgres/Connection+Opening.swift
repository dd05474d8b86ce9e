import Dispatch

extension Connection {
  /// Opens a session, or fails once ``Options/connectTimeout`` has passed, which covers the looking
  /// up of names and every host together.
  ///
  /// Hosts are tried in order, and each of their addresses; a server that refuses the role, the
  /// password or the database ends the search. What is not set by the options is as described at
  /// ``Options``.
  public static func open(
    _ options: Options = .environment, file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> sending Connection {
    let site = Site(file: file, line: line)
    let session = try await session(options, at: site)
    let connection = Connection(session, timeout: options.statementTimeout)
    try await connection.undoVariables(options, at: site)
    return connection
  }

  /// Opens the session of a connection.
  static func session(_ options: Options, at site: Site) async throws(PostgresError) -> Session {
    let queue = DispatchQueue(label: "postgres.session")
    let deadline = ContinuousClock.now + options.connectTimeout
    let conninfo = options.conninfo()
    guard !conninfo.utf8.contains(0) else {
      throw PostgresError(
        .misuse, "an option holds the character NUL", endsSession: true, at: site)
    }
    let effective = await queue.result { LibPQ.effective(conninfo) }
    let routes = options.routes(effective)
    var failure: PostgresError?
    var told: [String] = []
    for (index, route) in routes.enumerated() {
      var addresses: [String?] = [route.address]
      if let name = route.nameToResolve {
        addresses = try await resolve(name, until: deadline, at: site)
        if addresses.isEmpty {
          failure = PostgresError(
            .connection, "host \"\(name)\" has no address", endsSession: true, at: site)
        }
      }
      for (place, address) in addresses.enumerated() {
        // One that never answers leaves their share of the time to the others.
        let left = routes.count - index + addresses.count - place - 1
        let share = ContinuousClock.now + (deadline - .now) / left
        let settings = options.settings(for: route, at: address, effective)
        do throws(PostgresError) {
          return try await attempt(
            conninfo + settings.text, options, on: queue, until: share, at: site)
        } catch {
          var error = error
          error.hint = error.hint ?? settings.hint
          // Each host may have a reason of its own.
          if !told.contains(error.message) { told.append(error.message) }
          error.message = told.joined(separator: "; ")
          failure = error
          guard error.allowsOtherHosts, ContinuousClock.now < deadline else { throw error }
        }
      }
    }
    throw failure ?? PostgresError(.connection, "there is no host", endsSession: true, at: site)
  }

  /// Looks up the addresses of a host, for no longer than the deadline allows.
  private static func resolve(
    _ name: String, until deadline: ContinuousClock.Instant, at site: Site
  ) async throws(PostgresError) -> [String?] {
    // A queue of its own, because a slow name server holds it for longer than we wait.
    let lookup = DispatchQueue(label: "postgres.names")
    let addresses = await lookup.result(until: deadline) { LibPQ.addresses(of: name) }
    guard let addresses else {
      throw PostgresError(
        Task.isCancelled ? .cancelled : .deadlineExceeded, "while looking up \"\(name)\"",
        endsSession: true, at: site)
    }
    return addresses
  }

  /// Tries to connect to one address.
  private static func attempt(
    _ conninfo: String, _ options: Options, on queue: DispatchQueue,
    until deadline: ContinuousClock.Instant, at site: Site
  ) async throws(PostgresError) -> Session {
    let handle = await queue.result { Session.Handle.start(conninfo) }
    var session = Session(owning: handle, queue: queue, notices: options.notices)
    session.tellCodes(true)
    var progress: Session.Progress = session.isHealthy || session.socket >= 0 ? .writing : .failed
    while progress == .reading || progress == .writing {
      // Asked each time, because a second try without encryption changes the socket.
      let socket = session.socket
      let interest: Readiness = progress == .reading ? .read : .write
      let ready = await queue.result { LibPQ.poll(socket, interest, microseconds: slice) }
      if Task.isCancelled {
        throw PostgresError(.cancelled, "while connecting", endsSession: true, at: site)
      }
      if ContinuousClock.now >= deadline {
        throw PostgresError(.deadlineExceeded, "while connecting", endsSession: true, at: site)
      }
      if !ready.isEmpty {
        progress = await queue.result { [handle = session.handle] in handle.poll() }
      }
    }
    let statements = StatementCache(
      limit: options.statementCacheLimit, threshold: options.prepareThreshold)
    guard progress == .connected, session.becomeReady(statements) else {
      // The verbose form ends with the place in the server's source.
      let failure = session.failure.before(" LOCATION: ")
      let hint = session.lacksPassword ? "set the password, PGPASSWORD or a line of ~/.pgpass" : nil
      session.finish()
      throw PostgresError(
        .connection, failure, state: stateTold(in: failure), hint: hint, endsSession: true, at: site
      )
    }
    session.tellCodes(false)
    return session
  }

  /// Finds the code in a message of libpq's verbose form, `… FATAL:  28P01: …`.
  private static func stateTold(in message: String) -> SQLState? {
    for word in message.split(separator: " ") where word.utf8.count == 6 && word.hasSuffix(":") {
      let code = word.dropLast()
      if code.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) }),
        code.contains(where: \.isNumber)
      {
        return SQLState(code: String(code))
      }
    }
    return nil
  }

  /// Three variables reach the server as session parameters without being options of libpq, and
  /// stronger than any option; they are set back where the environment was not asked for.
  func undoVariables(_ options: Options, at site: Site) async throws(PostgresError) {
    guard !options.readsEnvironment else { return }
    let undone = [
      ("PGTZ", "timezone", "UTC"), ("PGDATESTYLE", "datestyle", "ISO, MDY"),
      ("PGGEQO", "geqo", "on"),
    ]
    for (variable, parameter, normal) in undone where LibPQ.hasVariable(variable) {
      let own = options.parameters.first { $0.key.lowercased() == parameter }?.value
      try await run(
        "select set_config(\(parameter), \(own ?? normal), false)", file: site.file, line: site.line
      )
    }
  }
}

extension PostgresError {
  /// Whether another host may say something else: this one was silent, full, starting, or not of
  /// the kind asked for.
  fileprivate var allowsOtherHosts: Bool {
    guard kind != .cancelled else { return false }
    return state == nil || isRetryable
  }
}
