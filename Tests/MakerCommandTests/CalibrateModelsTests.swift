import Foundation
import Maker
import MakerTasks
import Testing

@Suite("A calibration file keeps every model that was paid for", .serialized)
struct CalibrateModelsTests {
  private let game = ["--disks", "5", "--out", "a.json", "--temperature", "1.6"]

  private func names(_ report: [String: Any]) throws -> [String?] {
    try timelessModels(report).map { $0["model"] as? String }
  }

  @Test("a session of another model adds to it, and counts what all of them took")
  func another() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    let prices = "prices:\n  custom/hanoi: {input: 100, output: 1000}\n"
    try place.write(Data(prices.utf8), to: "maker.yaml")
    let remote = game + ["--base-url", endpoint.url, "--model", "custom/hanoi"]
    let first = try await place.calibrated(remote)
    let cost = try #require(first["cost_usd"] as? Double)
    let second = try await place.calibrated(game + ["--worst", "0"])
    #expect(try names(second) == ["embedded/hanoi", "custom/hanoi"])
    #expect(try timelessModels(second)[1] == timelessModels(first)[0], "what was measured is kept")
    #expect(second["samples"] as? Int == place.loggedSamples("a.samples.jsonl"))
    #expect(abs(try #require(second["cost_usd"] as? Double) - cost) < 1e-9)
    let third = try await place.calibrated(remote)
    #expect(try names(third) == ["custom/hanoi", "embedded/hanoi"])
    #expect(try timelessModels(third)[0] == timelessModels(first)[0])
    #expect(third["samples"] as? Int == second["samples"] as? Int)
  }

  @Test("a cap is over all models: stopped at the first, the second keeps its figures")
  func stopped() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place, "--verbose")
    let base = ["--base-url", endpoint.url, "--max-connections", "4"]
    let known = try await place.calibrated(game + base + ["--model", "custom/hanoi"])
    let spent = try figure(known, "usage", "input_tokens") + figure(known, "usage", "output_tokens")
    let cap = ["calibrate", "hanoi", "--json", "--max-tokens", "\(spent)"]
    let before = endpoint.requests
    let both = game + base + ["--model", "custom/embedded/hanoi", "--model", "custom/hanoi"]
    let outcome = try await place.maker(cap + both)
    #expect(outcome.code == 75, "\(outcome.errors)")
    #expect(endpoint.requests == before, "what the second one took has reached the cap")
    #expect(try names(outcome.object) == ["custom/hanoi"])
    #expect(try figure(outcome.object, "cases") == 31)
    #expect(try outcome.object["samples"] as? Int == place.loggedSamples("a.samples.jsonl"))
    let alone = try await place.maker(
      cap + game + base + ["--model", "custom/embedded/hanoi"])
    #expect(alone.code == 75 && endpoint.requests == before, "and so it has for one that is named alone")
    let steps = try await place.maker(
      ["calibrate", "hanoi", "--json", "--max-steps", "38"] + game + base + [
        "--model", "custom/embedded/hanoi",
      ])
    #expect(steps.code == 75, "\(steps.errors)")
    #expect(try names(steps.object) == ["custom/embedded/hanoi", "custom/hanoi"])
    #expect(try figure(steps.object, "cases") == 7)
    let kept = try JSONSerialization.jsonObject(with: place.bytes("a.json")) as? NSDictionary
    #expect(kept == (try steps.object["calibration"] as? NSDictionary))
  }

  @Test("a model without a price is not free beside the embedded one")
  func unpriced() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    let report = try await place.calibrated(
      game + ["--base-url", endpoint.url, "--model", "custom/hanoi", "--model", "embedded/hanoi"])
    #expect(report["cost_usd"] is NSNull)
    #expect(try timelessModels(report)[0]["prices"] == nil)
    #expect(try timelessModels(report)[1]["prices"] != nil)
  }

  @Test("it knows the prompt, and samples of another prompt are refused")
  func prompt() async throws {
    let place = try Workplace()
    let report = try await place.calibrated(game)
    let digest = try TowersOfHanoi(disks: 5).promptDigest
    #expect((report["calibration"] as? [String: Any])?["prompt_digest"] as? String == digest)
    let log = String(decoding: try place.bytes("a.samples.jsonl"), as: UTF8.self)
    #expect(log.contains(digest))
    let other = log.replacingOccurrences(of: digest, with: "0123456789abcdef")
    try place.write(Data(other.utf8), to: "a.samples.jsonl")
    expectRefusal(
      try await place.maker(["calibrate", "hanoi"] + game), 65, saying: "prompt was 0123456789abcdef")
  }

  @Test("lines of cases may end as on Windows")
  func windows() async throws {
    let place = try Workplace()
    let task = try TowersOfHanoi(disks: 4)
    let lines = try (0..<3).map { step in
      let object = [
        "name": "step \(step) \u{2028}\u{85}", "prompt": task.prompt(for: task.state(before: step)).content,
      ]
      return String(
        decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    try place.write(Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8), to: "cases.jsonl")
    let report = try await place.calibrated("--cases", "cases.jsonl", "--disks", "4", "--out", "b.json")
    #expect(try figure(report, "cases") == 3)
    #expect((report["calibration"] as? [String: Any])?["prompt_digest"] == nil)
    try place.write(Data("\(lines[0])\r\n\r\n[1]\r\n".utf8), to: "cases.jsonl")
    expectRefusal(
      try await place.maker("calibrate", "hanoi", "--cases", "cases.jsonl"), 65, saying: "Line 3",
      "wrong type")
  }
}
