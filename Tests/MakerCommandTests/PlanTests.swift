import Foundation
import Testing

@Suite("A plan from options", .serialized)
struct PlanTests {
  static let keys: Set<String> = [
    "model", "p", "p_lower", "v", "steps", "target", "concurrency", "max_cost_usd", "k_min", "k_min_lower",
    "k",
    "success_probability", "votes_per_step", "approximate_votes_per_step", "samples_per_step", "samples",
    "input_tokens", "output_tokens", "cost_usd", "sequential_seconds", "pipelined_seconds", "at_p_lower",
    "counterfactuals", "expected_wrong", "max_wrong",
  ]

  @Test("has the documented keys")
  func keys() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(
      "plan", "--p", "0.9978", "--steps", "1048575", "--target", "0.95", "--json")
    #expect(outcome.code == 0 && outcome.errors == "" && outcome.outputLines.count == 1)
    let plan = try outcome.object
    #expect(Set(plan.keys) == Self.keys.union(["plans", "impossible"]))
    #expect(plan["k_min"] as? Int == 3)
    #expect(try #require(plan["success_probability"] as? Double) > 0.95)
    #expect(abs(try #require(plan["votes_per_step"] as? Double) - 3.0133) < 1e-4)
    #expect(abs(try #require(plan["samples_per_step"] as? Double) - 3.0133) < 1e-4)
    #expect(plan["cost_usd"] is NSNull && plan["sequential_seconds"] is NSNull)
    let plans = try #require(plan["plans"] as? [[String: Any]])
    #expect(plans.count == 1 && Set(plans[0].keys) == Self.keys)
    #expect((plan["impossible"] as? [Any])?.isEmpty == true)
  }

  @Test("with prices costs what its samples cost")
  func prices() async throws {
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
    #expect(try #require(plan["input_tokens"] as? Double) == samples * 1000 * 500)
    let ways = try #require(plan["counterfactuals"] as? [[String: Any]]).compactMap { $0["way"] as? String }
    #expect(Set(ways) == ["plan", "alone", "unvoted", "steps_per_agent", "majority"])
  }

  @Test("chooses k from the lower bound of p, and shows both")
  func lowerBound() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(
      "plan", "--p", "0.9", "--p-lower", "0.8", "--steps", "1000000", "--json")
    let plan = try outcome.object
    #expect(plan["k_min"] as? Int == 8)
    #expect(plan["k_min_lower"] as? Int == 13 && plan["k"] as? Int == 13)
    let cautious = try #require(plan["at_p_lower"] as? [String: Any])
    #expect(try #require(cautious["success_probability"] as? Double) >= 0.95)
    let text = try await place.maker("plan", "--p", "0.9", "--p-lower", "0.45", "--steps", "100")
    #expect(text.code == 0 && text.output.contains("the lower bound of p is 0.45"))
  }

  @Test("tells the time of a chain and of steps that do not wait for each other")
  func time() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(
      "plan", "--p", "1", "--k", "4", "--steps", "100", "--latency-ms", "500", "--concurrency", "2", "--json")
    let plan = try outcome.object
    // Four samples, two at once: a second for a step.
    #expect(abs(try #require(plan["sequential_seconds"] as? Double) - 100) < 1e-6)
    #expect(abs(try #require(plan["pipelined_seconds"] as? Double) - 100) < 1e-6)
  }

  @Test("is a table for a person, with what else could be done")
  func text() async throws {
    let place = try Workplace()
    let arguments = ["plan", "--p", "0.9978", "--steps", "1048575"]
    let outcome = try await place.maker(arguments)
    #expect(outcome.code == 0 && outcome.errors == "")
    #expect(outcome.outputLines[0].hasPrefix("1,048,575 steps, target 0.95"))
    for column in ["p lower", "k_min", "votes/step", "samples/step"] {
      #expect(outcome.outputLines[1].contains(column))
    }
    #expect(outcome.output.contains("one agent alone") && outcome.output.contains("majority of 7"))
    #expect(try await !place.maker(arguments + ["--no-counterfactuals"]).output.contains("one agent alone"))
  }

  @Test("writes what rounds up to ten with one digit before the point")
  func rounding() async throws {
    let place = try Workplace()
    let plan = ["plan", "--p", "0.5000000001", "--steps", "1000000000000", "--target", "0.999999"]
    let text = try await place.maker(plan).output
    #expect(text.contains("1-1.00e-6") && !text.contains("10.00e"), "\(text)")
  }

  @Test("with a limit on the cost buys what it can, or says that it buys nothing")
  func maximumCost() async throws {
    let place = try Workplace()
    let arguments = [
      "plan", "--p", "0.99", "--steps", "1000", "--output-tokens", "100", "--output-price", "10",
      "--input-tokens", "0",
      "--input-price", "0", "--json", "--max-cost",
    ]
    let plan = try await place.maker(arguments + ["3.5"]).object
    // A sample is $0.001, so that k = 3 costs a little more than $3.
    #expect(plan["k"] as? Int == 3)
    #expect(try #require(plan["cost_usd"] as? Double) < 3.5)
    expectRefusal(try await place.maker(arguments + ["0.5"]), 1, saying: "$1.00", "k = 1")
    expectRefusal(
      try await place.maker("plan", "--p", "0.9", "--steps", "9", "--max-cost", "1"), 1,
      saying: "this model has no known price")
  }

  @Test("is marked where it misses the target, and only there")
  func missed() async throws {
    let place = try Workplace()
    let arguments = [
      "plan", "--p", "0.99", "--steps", "100000", "--output-tokens", "100", "--output-price", "10",
      "--input-tokens", "0", "--input-price", "0", "--max-cost",
    ]
    let poor = try await place.maker(arguments + ["150"]).output
    #expect(poor.contains("missed") && poor.contains("misses the target of 0.95: k_min costs more than $150"))
    #expect(try await !place.maker(arguments + ["1000"]).output.contains("miss"))
  }

  @Test("says what to give, and what was meant")
  func hints() async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker("plan"), 64, saying: "Name a calibration file", "--p and --steps")
    expectRefusal(
      try await place.maker("plan", "--p", "99.78", "--steps", "9"), 64, saying: "did you mean 0.9978?")
    expectRefusal(
      try await place.maker("plan", "c.json", "--p", "0.9", "--steps", "9"), 64, saying: "leave out")
  }

  @Test(
    "is refused where it cannot be made",
    arguments: [
      ["--p", "0.5"], ["--p", "1.1"], ["--p", "nan"], ["--p", "0.99", "--target", "1"],
      ["--p", "0.99", "--input-price", "5"], ["--p", "0.99", "--steps", "0"],
      ["--p", "0.9", "--p-lower", "0.95"],
      ["--p", "0.9", "--concurrency", "0"], ["--p", "0.9", "--k", "0"],
      ["--p", "0.9", "--k", "3", "--max-cost", "5"],
      ["--p", "0.9", "--latency-ms", "-1"], ["--p-lower", "0.9"], ["--p", "0.9", "some.csv"],
      ["--p", "0.9", "--v", "0"],
    ])
  func refused(arguments: [String]) async throws {
    let place = try Workplace()
    let steps = arguments.contains("--steps") ? [] : ["--steps", "1000"]
    expectRefusal(try await place.maker(["plan"] + steps + arguments), 64)
  }

  @Test("needs to know the steps")
  func steps() async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker("plan", "--p", "0.9"), 64, saying: "--steps")
  }

  @Test("of records says how many are expected wrong, and takes the least k that keeps them below a number")
  func records() async throws {
    let place = try Workplace()
    let words = ["plan", "--p", "0.99", "--p-lower", "0.97", "--records", "1000000"]
    let all = try await place.maker(words + ["--json"]).object
    let some = try await place.maker(words + ["--max-wrong", "10", "--json"]).object
    let (k, fewer) = (try #require(all["k"] as? Int), try #require(some["k"] as? Int))
    #expect(fewer == 4 && k > fewer && some["k_min"] as? Int == 3)
    #expect(some["target"] is NSNull && some["max_wrong"] as? Double == 10)
    let cautious = try #require(some["at_p_lower"] as? [String: Any])
    let wrong = try #require(cautious["expected_wrong"] as? Double)
    #expect(wrong < 10 && wrong > 0.5)
    let text = try await place.maker(words + ["--max-wrong", "10"]).output
    #expect(
      text.hasPrefix("1,000,000 records, at most 10 wrong in expectation, 200 samples at once"), "\(text)")
    #expect(text.contains("expected wrong") && text.contains("wrong at p lower"))
    #expect(try await !place.maker("plan", "--p", "0.99", "--steps", "10").output.contains("expected wrong"))
    expectRefusal(
      try await place.maker(words + ["--max-wrong", "10", "--target", "0.9"]), 64,
      saying: "--max-wrong chooses k")
    expectRefusal(try await place.maker(words + ["--max-wrong", "0"]), 64, saying: "above 0")
    expectRefusal(try await place.maker(words + ["--steps", "5"]), 64, saying: "the same")
  }
}
