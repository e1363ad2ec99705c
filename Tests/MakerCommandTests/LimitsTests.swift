import Foundation
import Testing

@Suite("A step that reaches a limit stops the run, and is gone on with, not begun again")
struct LimitsTests {
  private static let generous = ["--max-samples", "1000000", "--max-attempts", "1000000"]

  @Test(
    "of its samples, or of the attempts for one vote",
    arguments: [
      (["--max-samples", "4"], "samples did not decide it"),
      (["--max-attempts", "1"], "red-flagged"),
    ])
  func stops(limit: [String], words: String) async throws {
    let place = try Workplace()
    let game = ["run", "hanoi", "--disks", "6", "--temperature", "2.5", "--json"]
    let stopped = try await place.maker(game + ["--run", "a.run"] + limit)
    #expect(stopped.code == 75, "\(stopped.errors)")
    #expect(stopped.errors.contains(words), "\(stopped.errors)")
    #expect(stopped.errors.contains("maker resume a.run"))
    let report = try stopped.report
    #expect(report.status == "stopped" && report.verified == nil)
    let undecided = try #require(stopped.object["undecided"] as? [String: Any])
    #expect(undecided["step"] as? Int == report.decided)
    #expect(undecided["ballot"] is [[String: Any]])
    #expect(undecided["flagged"] is [[String: Any]])

    // Its replies are there to look at.
    let shown = try await place.maker("show", "a.run", "--step", "\(report.decided)", "--json")
    #expect(shown.code == 0, "\(shown.errors)")
    let paid = try shown.shownStep.replies
    #expect(paid.count >= 1)
    #expect(try shown.shownStep.samples == paid.count)
    let text = try await place.maker("show", "a.run", "--step", "\(report.decided)")
    #expect(text.output.contains("undecided"))

    // Nothing is paid twice: all in all it takes what it takes without the stop.
    let resumed = try await place.maker(["resume", "a.run", "--json"] + Self.generous)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let undisturbed = try await place.maker(game + ["--run", "b.run"] + Self.generous)
    #expect(try resumed.report.timeless == undisturbed.report.timeless)
    #expect(try resumed.report.verified == true)
    #expect(try await place.maker("export", "a.run").output == place.maker("export", "b.run").output)
    let after = try await place.maker("show", "a.run", "--step", "\(report.decided)", "--json").shownStep
    #expect(Array(after.replies.map(\.reply).prefix(paid.count)) == paid.map(\.reply))
  }

  @Test("as often as it takes")
  func again() async throws {
    let place = try Workplace()
    let game = ["run", "hanoi", "--disks", "5", "--temperature", "2.5", "--json"]
    let undisturbed = try await place.maker(game + ["--run", "b.run"] + Self.generous)
    var last = try await place.maker(game + ["--run", "a.run", "--max-samples", "4"])
    var samples = 4
    while last.code == 75, samples < 1000 {
      samples += 1
      last = try await place.maker(
        "resume", "a.run", "--json", "--max-samples", "\(samples)", "--max-attempts", "1000000")
    }
    #expect(last.code == 0, "\(last.errors)")
    #expect(samples > 4)
    #expect(try last.report.timeless == undisturbed.report.timeless)
  }
}
