// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "maker",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Maker", targets: ["Maker"]),
    .library(name: "MakerJournal", targets: ["MakerJournal"]),
    .library(name: "MakerTasks", targets: ["MakerTasks"]),
    .library(name: "MicroModel", targets: ["MicroModel"]),
    .library(name: "MakerTesting", targets: ["MakerTesting"]),
    .executable(name: "maker", targets: ["MakerCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .target(name: "Maker"),
    .target(name: "MakerTasks", dependencies: ["Maker"]),
    .target(name: "MicroModelWeights", exclude: ["hanoi.gguf"]),
    .target(name: "MicroModel", dependencies: ["Maker", "MicroModelWeights"]),
    .target(
      name: "MakerJournal",
      dependencies: [
        "Maker", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(name: "MakerTesting", dependencies: ["Maker"]),
    .executableTarget(
      name: "MakerCommand",
      dependencies: [
        "Maker", "MakerTasks", "MicroModel", "MakerJournal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "MakerBenchmarks",
      dependencies: ["Maker", "MakerTasks", "MicroModel", "MakerJournal"],
      path: "Benchmarks"),

    .testTarget(name: "MakerTests", dependencies: ["Maker", "MakerTesting"]),
    .testTarget(name: "MakerTasksTests", dependencies: ["MakerTasks", "MakerTesting"]),
    .testTarget(name: "MicroModelTests", dependencies: ["Maker", "MicroModel", "MakerTasks"]),
    .testTarget(
      name: "MakerJournalTests",
      dependencies: [
        "MakerJournal", "MakerTesting", .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .testTarget(name: "MakerTestingTests", dependencies: ["Maker", "MakerTesting"]),
    .testTarget(
      name: "MakerCommandTests", dependencies: ["MakerCommand", "MakerJournal", "MakerTasks"]),
  ]
)

// One loop for every target: warnings are errors, and features of coming language modes are on.
for target in package.targets where target.name != "MicroModelWeights" {
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
