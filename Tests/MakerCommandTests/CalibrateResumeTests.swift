import Foundation
import Testing

@Suite("A calibration goes on from its samples log, and buys nothing twice", .serialized)
struct CalibrateResumeTests {
  private let small = ["--disks", "10", "--steps", "150", "--out", "a.json"]

  @Test("over HTTP with faults it is the one in this process, and goes on after its end at no cost")
  func overHTTP() async throws {
    let place = try Workplace()
    let local = try await place.calibrated(small)
    let endpoint = try await LocalEndpoint(
      place, "--verbose", "--fault", "500:0.05", "--fault", "reset:0.03", "--fault", "truncate:0.02",
      "--retry-after", "0")
    let remote = ["--disks", "10", "--steps", "150", "--out", "b.json"] + endpoint.model
    let report = try await place.calibrated(remote)
    for keys in [["p", "hits"], ["p", "trials"], ["v", "hits"], ["v", "trials"]] {
      #expect(try figure(report, keys[0], keys[1]) == figure(local, keys[0], keys[1]), "\(keys)")
    }
    #expect(try figure(report, "model", as: String.self) == "custom/hanoi")
    let requests = endpoint.requests
    #expect(requests > 300, "every vote, and tries that failed")
    let again = try await place.calibrated(remote)
    #expect(try timelessModels(again) == timelessModels(report))
    #expect(endpoint.requests == requests)
  }

  @Test("kill -9 in the middle, again and again")
  func killed() async throws {
    let place = try Workplace()
    let undisturbed = try await place.calibrated(["--disks", "10", "--steps", "600", "--out", "a.json"])
    let endpoint = try await LocalEndpoint(place, "--verbose", "--latency", "fixed:3ms")
    let arguments =
      ["calibrate", "hanoi", "--disks", "10", "--steps", "600", "--out", "b.json", "--max-connections", "4"]
      + endpoint.model
    var bought = 0
    for session in 1...3 {
      let process = try place.start(arguments)
      try await eventually {
        place.loggedSamples("b.samples.jsonl") >= session * 60 || !process.isRunning
      }
      process.send(SIGKILL)
      #expect(try await process.outcome().code == nil)
      bought = place.loggedSamples("b.samples.jsonl")
      #expect(!place.exists("b.json"))
    }
    // What was in flight at a kill is all that may have been asked for and is not in the log.
    try await Task.sleep(for: .milliseconds(50))
    let before = endpoint.requests
    #expect(before <= bought + 3 * 4, "\(before) requests, \(bought) samples")
    let done = try await place.maker(arguments + ["--json"])
    #expect(done.code == 0, "\(done.errors)")
    #expect(endpoint.requests - before == place.loggedSamples("b.samples.jsonl") - bought)
    #expect(try figure(done.object, "p", "hits") == figure(undisturbed, "p", "hits"))
    #expect(try figure(done.object, "v", "trials") == figure(undisturbed, "v", "trials"))
  }

