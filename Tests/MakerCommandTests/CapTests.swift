import Foundation
import Testing

@Suite("A run keeps to its caps over all of its sessions")
struct CapTests {
  private let prices = """
    prices:
      custom/hanoi: {input: 100, output: 1000}

    """

  private func report(_ outcome: Outcome) throws -> [String: Any] {
    let last = try #require(outcome.outputLines.last)
    return try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
  }

  @Test("the cost cap stops it, resumable, and a higher one lets it go on")
  func cost() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    try place.write(Data(prices.utf8), to: "maker.yaml")
    let run =
      ["run", "hanoi", "--disks", "6", "--run", "a.run", "--json", "--max-cost", "1"] + endpoint.model
    let stopped = try await place.maker(run)
    #expect(stopped.code == 75)
    #expect(stopped.errors.contains("the cost cap of $1.0 is reached"), "\(stopped.errors)")
    #expect(stopped.errors.contains("maker resume a.run` and a higher --max-cost"))
    let first = try report(stopped)
    let cost = try #require(first["cost_usd"] as? Double)
    // A sample is some 14 tokens in and 17 out: 2 cents. A wave of four was in flight at most.
    #expect(cost >= 1 && cost < 1.2, "\(cost)")
    #expect((first["reached_cap"] as? String)?.contains("cost cap") == true)

    let again = try await place.maker("resume", "a.run", "--json")
    #expect(again.code == 75, "the cap is in the run file")
    #expect(try report(again)["samples"] as? Int == first["samples"] as? Int)

    let done = try await place.maker("resume", "a.run", "--json", "--max-cost", "100")
    #expect(done.code == 0, "\(done.errors)")
    let whole = try report(done)
    #expect(whole["verified"] as? Bool == true)
    let models = try #require(whole["models"] as? [String: [String: Any]])
    #expect(models["custom/hanoi"]?["samples"] as? Int == whole["samples"] as? Int)

    let undisturbed = try await place.maker(
      ["run", "hanoi", "--disks", "6", "--run", "b.run", "--json"] + endpoint.model)
    for key in ["samples", "votes", "input_tokens", "output_tokens", "cost_usd"] {
      #expect(try report(undisturbed)[key] as? Double == whole[key] as? Double, "\(key)")
    }
  }

  @Test(
    "steps, samples and tokens are caps too",
    arguments: [["--max-steps", "5"], ["--max-run-samples", "10"], ["--max-tokens", "600"]])
  func others(cap: [String]) async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    let stopped = try await place.maker(
      ["run", "hanoi", "--disks", "6", "--run", "a.run", "--json"] + cap + endpoint.model)
    #expect(stopped.code == 75)
    let report = try report(stopped)
    let (decided, samples) = (
      try #require(report["decided"] as? Int), try #require(report["samples"] as? Int)
    )
    let tokens = try #require(report["input_tokens"] as? Int) + #require(report["output_tokens"] as? Int)
    if cap[0] == "--max-steps" {
      #expect(decided == 5)
    } else if cap[0] == "--max-run-samples" {
      // A wave of four was in flight at most.
      #expect(10...13 ~= samples, "\(samples)")
    } else {
      // A wave of four was in flight at most.
      #expect(tokens >= 600 && tokens - 600 <= 4 * tokens / samples, "\(tokens) in \(samples) samples")
    }
    #expect(stopped.errors.contains("a higher \(cap[0])"))
  }

  @Test("a model without a price is refused a cost cap, and told how to give the price")
  func unpriced() async throws {
    let place = try Workplace()
    let refused = try await place.maker(
      "run", "hanoi", "--disks", "3", "--model", "custom/x", "--base-url", "http://127.0.0.1:9/v1",
      "--max-cost",
      "1")
    #expect(refused.code == 64)
    #expect(refused.errors.contains("The price of custom/x is not known"))
    #expect(refused.errors.contains("prices:"))
    #expect(try place.names.isEmpty, "no run is made")
  }

  @Test("a run that began without a price is given one in maker.yaml, and a cap with it")
  func pricedLater() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    let first = try await place.maker(
      ["run", "hanoi", "--disks", "5", "--run", "a.run", "--json", "--max-steps", "3"] + endpoint.model)
    #expect(first.code == 75)
    #expect(try report(first)["cost_usd"] is NSNull)
    let refused = try await place.maker("resume", "a.run", "--max-cost", "100", "--max-steps", "100")
    #expect(refused.code == 64 && refused.errors.contains("prices:"), "\(refused.errors)")
    try place.write(Data(prices.utf8), to: "maker.yaml")
    let done = try await place.maker("resume", "a.run", "--json", "--max-cost", "100", "--max-steps", "100")
    #expect(done.code == 0, "\(done.errors)")
    #expect(try report(done)["cost_usd"] as? Double ?? 0 > 0.5)
  }
}
