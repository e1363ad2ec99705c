import Foundation
import Testing

@Suite("bench goes on where it stopped", .serialized, .timeLimit(.minutes(10)))
struct BenchResumeTests {
  private static let bench = [
    "bench", "--digits", "3x3", "--count", "12", "--configuration", "splitting", "--configuration",
    "recursive",
  ]

  /// The table of a bench without what differs between two of the same: paths and times.
  private func timeless(_ outcome: Outcome) throws -> [NSDictionary] {
    try #require(try outcome.object["runs"] as? [[String: Any]]).map { run in
      var copy = run
      (copy["run"], copy["wall_seconds"]) = (nil, nil)
      return copy as NSDictionary
    }
  }

  @Test("a cap on cost holds for all of its runs, and under a higher one the same command goes on")
  func cost() async throws {
    let place = try Workplace()
    let served = try await ServedRoles.erring(place)
    let arguments = Self.bench + ["--out", "b", "--json", "--max-connections", "4"] + served.model
    let unpriced = try await place.maker(arguments + ["--max-cost", "1"])
    #expect(unpriced.code == 64 && unpriced.errors.contains("price"), "\(unpriced.errors)")
    try place.write(Data("prices:\n  custom/scripted: {input: 100, output: 100}\n".utf8), to: "maker.yaml")
    let whole = try await place.maker(Self.bench + ["--out", "whole", "--json"] + served.model)
    let costs = try #require(try whole.object["runs"] as? [[String: Any]]).map {
      $0["cost_usd"] as? Double ?? 0
    }
    #expect(costs.count == 2 && costs.allSatisfy { $0 > 0 })
    // Enough for the first run and half of the second.
    let cap = costs[0] + costs[1] / 2
    let stopped = try await place.maker(arguments + ["--max-cost", "\(cap)"])
    #expect(stopped.code == 75, "\(stopped.errors)")
    #expect(stopped.errors.contains("the same command goes on with it"), "\(stopped.errors)")
    let spent = try #require(try stopped.object["runs"] as? [[String: Any]]).map {
      $0["cost_usd"] as? Double ?? 0
    }
    #expect(spent[0] == costs[0] && spent[0] + spent[1] >= cap && spent[1] < costs[1], "\(spent) of \(costs)")
    let right = try #require(
      try (stopped.object["runs"] as? [[String: Any]])?.last?["right"] as? [String: Any])
    #expect(right["trials"] as? Int ?? 12 < 12, "those that are only begun are not counted")
    #expect(try (stopped.object["runs"] as? [[String: Any]])?.last?["failures"] as? [String: Int] == [:])

    let before = served.endpoint.requests
    let again = try await place.maker(arguments + ["--max-cost", "\(cap)"])
    #expect(again.code == 75 && served.endpoint.requests == before, "\(again.errors)")
    let done = try await place.maker(arguments + ["--max-cost", "1000"])
    #expect(done.code == 0, "\(done.errors)")
    #expect(try timeless(done) == timeless(whole))
  }

  @Test("a cap on steps is for all of its runs")
  func steps() async throws {
    let place = try Workplace()
    let bench = ["bench", "--digits", "2x2", "--count", "5", "--configuration", "single", "--configuration"]
    let stopped = try await place.maker(bench + ["voting", "--out", "b", "--max-steps", "5", "--json"])
    #expect(stopped.code == 75, "\(stopped.errors)")
    let runs = try #require(try stopped.object["runs"] as? [[String: Any]])
    #expect(runs.map { $0["status"] as? String } == ["done", "stopped"] && runs[1]["samples"] as? Int == 0)
  }

  @Test("killed again and again, the same command ends with the table of an undisturbed one")
  func kills() async throws {
    let place = try Workplace()
    let served = try await ServedRoles.erring(place, latency: "uniform:5ms,40ms")
    let whole = try await place.maker(Self.bench + ["--out", "whole", "--json"] + served.model)
    #expect(whole.code == 0, "\(whole.errors)")
    let arguments = Self.bench + ["--out", "b", "--json"] + served.model
    var generator = SeededGenerator(seed: 5)
    var kills = 0
    while kills < 10 {
      let process = try place.start(arguments)
      try await eventually { process.errorsSoFar.contains("recorded in") || !process.isRunning }
      try await Task.sleep(for: .milliseconds(Int.random(in: 0..<150, using: &generator)))
      guard process.isRunning else { break }
      process.send(SIGKILL)
      #expect(try await process.outcome().code == nil)
      kills += 1
    }
    // How many of them fit depends on the machine.
    #expect(kills >= 1, "it was killed in the middle")
    let done = try await place.maker(arguments)
    #expect(done.code == 0, "\(done.errors)")
    #expect(try timeless(done) == timeless(whole))
    for way in ["splitting", "recursive"] {
      let run = "3x3-\(way).run"
      for number in 1...12 {
        #expect(
          try await place.tree("b/\(run)", "--problem", "3x3-\(number)")
            == place.tree("whole/\(run)", "--problem", "3x3-\(number)"))
      }
    }
  }
}
