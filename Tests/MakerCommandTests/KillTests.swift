import Foundation
import Testing

@Suite("kill -9 at any moment costs nothing that was recorded", .serialized, .timeLimit(.minutes(10)))
struct KillTests {
  @Test("a run of 65,535 steps, killed 20 times and resumed, equals an undisturbed one")
  func twenty() async throws {
    let place = try Workplace()
    let undisturbed = try await place.finishedRun("whole.run", disks: 16).report
    let export = try await place.maker("export", "whole.run")
    #expect(export.outputLines.count == 65_535)

    // All sessions together last about as long as half the undisturbed run: few reach the end before their kill.
    var generator = SeededGenerator(seed: 20)
    var kills = 0
    var round = 0
    while kills < 20 {
      round += 1
      let name = "killed-\(round).run"
      while kills < 20 {
        let delay = Double.random(in: 0..<undisturbed.wallSeconds / 20, using: &generator)
        // Every other one may be killed while it starts.
        let isStarted = kills.isMultiple(of: 2)
        guard try await isKilled(name, disks: 16, after: delay, waitsForStart: isStarted, place) else {
          break
        }
        kills += 1
      }
      try await finish(name, disks: 16, place)
      let verified = try await place.maker("verify", name, "--json")
      #expect(verified.code == 0, "\(verified.errors)")
      #expect(try verified.report.timeless == undisturbed.timeless)
      #expect(try await place.maker("export", name).output == export.output)
    }
  }

  @Test("and so does one that commits every decision, killed at every turn")
  func everyDecision() async throws {
    let place = try Workplace()
    let undisturbed = try await place.finishedRun("whole.run", disks: 7, "--commit-ms", "0").report
    var generator = SeededGenerator(seed: 7)
    for round in 0..<4 {
      let name = "killed-\(round).run"
      for _ in 0..<3 {
        let delay = Double.random(in: 0..<undisturbed.wallSeconds / 2, using: &generator)
        guard try await isKilled(name, disks: 7, after: delay, place, "--commit-ms", "0") else { break }
      }
      try await finish(name, disks: 7, place)
      let verified = try await place.maker("verify", name, "--json")
      #expect(try verified.report.timeless == undisturbed.timeless)
      #expect(try await place.maker("export", name).output == place.maker("export", "whole.run").output)
    }
  }

  @Test("what is on disk when it is killed is still there, twice in a row")
  func twoInARow() async throws {
    let place = try Workplace()
    var decided = 0
    for session in 0..<2 {
      let process = try start("a.run", disks: 16, place, ["--commit-ms", "5"])
      try await eventually { process.errorsSoFar.contains("recorded in") }
      // A run that goes on may be looked at: what show says is on disk.
      for _ in 0..<200 where process.isRunning {
        let seen = try await place.maker("show", "a.run", "--json").report.decided
        if seen > decided {
          decided = seen
          break
        }
      }
      process.send(SIGKILL)
      #expect(try await process.outcome().code == nil, "session \(session)")
      let verified = try await place.maker("verify", "a.run", "--json")
      #expect(verified.code == 0, "\(verified.errors)")
      #expect(try verified.report.decided >= decided)
      decided = try verified.report.decided
      #expect(decided > 0)
    }
  }

  /// Starts or resumes a run and kills it; false when it had ended before.
  private func isKilled(
    _ name: String, disks: Int, after seconds: Double, waitsForStart: Bool = false, _ place: Workplace,
    _ more: String...
  ) async throws -> Bool {
    let process = try start(name, disks: disks, place, more)
    if waitsForStart {
      try await eventually { process.errorsSoFar.contains("recorded in") || !process.isRunning }
    }
    try await Task.sleep(for: .seconds(seconds))
    process.send(SIGKILL)
    let outcome = try await process.outcome()
    guard let code = outcome.code else { return true }
    try #require(code == 0, "\(outcome.errors)")
    return false
  }

  private func finish(_ name: String, disks: Int, _ place: Workplace) async throws {
    let outcome = try await start(name, disks: disks, place, []).outcome()
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  /// A run that was killed before it had a file is begun anew.
  private func start(
    _ name: String, disks: Int, _ place: Workplace, _ more: [String]
  ) throws -> MakerProcess {
    try place.start(
      place.exists(name)
        ? ["resume", name] + more : ["run", "hanoi", "--disks", "\(disks)", "--run", name] + more)
  }
}
