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

  @Test("of a plan")
  func plan() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(
      "plan", "--p", "0.9978", "--steps", "1048575", "--target", "0.95", "--json")
    #expect(outcome.code == 0 && outcome.errors == "")
    let plan = try outcome.object
    #expect(plan["k_min"] as? Int == 3)
    #expect(try #require(plan["success_probability"] as? Double) > 0.95)
    #expect(abs(try #require(plan["votes_per_step"] as? Double) - 3.0133) < 1e-4)
    #expect(abs(try #require(plan["samples_per_step"] as? Double) - 3.0133) < 1e-4)
    #expect(plan["cost_usd"] is NSNull)
  }

  @Test("of a plan with prices, whose cost is that of its samples")
  func planWithPrices() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(
      "plan", "--p", "0.9978", "--v", "0.5", "--steps", "1000", "--target", "0.95", "--json",
      "--input-tokens", "500", "--output-tokens", "250", "--input-price", "2", "--output-price", "8")
    let plan = try outcome.object
    let samples = try #require(plan["samples_per_step"] as? Double)
    let votes = try #require(plan["votes_per_step"] as? Double)
    #expect(abs(samples - 2 * votes) < 1e-9)
    // 500 tokens at $2 and 250 at $8 for a million are $0.003 for a sample.
    #expect(abs(try #require(plan["cost_usd"] as? Double) - samples * 1000 * 0.003) < 1e-6)
  }

  @Test("of a plan for a person")
  func planText() async throws {
    let place = try Workplace()
    let outcome = try await place.maker("plan", "--p", "0.9978", "--steps", "1048575", "--target", "0.95")
    #expect(outcome.outputLines.first == "k_min                3")
  }

  @Test(
    "a plan that cannot be made is refused",
    arguments: [
      ["--p", "0.5"], ["--p", "1.1"], ["--p", "nan"], ["--p", "0.99", "--target", "1"],
      ["--p", "0.99", "--input-tokens", "5"], ["--p", "0.99", "--steps", "0"],
    ])
  func planRefused(arguments: [String]) async throws {
    let place = try Workplace()
    let steps = arguments.contains("--steps") ? [] : ["--steps", "1000"]
    expectRefusal(try await place.maker(["plan"] + steps + arguments), 64)
  }
}
