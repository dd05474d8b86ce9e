import Postgres

extension ThrowawayServer {
  /// A server on 127.0.0.1 that proves with a certificate that it is `localhost`, asks `keeper` for
  /// the password `right`, and has room for few.
  static let guarded = Task {
    await started(
      "guarded", port: freePort(),
      settings: [
        "listen_addresses": "127.0.0.1", "ssl": "on", "ssl_cert_file": "server.crt",
        "ssl_key_file": "server.key", "max_connections": "10",
        "superuser_reserved_connections": "2",
      ]
    ) { server in
      server.shell(
        """
        exec 2>openssl.log
        key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
        for authority in ca other; do
          openssl req -x509 $key -keyout $authority.key -out $authority.crt -days 2 \\
            -subj "/CN=throwaway $authority"
        done
        openssl req $key -keyout server.key -out server.csr -subj /CN=localhost \\
          -addext subjectAltName=DNS:localhost
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt \\
          -days 2 -copy_extensions copy
        cat >pg_hba.conf <<END
        local all postgres trust
        hostssl all keeper 127.0.0.1/32 scram-sha-256
        END
        echo "create role keeper login password 'right'" |
          \(binaries)/postgres --single -D . postgres >single.log
        """)
    }
  }

  /// Leads to it as the one user of the guarded server, by TCP and with all proof asked for.
  func keeperOptions() -> Options {
    var options = Options(
      host: "localhost", port: port, database: "postgres", user: "keeper",
      password: "right")
    options["hostaddr"] = "127.0.0.1"
    options["sslmode"] = "verify-full"
    options["sslrootcert"] = certificate(of: "ca")
    options.connectTimeout = .seconds(60)
    return options
  }

  /// The certificate of one of the two authorities, `ca` or `other`.
  func certificate(of authority: String) -> String { "\(folder)/data/\(authority).crt" }
}
