// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "CountUp",
  platforms: [.macOS(.v15)],
  // In a package of your own, give the address and version of maker here instead of a path.
  dependencies: [.package(name: "maker", path: "../..")],
  targets: [
    .executableTarget(
      name: "CountUp",
      dependencies: [
        .product(name: "Maker", package: "maker"),
        .product(name: "MakerJournal", package: "maker"),
      ])
  ]
)
