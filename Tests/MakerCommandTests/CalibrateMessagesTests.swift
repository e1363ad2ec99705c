import Foundation
import Testing

@Suite("A calibration says what it spent, what it goes on from, and what is wrong, each once", .serialized)
struct CalibrateMessagesTests {
  @Test("a cost cap is kept with 200 samples at once, and the message says what was spent in the end")
  func cap() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place, "--latency", "fixed:20ms")
    let prices = "prices:\n  custom/hanoi: {input: 100, output: 1000}\n"
    try place.write(Data(prices.utf8), to: "maker.yaml")
    let arguments = ["calibrate", "hanoi", "--disks", "8", "--out", "a.json", "--json"] + endpoint.model
    let stopped = try await place.maker(arguments + ["--max-cost", "3"])
    #expect(stopped.code == 75, "\(stopped.errors)")
    let report = try stopped.object
    let cost = try #require(report["cost_usd"] as? Double)
    let samples = try #require(report["samples"] as? Int)
    // Before the mean cost is known to a few percent, some more than one sample may be too many.
    #expect(cost >= 3 && cost < 3.3, "\(cost) for \(samples)")
    let words = stopped.errors.components(separatedBy: "reached ($").last ?? ""
    let spent = try #require(Double(String(words.prefix { $0 != " " })))
    #expect(abs(spent - cost) < 1e-5, "\(stopped.errors)")

    let again = try await place.maker(arguments + ["--max-steps", "1"])
    let earlier = "going on: \(samples) samples ($"
    #expect(
      again.errors.contains(earlier) && again.errors.contains("are in a.samples.jsonl"), "\(again.errors)")
  }

  @Test(
    "a model that nobody knows ends it at once, without a sample to go on from",
    arguments: [[], ["--fault", "429:0.05", "--retry-after", "0"]])
  func unknownModel(faults: [String]) async throws {
    let place = try Workplace()
    let file = "port"
    let server = try place.start(["serve-model", "--port", "0", "--port-file", file, "--verbose"] + faults)
    defer { server.send(SIGTERM) }
    try await eventually { try place.exists(file) && !place.bytes(file).isEmpty }
    let port = String(decoding: try place.bytes(file), as: UTF8.self).filter(\.isNumber)
    let outcome = try await place.maker(
      "calibrate", "hanoi", "--disks", "8", "--steps", "200", "--out", "d.json", "--model", "custom/nobody",
      "--base-url", "http://127.0.0.1:\(port)/v1")
    #expect(outcome.code == 75, "\(outcome.errors)")
    #expect(outcome.output == "nothing was sampled\n")
    #expect(outcome.errors.components(separatedBy: "gave up").count <= 2, "\(outcome.errors)")
    #expect(!outcome.errors.contains("go on with"), "\(outcome.errors)")
    #expect(outcome.errorLines.count <= 3, "\(outcome.errors)")
  }

  @Test("its help is in its own words")
  func help() async throws {
    let place = try Workplace()
    let help = try await place.maker("calibrate", "hanoi", "--help").output
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for words in ["a run may", "drafted", "the run stops", "voted on"] {
      #expect(!help.contains(words), "\(words)")
    }
    #expect(help.contains("Most US dollars spent on samples") && help.contains("Most steps sampled at once"))
  }

  @Test("a samples log where the calibration file is meant is told by what it is")
  func samplesLog() async throws {
    let place = try Workplace()
    _ = try await place.calibrated("--disks", "3", "--out", "c.json")
    let outcome = try await place.maker("plan", "c.samples.jsonl")
    expectRefusal(outcome, 65, saying: "samples log", "name c.json")
    try place.write(Data("{\"format\": ".utf8), to: "bad.json")
    let bad = try await place.maker("plan", "bad.json")
    expectRefusal(bad, 65, saying: "bad.json", "Make it anew")
    #expect(!bad.errors.contains(".."), "\(bad.errors)")
  }
}
