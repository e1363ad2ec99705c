import Foundation
import Testing

/// The simulation of a solver's four roles behind an endpoint, and how trees of runs against it are compared.
struct ServedRoles {
  let place: Workplace
  let endpoint: LocalEndpoint

  /// Serves it; `roles` are `ROLE=WRONG,MALFORMED`.
  init(_ place: Workplace, latency: String = "fixed:0ms", _ roles: String...) async throws {
    self.place = place
    endpoint = try await LocalEndpoint(
      place, ["--play-roles", "--verbose", "--latency", latency] + roles.flatMap { ["--role", $0] })
  }

  /// Every role errs, often enough that discriminators are asked.
  static func erring(_ place: Workplace, latency: String = "fixed:0ms") async throws -> ServedRoles {
    try await ServedRoles(
      place, latency: latency, "decomposer=0.1,0.05", "decomposition-discriminator=0.1,0.05",
      "solver=0.1,0.05", "solution-discriminator=0.1,0.05")
  }

  /// The arguments of a run that asks it.
  var model: [String] {
    ["--model", "custom/scripted", "--base-url", endpoint.url, "--agents", "multiply"]
  }
}

extension Workplace {
  /// The tree of a run with every vote, sample and flag, as it is printed for programs.
  func tree(_ run: String, _ more: String...) async throws -> String {
    let shown = try await maker(["show", run, "--tree", "--json"] + more)
    #expect(shown.code == 0, "\(shown.errors)")
    // The report on the run is the last line.
    return try #require(shown.outputLines.first)
  }

  /// The samples of the decisions that a run has on record.
  func decidedSamples(_ run: String) async throws -> Int {
    let export = try await maker("export", run, "--jsonl")
    try #require(export.code == 0, "\(export.errors)")
    return try export.outputLines.reduce(0) { try $0 + (jsonObject($1)["samples"] as? Int ?? 0) }
  }
}
