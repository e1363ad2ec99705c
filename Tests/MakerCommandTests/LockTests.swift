import Foundation
import Testing

@Suite("One process works on a run, any number may look")
struct LockTests {
  @Test("a second process is told who holds the run, and may read it meanwhile")
  func locked() async throws {
    let place = try Workplace()
    let run = try place.start("run", "hanoi", "--disks", "20", "--run", "runs/a.run", "--commit-ms", "10")
    try await eventually { run.errorsSoFar.contains("recorded in") }

    expectRefusal(
      try await place.maker("resume", "runs/a.run"), 75, saying: "runs/a.run", "process \(run.identifier)")
    expectRefusal(
      try await place.maker("run", "hanoi", "--disks", "3", "--run", "runs/a.run"), 64, saying: "already")

    var decided = 0
    while decided == 0, run.isRunning {
      decided = try await place.maker("show", "a", "--json").report.decided
    }
    let verified = try await place.maker("verify", "latest", "--json")
    #expect(verified.code == 0, "\(verified.errors)")
    #expect(try verified.report.verified == true)
    #expect(try verified.report.decided >= decided)
    let export = try await place.maker("export", "runs/a.run")
    #expect(export.code == 0)
    #expect(export.outputLines.count >= decided)
    #expect(try await place.maker("runs").outputLines.count == 1)
    #expect(run.isRunning, "it was looked at while it went on")
    run.send(SIGKILL)
    _ = try await run.outcome()

    // The lock died with its holder.
    let resumed = try place.start("resume", "runs/a.run")
    try await eventually { resumed.errorsSoFar.contains("recorded in") || !resumed.isRunning }
    #expect(resumed.isRunning)
    resumed.send(SIGTERM)
    #expect(try await resumed.outcome().code == 130)
  }
}
