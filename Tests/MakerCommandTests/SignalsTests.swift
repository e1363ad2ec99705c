import Foundation
import Testing

@Suite("A signal stops a run with everything decided on disk")
struct SignalsTests {
  @Test("and exit code 130, however long commits may wait", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) async throws {
    let place = try Workplace()
    // Nothing would be on disk for a minute, were it not flushed.
    let run = try place.start(
      "run", "hanoi", "--disks", "20", "--run", "a.run", "--commit-ms", "60000", "--json")
    try await eventually { run.errorsSoFar.contains("recorded in") }
    try await Task.sleep(for: .milliseconds(300))
    run.send(signal)
    let stopped = try await run.outcome()
    #expect(stopped.code == 130, "\(stopped.errors)")
    #expect(stopped.errors.contains("maker resume a.run"))
    let report = try stopped.report
    #expect(report.status == "stopped")
    #expect(report.decided > 0 && report.decided < 1_048_575)
    #expect(report.verified == nil)
    #expect(!place.exists("a.run.lock") && !place.exists("a.run-wal"))

    let verified = try await place.maker("verify", "a.run", "--json")
    #expect(verified.code == 0)
    #expect(try verified.report.decided == report.decided)
    #expect(try verified.report.votes == report.votes)
  }

  @Test("and resumed, any number of times, it ends like an undisturbed one")
  func often() async throws {
    let place = try Workplace()
    var code: Int32? = 130
    var sessions = 0
    var process = try place.start("run", "hanoi", "--disks", "18", "--run", "a.run", "--json")
    while code == 130 {
      sessions += 1
      try #require(sessions < 1000)
      let running = process
      try await eventually { running.errorsSoFar.contains("recorded in") || !running.isRunning }
      try await Task.sleep(for: .milliseconds(100 * sessions))
      process.send(sessions.isMultiple(of: 2) ? SIGINT : SIGTERM)
      code = try await process.outcome().code
      if code == 130 { process = try place.start("resume", "a.run", "--json") }
    }
    #expect(code == 0)
    #expect(sessions > 1)
    let undisturbed = try await place.finishedRun("b.run", disks: 18)
    let resumed = try await place.maker("verify", "a.run", "--json")
    #expect(try resumed.report.timeless == undisturbed.report.timeless)
    #expect(try await place.maker("export", "a.run").output == place.maker("export", "b.run").output)
  }

  @Test("sent twice it ends at once, and the run file is whole")
  func twice() async throws {
    let place = try Workplace()
    let run = try place.start("run", "hanoi", "--disks", "20", "--run", "a.run")
    try await eventually { run.errorsSoFar.contains("recorded in") }
    run.send(SIGINT)
    run.send(SIGTERM)
    #expect(try await run.outcome().code == 130)
    #expect(try await place.maker("verify", "a.run").code == 0)
  }
}
