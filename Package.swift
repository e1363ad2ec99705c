// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "maker",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Maker", targets: ["Maker"]),
    .library(name: "MakerJournal", targets: ["MakerJournal"]),
    .library(name: "MakerProviders", targets: ["MakerProviders"]),
    .library(name: "MakerTasks", targets: ["MakerTasks"]),
    .library(name: "MicroModel", targets: ["MicroModel"]),
    .library(name: "MakerTesting", targets: ["MakerTesting"]),
    .library(name: "MakerServer", targets: ["MakerServer"]),
    .library(name: "MakerAgents", targets: ["MakerAgents"]),
    .library(name: "MakerRecords", targets: ["MakerRecords"]),
    .library(name: "MakerReport", targets: ["MakerReport"]),
    .library(name: "MakerPrograms", targets: ["MakerPrograms"]),
    .library(name: "MakerSolve", targets: ["MakerSolve"]),
    .executable(name: "maker", targets: ["MakerCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(
      url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.9.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .target(name: "Maker"),
    .target(name: "MakerTasks", dependencies: ["Maker"]),
    .target(name: "MicroModelWeights", exclude: ["hanoi.gguf", "multiply.gguf"]),
    .target(name: "MicroModel", dependencies: ["Maker", "MicroModelWeights"]),
    .target(
      name: "MakerJournal",
      dependencies: [
        "Maker", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(
      name: "MakerProviders",
      dependencies: [
        "Maker",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      resources: [.embedInCode("Prices/prices.json")]),
    .target(
      name: "MakerServer",
      dependencies: [
        "Maker",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .target(
      name: "MakerReport",
      dependencies: ["Maker", "MakerJournal", .product(name: "Mustache", package: "swift-mustache")],
      resources: [
        .embedInCode("Page/page.mustache"), .embedInCode("Page/style.css"), .embedInCode("Page/towers.js"),
      ]),
    .target(name: "ProgramSpawn"),
    .target(
      name: "MakerPrograms", dependencies: ["Maker", "ProgramSpawn", .product(name: "Yams", package: "Yams")]),
    .target(name: "MakerAgents", dependencies: ["Maker", .product(name: "Yams", package: "Yams")]),
    .target(name: "MakerRecords", dependencies: ["Maker", "MakerAgents"]),
    .target(
      name: "MakerSolve", dependencies: ["Maker", "MakerAgents"],
      resources: [
        "decomposer", "decomposition-discriminator", "solver", "solution-discriminator", "planner",
        "plan-discriminator", "worker",
      ].map { .embedInCode("Agents/Standard/general-\($0).yaml") }
        + ["decomposer", "decomposition-discriminator", "solver", "solution-discriminator"].map {
          .embedInCode("Agents/Standard/multiply-\($0).yaml")
        }),
    .target(name: "MakerTesting", dependencies: ["Maker"]),
    .executableTarget(
      name: "MakerCommand",
      dependencies: [
        "Maker", "MakerTasks", "MicroModel", "MakerAgents", "MakerJournal", "MakerPrograms", "MakerProviders",
        "MakerRecords", "MakerReport", "MakerServer", "MakerSolve", "MakerTesting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "SwiftCSV", package: "SwiftCSV"),
      ]),
    .executableTarget(
      name: "MakerTutorial", dependencies: ["Maker", "MakerJournal", "MakerTesting"],
      path: "Examples/Tutorial"),
    .executableTarget(
      name: "MakerBenchmarks",
      dependencies: [
        "Maker", "MakerTasks", "MicroModel", "MakerJournal", "MakerProviders", "MakerServer",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      path: "Benchmarks"),

    // No test target can depend on it beside the tool: both have a main. Builds for tests build it all the same.
    .executableTarget(
      name: "DurableTickets", dependencies: ["Maker", "MakerAgents", "MakerJournal"],
      path: "Examples/DurableTickets"),

    .testTarget(name: "MakerTests", dependencies: ["Maker", "MakerTesting"]),
    .testTarget(name: "MakerTasksTests", dependencies: ["Maker", "MakerTasks", "MakerTesting"]),
    .testTarget(name: "MicroModelTests", dependencies: ["Maker", "MicroModel", "MakerTasks"]),
    .testTarget(
      name: "MakerJournalTests",
      dependencies: [
        "Maker", "MakerJournal", "MakerTesting", .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "MakerProvidersTests",
      dependencies: [
        "Maker", "MakerProviders", "MakerTesting", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
      ]),
    .testTarget(
      name: "MakerServerTests",
      dependencies: [
        "Maker", "MakerServer", "MakerTesting", .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    .testTarget(name: "MakerAgentsTests", dependencies: ["Maker", "MakerAgents", "MakerTesting"]),
    .testTarget(
      name: "MakerRecordsTests", dependencies: ["Maker", "MakerAgents", "MakerRecords", "MakerTesting"]),
    .testTarget(name: "MakerReportTests", dependencies: ["Maker", "MakerJournal", "MakerReport"]),
    .testTarget(
      name: "MakerSolveTests",
      dependencies: ["Maker", "MakerAgents", "MakerJournal", "MakerSolve", "MakerTesting"]),
    .testTarget(name: "MakerProgramsTests", dependencies: ["Maker", "MakerPrograms", "MakerTesting"]),
    .testTarget(name: "MakerTestingTests", dependencies: ["Maker", "MakerTesting"]),
    .testTarget(
      name: "MakerCommandTests",
      dependencies: [
        "Maker", "MakerAgents", "MakerCommand", "MakerJournal", "MakerProviders", "MakerRecords",
        "MakerServer",
        "MakerTasks", "MakerTesting",
        "MicroModel", "ProgramSpawn",
        .product(name: "Logging", package: "swift-log"),
      ]),
  ]
)

// One loop for every target: warnings are errors, and features of coming language modes are on.
for target in package.targets where !["MicroModelWeights", "ProgramSpawn"].contains(target.name) {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .treatAllWarnings(as: .error),
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      .enableUpcomingFeature("InferIsolatedConformances"),
    ]
}
