import Foundation
import Testing

@Suite("Without voting a long run fails for real")
struct NoVotingTests {
  @Test("with exit code 1 and the step at which it was lost")
  func fails() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(
      "run", "hanoi", "--disks", "16", "--no-voting", "--run", "a.run", "--json")
    #expect(outcome.code == 1, "\(outcome.errors)")
    let report = try outcome.report
    #expect(report.status == "failed")
    #expect(report.verified == false)
    #expect(report.decided < 65_535)
    #expect(report.longestBallot <= 1)
    #expect(outcome.errors.contains("Without voting the run is lost at step "))

    #expect(try await place.maker("show", "a.run", "--json").report.status == "failed")
    let verified = try await place.maker("verify", "a.run", "--json")
    #expect(verified.code == 1, "\(verified.errors)")
    #expect(try verified.report.verified == false)

    // What one agent got wrong, it does not get right by going on.
    let resumed = try await place.maker("resume", "a.run", "--json")
    #expect(resumed.code == 1, "\(resumed.errors)")
    #expect(try resumed.report.status == "failed")
  }

  @Test("at the same step each time, and later with voting than without")
  func repeats() async throws {
    let place = try Workplace()
    var losses: [String] = []
    for name in ["a.run", "b.run"] {
      let outcome = try await place.maker("run", "hanoi", "--disks", "16", "--no-voting", "--run", name)
      losses += outcome.errorLines.filter { $0.contains("is lost at step") }
    }
    #expect(losses.count == 2)
    #expect(losses.first == losses.last)
  }

  @Test("and a short one may be right, one vote a step")
  func short() async throws {
    let place = try Workplace()
    let report = try await place.finishedRun(disks: 2, "--no-voting", "--temperature", "0.1").report
    #expect(report.votes == 3 && report.samples == 3 && report.longestBallot == 1)
    #expect(report.verified == true)
  }
}
