import Foundation
import MakerAgents
import MakerRecords
import Testing

@Suite("Every use of Examples/Uses comes out right over HTTP, though the model errs", .serialized)
struct UsesMapTests {
  /// The records whose answers are not the right ones, by agent and id.
  private func mistakes(in output: String, of use: String) throws -> [String] {
    let folder = UsesEndpoint.folder.appendingPathComponent(use)
    let steps = try AgentFile.steps(at: folder.appendingPathComponent("agent.yaml").path)
    let rows = try lines(URL(fileURLWithPath: output))
    let truths = try lines(folder.appendingPathComponent("truth.jsonl"))
    try #require(rows.count == truths.count, "\(use): \(rows.count) rows of \(truths.count)")
    var mistakes: [String] = []
    for (row, truth) in zip(rows, truths) {
      try #require(row["id"] == truth["id"], "rows come in the order of the input")
      for var agent in steps.agents {
        // Edits are compared as they are written: the program that compares them says no more than that they are alike.
        if case .program = agent.vote { agent.comparison = { value in value } }
        let (said, right) = (try #require(row[agent.name]), try #require(truth[agent.name]))
        if try agent.answer(known: said) != agent.answer(known: right) {
          mistakes.append("\(agent.name) of \(truth["id"]?.json ?? ""): \(said.json), not \(right.json)")
        }
      }
    }
    return mistakes
  }

  private func lines(_ file: URL) throws -> [AgentValue] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try AgentValue(json: $0.utf8)
    }
  }

  @Test(arguments: [
    "audit", "compliance", "curation", "extraction", "migration", "quality", "support",
  ])
  func right(use: String) async throws {
    let place = try Workplace()
    let endpoint = try await UsesEndpoint(place, "--wrong", "0.02", "--malformed", "0.01", "--seed", "5")
    let folder = UsesEndpoint.folder.appendingPathComponent(use).path
    let input = FileManager.default.fileExists(atPath: folder + "/data.csv") ? "data.csv" : "data.jsonl"
    let outcome = try await place.maker(
      [
        "map", folder + "/agent.yaml", "--input", "\(folder)/\(input)", "--output", "out.jsonl", "--k", "4",
        "--run", "a.run", "--json",
      ] + endpoint.model)
    try #require(outcome.code == 0, "\(outcome.errors)")
    #expect(try mistakes(in: place.path("out.jsonl"), of: use) == [])
    let report = try outcome.report
    #expect(report.verified == true && report.outvoted > 0, "the model errs")
    #expect(!report.flags.isEmpty, "and garbles")
    #expect(try place.bytes("out.rejects.jsonl").isEmpty)
  }

  @Test("one agent alone would have made mistakes")
  func alone() async throws {
    let place = try Workplace()
    let endpoint = try await UsesEndpoint(
      place, "--wrong", "0.05", "--greedy-wrong", "0.05", "--malformed", "0", "--seed", "5")
    let folder = UsesEndpoint.folder.appendingPathComponent("support").path
    let outcome = try await place.maker(
      [
        "map", folder + "/agent.yaml", "--input", "\(folder)/data.csv", "--output", "out.jsonl", "--k", "1",
        "--run", "a.run",
      ] + endpoint.model)
    try #require(outcome.code == 0, "\(outcome.errors)")
    #expect(try !mistakes(in: place.path("out.jsonl"), of: "support").isEmpty)
  }

  @Test("the migrated files compile, with the edits that were decided")
  func migrated() async throws {
    let place = try Workplace()
    let endpoint = try await UsesEndpoint(place, "--wrong", "0.02", "--malformed", "0.01")
    let folder = UsesEndpoint.folder.appendingPathComponent("migration").path
    let outcome = try await place.maker(
      [
        "map", folder + "/agent.yaml", "--input", "\(folder)/data.jsonl", "--output", "out.jsonl", "--k", "4",
        "--run", "a.run",
      ] + endpoint.model)
    try #require(outcome.code == 0, "\(outcome.errors)")
    let applied = try await place.shell("exec python3 -B '\(folder)/apply.py' out.jsonl --into new")
    #expect(
      applied.output == "105 edits, 11 files, all compile, no old call left: new\n", "\(applied.errors)")
  }
}
