import Foundation
import Testing

@Suite("The keys of JSON output are those that are documented")
struct JSONKeysTests {
  static let fixed: Set<String> = [
    "run", "status", "steps", "decided", "votes", "samples", "flags", "longest_ballot", "wall_seconds",
    "cost_usd", "verified",
  ]

  @Test("of run, resume, show and verify, on one last line")
  func reports() async throws {
    let place = try Workplace()
    var outcomes = [try await place.finishedRun()]
    for command in ["resume", "show", "verify"] {
      outcomes.append(try await place.maker(command, "a.run", "--json"))
    }
    for outcome in outcomes {
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.outputLines.count == 1)
      let object = try outcome.object
      #expect(Self.fixed.subtracting(object.keys) == [])
      for key in object.keys { #expect(key.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber }) }
      #expect(object["run"] as? String == "a.run")
      #expect(object["flags"] is [String: Any])
    }
    #expect(try outcomes[0].object["verified"] as? Bool == true)
    #expect(try outcomes[2].object["verified"] is NSNull)
  }

  @Test("of a step that is shown, followed by the report")
  func step() async throws {
    let place = try Workplace()
    try await place.finishedRun(disks: 3, "--record", "all", "--temperature", "0.3")
    let outcome = try await place.maker("show", "a.run", "--step", "2", "--json")
    #expect(outcome.outputLines.count == 2)
    let step = try jsonObject(outcome.outputLines[0])
    #expect(step["step"] as? Int == 2)
    #expect(try outcome.shownStep.replies.count == 4)
    #expect((step["answer"] as? [String: Any])?["next_state"] is [[Int]])
    #expect(try outcome.report.decided == 7)
  }
}
