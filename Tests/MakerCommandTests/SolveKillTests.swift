import Foundation
import Testing

@Suite("solve that is killed loses nothing that is decided", .serialized, .timeLimit(.minutes(10)))
struct SolveKillTests {
  @Test("its tree is that of an undisturbed run after twelve kills, and nothing decided is sampled again")
  func kills() async throws {
    let place = try Workplace()
    let served = try await ServedRoles.erring(place, latency: "uniform:10ms,60ms")
    let solve = ["solve", "987654321 x 123456789", "--depth", "10", "--run"]
    let whole = try await place.maker(solve + ["whole.run", "--json"] + served.model)
    try #require(whole.code == 0, "\(whole.errors)")
    let tree = try await place.tree("whole.run")
    let samples = try whole.report.samples
    #expect(samples == served.endpoint.requests)
    var generator = SeededGenerator(seed: 17)
    var (kills, round) = (0, 0)
    while kills < 12 {
      round += 1
      let run = "killed-\(round).run"
      var arguments = solve + [run] + served.model
      while true {
        let decided = place.exists(run) ? try await place.decidedSamples(run) : 0
        let before = served.endpoint.requests
        let process = try place.start(arguments)
        try await eventually { process.errorsSoFar.contains("recorded in") || !process.isRunning }
        if kills < 12 {
          try await Task.sleep(for: .milliseconds(Int.random(in: 0..<700, using: &generator)))
          process.send(SIGKILL)
        }
        let outcome = try await process.outcome()
        // Requests in flight when it was killed are still told.
        try await Task.sleep(for: .milliseconds(100))
        #expect(served.endpoint.requests - before <= samples - decided, "\(run)")
        guard outcome.code == nil else {
          #expect(outcome.code == 0, "\(outcome.errors)")
          break
        }
        kills += 1
        if place.exists(run) { arguments = ["resume", run] }
      }
      #expect(try await place.tree(run) == tree)
      let verified = try await place.maker("verify", run, "--json")
      #expect(try verified.code == 0 && verified.object["samples"] as? Int == samples)
      let solution = try #require(try verified.object["solution"] as? [String: Any])
      #expect(solution["result"] as? String == "121932631112635269")
    }
    #expect(round < 12, "some runs were killed more than once")
  }
}
