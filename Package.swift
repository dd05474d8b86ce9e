// swift-tools-version: 6.3
import PackageDescription

// Read from the bottom up: a target imports what its line lists, and nothing above it.
let package = Package(
  name: "vivier",
  products: [
    .executable(name: "vivier", targets: ["vivier"]),
    .executable(name: "vivier-portal", targets: ["vivier-portal"]),
    .library(name: "Postgres", targets: ["Postgres"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // Names libpq's header for Swift.
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    // Names three functions of OpenSSL's libcrypto for Swift: seal, open, authenticate.
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // Talks to PostgreSQL through libpq from async code; one task per connection.
    .target(name: "Postgres", dependencies: ["CLibPQ"]),
    // Holds the text of every file under SQL/.
    .target(name: "Schema", plugins: ["EmbedText"]),
    // The vocabulary of the programme: identifiers that cannot be invalid, dates, rules that answer yes, no or unknown.
    .target(name: "Programme"),
    // Names two requests about memory for Swift: to fetch a line ahead, to use large pages.
    .systemLibrary(name: "CMemory"),
    // Ranks, explains and allocates over a frozen snapshot of columns; pure and deterministic.
    .target(name: "Matching", dependencies: ["CMemory"]),
    // Tells how near occupations, skills, diplomas and free titles are, by words and codes; pure.
    .target(name: "Nearness", dependencies: ["Programme"]),
    // Reads and writes the formats people have, with an error per line.
    .target(name: "Exchange", dependencies: ["Programme"]),
    // Invents the companies, positions, candidates and trainings of a demonstration; pure and deterministic.
    .target(name: "Demo", dependencies: ["Exchange", "Programme"]),
    // Names libcurl's header for Swift, with a typed function for each of its variadic setters.
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    // Composes a message and hands it to a transport.
    .target(name: "Mail", dependencies: ["CCurl"]),
    // Decides what each recipient gets and renders it; pure.
    .target(
      name: "Digest",
      dependencies: ["Programme", .product(name: "Mustache", package: "swift-mustache")],
      exclude: ["Templates"],
      plugins: ["EmbedText"]),
    // Compares what positions ask with what trainings teach and talents hold; simulates one more class; pure.
    .target(name: "Alignment", dependencies: ["Matching", "Programme"]),
    // Ranks labelled sets with the engine, so that its quality can be measured; pure.
    .target(name: "Evaluation", dependencies: ["Exchange", "Matching", "Nearness", "Programme"]),
    // Keeps what no backup of the database may hold: a key for each person, and whom was erased.
    .target(name: "Vault", dependencies: ["CCrypto"]),
    // Starts, shares and stops a private PostgreSQL.
    .target(name: "Cluster", dependencies: ["Postgres"]),
    // Turns rows into values and values into rows: migrations, reference data, imports, the outbox.
    .target(
      name: "Store",
      dependencies: [
        "Postgres", "Schema", "Programme", "Exchange", "Matching", "Nearness", "Vault", "Alignment",
      ]),
    // The run: steps, each committed, each repeatable; and the delivery of the outbox.
    .target(
      name: "Nightly",
      dependencies: [
        "Store", "Alignment", "Matching", "Digest", "Exchange", "Mail", "Vault",
        .product(name: "Logging", package: "swift-log"),
      ]),
    // The pages that the links of mails lead to: from a request to a response, without a network.
    .target(
      name: "Portal",
      dependencies: [
        "Store", "Digest", "Postgres", "Programme",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      exclude: ["Templates"],
      plugins: ["EmbedText"]),
    // Serves the portal over HTTP; an executable of its own, so that the command line builds no server.
    .executableTarget(
      name: "vivier-portal",
      dependencies: [
        "Portal", "Store", "Cluster", "Postgres",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    // The command line; a command is a few lines that call a use case.
    .executableTarget(
      name: "vivier",
      dependencies: [
        "Nightly", "Store", "Cluster", "Postgres", "Matching", "Exchange", "Programme", "Digest",
        "Demo", "Mail", "Nearness", "Evaluation", "Vault", "Alignment",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    // Measures the Postgres library beside others; see Ops/bench.
    .executableTarget(name: "PostgresBench", dependencies: ["Postgres"]),
    // Does small fixed pieces of matching work, whose instructions Ops/guard counts.
    .executableTarget(name: "MatchingBench", dependencies: ["Evaluation", "Matching"]),
    // A database per test, golden files, seeded randomness.
    .target(
      name: "TestSupport", dependencies: ["Cluster", "Exchange", "Postgres", "Programme", "Store"]),
    // Writes the text files of a target as string literals, so that the program carries them.
    .plugin(name: "EmbedText", capability: .buildTool(), path: "Sources/EmbedText"),

    .testTarget(name: "PostgresTests", dependencies: ["Postgres"], exclude: ["Refused"]),
    .testTarget(name: "ProgrammeTests", dependencies: ["Programme"]),
    .testTarget(name: "MatchingTests", dependencies: ["Matching"]),
    .testTarget(name: "AlignmentTests", dependencies: ["Alignment"]),
    .testTarget(name: "NearnessTests", dependencies: ["Nearness"]),
    .testTarget(
      name: "EvaluationTests",
      dependencies: ["Evaluation", "Exchange", "Matching", "Nearness", "Programme"],
      exclude: ["Sets"]),
    .testTarget(name: "ExchangeTests", dependencies: ["Exchange", "Programme"]),
    .testTarget(name: "DemoTests", dependencies: ["Demo", "Exchange", "Programme"]),
    .testTarget(name: "MailTests", dependencies: ["Mail", "TestSupport"]),
    .testTarget(
      name: "DigestTests", dependencies: ["Digest", "Programme"], exclude: ["Golden"]),
    .testTarget(name: "ClusterTests", dependencies: ["Cluster", "Postgres", "TestSupport"]),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Store", "Matching", "Postgres", "Programme", "Schema", "Exchange", "TestSupport", "Vault",
      ],
      exclude: ["Access"]),
    .testTarget(
      name: "PortalTests",
      dependencies: [
        "Portal", "Store", "Digest", "Exchange", "Postgres", "Programme", "TestSupport",
        "vivier-portal",
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "NightlyTests",
      dependencies: [
        "Nightly", "Store", "Digest", "Exchange", "Mail", "Matching", "Postgres", "Programme",
        "TestSupport", "Vault", "Alignment",
        .product(name: "Logging", package: "swift-log"),
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "vivierTests",
      dependencies: [
        "vivier", "Exchange", "Mail", "Nightly", "Postgres", "Programme", "Store", "TestSupport",
        "Vault",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      exclude: ["Golden"]),
  ],
  swiftLanguageModes: [.v6]
)

let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),  // ours only; dependencies are not affected
]
for target in package.targets where target.type != .system && target.type != .plugin {
  target.swiftSettings = house
}