  @Test("an interrupt keeps what was sampled and exits with 130", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place, "--verbose", "--latency", "fixed:10ms")
    let arguments =
      ["calibrate", "hanoi", "--disks", "10", "--steps", "200", "--out", "b.json", "--max-connections", "2"]
      + endpoint.model
    let process = try place.start(arguments + ["--json"])
    try await eventually { place.loggedSamples("b.samples.jsonl") >= 20 }
    process.send(signal)
    let outcome = try await process.outcome()
    #expect(outcome.code == 130)
    #expect(outcome.errors.contains("interrupted") && outcome.errors.contains("--out b.json"))
    #expect(try outcome.object["status"] as? String == "stopped")
    #expect(try figure(outcome.object, "ended_early", as: String.self) == "interrupted")
    #expect(try await place.maker(arguments).code == 0)
    #expect(endpoint.requests <= place.loggedSamples("b.samples.jsonl") + 2)
  }

  @Test("a cap exits with 75, holds over all sessions, and a higher one lets it go on")
  func caps() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    let prices = "prices:\n  custom/hanoi: {input: 100, output: 1000}\n"
    try place.write(Data(prices.utf8), to: "maker.yaml")
    let arguments =
      ["calibrate", "hanoi", "--json", "--disks", "6", "--out", "b.json", "--max-connections", "4"]
      + endpoint.model
    let stopped = try await place.maker(arguments + ["--max-cost", "1"])
    #expect(stopped.code == 75)
    #expect(
      stopped.errors.contains("the cost cap of $1.0 is reached") && stopped.errors.contains("--max-cost"))
    let report = try stopped.object
    let cost = try #require(report["cost_usd"] as? Double)
    #expect(cost >= 1 && cost < 1.15, "\(cost)")
    #expect((report["reached_cap"] as? String)?.contains("cost cap") == true)
    let samples = place.loggedSamples("b.samples.jsonl")
    #expect(try await place.maker(arguments + ["--max-cost", "1"]).code == 75)
    #expect(place.loggedSamples("b.samples.jsonl") == samples, "the cap is over all sessions")
    let done = try await place.maker(arguments + ["--max-cost", "50"])
    #expect(done.code == 0, "\(done.errors)")
    #expect(try figure(done.object, "cost_per_sample_usd", as: Double.self) > 0.01)
  }

  @Test("a line that was not written to its end is dropped, and any other damage is refused")
  func torn() async throws {
    let place = try Workplace()
    let whole = try await place.calibrated(small)
    let log = try place.bytes("a.samples.jsonl")
    for cut in [1, 10, 150, 400, 5000] {
      try place.write(log.dropLast(cut), to: "a.samples.jsonl")
      #expect(try timelessModels(await place.calibrated(small)) == timelessModels(whole), "\(cut)")
      #expect(place.loggedSamples("a.samples.jsonl") >= 300)
    }
    var lines = log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Data($0) }
    lines[7] = Data("{\"case\": broken".utf8)
    try place.write(Data(lines.joined(separator: [UInt8(ascii: "\n")])), to: "a.samples.jsonl")
    let arguments = ["calibrate", "hanoi"] + small
    expectRefusal(try await place.maker(arguments), 65, saying: "Line 8", "damaged")
    try place.write(
      Data("{\"format\": \"else\", \"version\": 1, \"maker_version\": \"\", \"settings\": {}}\n".utf8),
      to: "a.samples.jsonl")
    expectRefusal(try await place.maker(arguments), 65, saying: "else")
    try FileManager.default.removeItem(atPath: place.path("a.samples.jsonl"))
    expectRefusal(try await place.maker(arguments), 64, saying: "is there already", "--out")
  }

  @Test(
    "a log of other settings is refused, and says what differs",
    arguments: [
      ("--steps", "100", "steps was 150 and is 100"), ("--seed", "2", "seed was 1 and is 2"),
      ("--temperature", "1", "temperature.rest was 1.6 and is 1.0"), ("--samples", "3", "samples was 2"),
    ])
  func otherSettings(option: String, value: String, words: String) async throws {
    let place = try Workplace()
    _ = try await place.calibrated(small)
    let before = try place.bytes("a.samples.jsonl")
    let outcome = try await place.maker(["calibrate", "hanoi"] + small + [option, value])
    #expect(outcome.code == 65 && outcome.output == "")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(try place.bytes("a.samples.jsonl") == before)
  }

  @Test("several models stand side by side in one file, and a further one is only added")
  func several() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place, "--verbose")
    let both = [
      "--disks", "5", "--out", "a.json", "--base-url", endpoint.url, "--temperature", "1.6", "--model",
      "embedded/hanoi", "--model", "custom/hanoi",
    ]
    _ = try await place.calibrated("--disks", "5", "--temperature", "1.6", "--out", "a.json")
    let logged = place.loggedSamples("a.samples.jsonl")
    let report = try await place.calibrated(both)
    let names = try timelessModels(report).map { $0["model"] as? String }
    #expect(names == ["embedded/hanoi", "custom/hanoi"])
    #expect(place.loggedSamples("a.samples.jsonl") == logged + endpoint.requests)
    let table = try await place.maker(["calibrate", "hanoi"] + both)
    #expect(
      table.outputLines[1].hasPrefix("embedded/hanoi") && table.outputLines[2].hasPrefix("custom/hanoi"))
  }

  @Test("only one process samples into a log")
  func locked() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place, "--latency", "fixed:20ms")
    let arguments =
      ["calibrate", "hanoi", "--disks", "8", "--out", "b.json", "--max-connections", "1"] + endpoint.model
    let process = try place.start(arguments)
    try await eventually { place.loggedSamples("b.samples.jsonl") > 0 }
    expectRefusal(try await place.maker(arguments), 75, saying: "another process")
    process.send(SIGKILL)
    _ = try await process.outcome()
  }
}
