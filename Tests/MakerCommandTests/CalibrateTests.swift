import Foundation
import Maker
import MakerTasks
import Testing

@Suite("calibrate measures models and writes what it measured", .serialized)
struct CalibrateTests {
  @Test("the embedded model on every step of 5 disks, and on some of 10")
  func embedded() async throws {
    let place = try Workplace()
    let small = try await place.calibrated("--disks", "5", "--out", "a.json")
    #expect(small["status"] as? String == "done" && small["file"] as? String == "a.json")
    #expect(try figure(small, "cases") == 31)
    #expect(try figure(small, "p", "trials") == 62 && figure(small, "p", "hits") >= 60)
    #expect(try figure(small, "p", "basis", as: String.self) == "truth")
    #expect(try figure(small, "model", as: String.self) == "embedded/hanoi")
    #expect(try place.names == ["a.json", "a.samples.jsonl"])

    let large = try await place.calibrated("--disks", "10", "--steps", "400", "--out", "b.json")
    #expect(try figure(large, "cases") == 400)
    #expect(try figure(large, "p", "hits") >= 790)
    #expect(try figure(large, "cost_per_sample_usd", as: Double.self) == 0)
    #expect(try figure(large, "mean_output_tokens", as: Double.self) > 10)
    let kept = try JSONSerialization.jsonObject(with: place.bytes("b.json")) as? NSDictionary
    #expect(kept == large["calibration"] as? NSDictionary)
    #expect(kept?["format"] as? String == "maker-calibration" && kept?["steps"] as? Int == 1023)
  }

  @Test("the same seed gives the same figures, another seed other steps")
  func seeds() async throws {
    let place = try Workplace()
    let hot = ["--disks", "12", "--steps", "300", "--temperature", "2.2"]
    let first = try await place.calibrated(hot + ["--out", "a.json"])
    let second = try await place.calibrated(hot + ["--out", "b.json"])
    let other = try await place.calibrated(hot + ["--out", "c.json", "--seed", "2"])
    #expect(try timelessModels(first) == timelessModels(second))
    #expect(try timelessModels(first) != timelessModels(other))
  }

  @Test("tables for a person: one line a model, sizes, lengths, parsers, and what to do next")
  func text() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(
      "calibrate", "hanoi", "--disks", "8", "--sizes", "3,5", "--temperature", "2.2", "--out", "a.json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.outputLines[1].hasPrefix("embedded/hanoi  "))
    for words in [
      "95 % interval", "by size", "by length of the reply", "flagged or repaired", "maker plan a.json",
    ] {
      #expect(outcome.output.contains(words), "\(words): \(outcome.output)")
    }
    #expect(outcome.errors.contains("8 disks"))
  }

  @Test("without a name it makes a file in calibrations/")
  func usualPlace() async throws {
    let place = try Workplace()
    let report = try await place.calibrated("--disks", "3")
    let file = try #require(report["file"] as? String)
    #expect(file.hasPrefix("calibrations/hanoi-3-") && file.hasSuffix(".json"))
    #expect(place.exists(file))
  }

  @Test("without right answers p is an estimate, and says what it cannot see")
  func noTruth() async throws {
    let place = try Workplace()
    let base = ["--disks", "10", "--steps", "500", "--temperature", "2.2", "--out", "a.json"]
    let known = try await place.calibrated(base)
    let report = try await place.calibrated(base + ["--no-truth", "--worst", "0"])
    #expect(try figure(report, "p", "basis", as: String.self) == "agreement")
    #expect(try figure(report, "collisions", "both", "trials") == 0)
    let difference =
      try figure(report, "p", "value", as: Double.self) - figure(known, "p", "value", as: Double.self)
    #expect(abs(difference) < 0.01, "the same samples, seen otherwise")
    let outcome = try await place.maker(["calibrate", "hanoi", "--no-truth", "--worst", "0"] + base)
    #expect(outcome.output.contains("estimate from agreement") && outcome.output.contains("cannot be seen"))
  }

  @Test("enough precision ends it early")
  func precision() async throws {
    let place = try Workplace()
    let report = try await place.calibrated("--disks", "16", "--steps", "5000", "--precision", "0.01")
    #expect(try figure(report, "ended_early", as: String.self) == "precision")
    let (lower, upper) = (
      try figure(report, "p", "lower", as: Double.self), try figure(report, "p", "upper", as: Double.self)
    )
    #expect(upper - lower <= 0.02)
    #expect(try figure(report, "cases") < 5000)
  }

  @Test("on a terminal it shows how far it is, on one line")
  func progress() async throws {
    let place = try Workplace()
    let terminal = try Terminal()
    let endpoint = try await LocalEndpoint(place, "--latency", "fixed:5ms")
    let process = try place.start(
      ["calibrate", "hanoi", "--disks", "9", "--steps", "200", "--max-connections", "4"] + endpoint.model,
      errors: terminal.device)
    var seen = ""
    while process.isRunning {
      seen += terminal.text()
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(try await process.outcome().code == 0)
    seen += terminal.text()
    #expect(seen.contains("\r") && seen.contains("custom/hanoi") && seen.contains("of 200 steps"), "\(seen)")
  }

  /// A line of a file of cases: a step of a game of 4 disks.
  private func line(_ step: Int, isKnown: Bool = true) throws -> String {
    let task = try TowersOfHanoi(disks: 4)
    let prompt = task.prompt(for: task.state(before: step))
    let answer = try jsonObject(task.rightAnswer(at: step).json)
    var object: [String: Any] = ["name": "step \(step)", "size": 4, "prompt": prompt.content]
    if isKnown {
      object["right_reply"] =
        "move = \(try #require(answer["move"] as? [Int]))\n"
        + "next_state = \(try #require(answer["next_state"] as? [[Int]]))"
    }
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }

  @Test("cases of one's own, with right answers and without")
  func cases() async throws {
    let place = try Workplace()
    let lines = try (0..<15).map { try line($0) }.joined(separator: "\n")
    try place.write(Data(lines.utf8), to: "cases.jsonl")
    let report = try await place.calibrated(
      "--cases", "cases.jsonl", "--temperature", "0.5", "--out", "a.json")
    #expect(try figure(report, "p", "trials") == 30 && figure(report, "p", "hits") == 30)
    let unknown = try (0..<5).map { try line($0, isKnown: false) }.joined(separator: "\n") + "\n"
    try place.write(Data(unknown.utf8), to: "unknown.jsonl")
    let other = try await place.calibrated("--cases", "unknown.jsonl", "--out", "b.json")
    #expect(try figure(other, "p", "basis", as: String.self) == "agreement")
    expectRefusal(
      try await place.maker("calibrate", "hanoi", "--cases", "unknown.jsonl", "--out", "a.json"), 65,
      saying: "cases was", "--out")
  }

  @Test("a line of cases that cannot be used is named")
  func brokenCases() async throws {
    let place = try Workplace()
    let broken = [
      ("{\"name\": \"x\"", "no JSON object"), ("[1]", "wrong type"), ("{\"name\": \"x\"}", "`prompt`"),
      ("{\"name\": \"x\", \"prompt\": 5, \"right_reply\": \"\"}", "`prompt`"),
      ("{\"name\": \"x\", \"prompt\": \"p\", \"size\": 99, \"right_reply\": \"x\"}", "`size`"),
      ("{\"name\": \"x\", \"prompt\": \"p\", \"right_reply\": \"hello\"}", "`right_reply`"),
      (try line(3, isKnown: false), "`right_reply`"),
    ]
    for (text, word) in broken {
      try place.write(Data("\(try line(0))\n\n\(text)\n".utf8), to: "cases.jsonl")
      expectRefusal(
        try await place.maker("calibrate", "hanoi", "--cases", "cases.jsonl"), 65, saying: "Line 3", word)
    }
    try place.write(Data("\n".utf8), to: "cases.jsonl")
    expectRefusal(
      try await place.maker("calibrate", "hanoi", "--cases", "cases.jsonl"), 65, saying: "no case")
    #expect(try place.names == ["cases.jsonl"])
  }

  @Test(
    "what was asked wrongly is refused",
    arguments: [
      (["--disks", "21"], "1 to 20"), (["--sizes", "3,,5"], "--sizes"), (["--sizes", "3,63"], "--sizes"),
      (["--sizes", "3,30"], "1 to 20"), (["--steps", "0"], "1 to 100000"), (["--samples", "0"], "1 to 100"),
      (["--precision", "0"], "--precision"), (["--precision", "nan"], "--precision"),
      (["--worst", "-1"], "0 to 1000"), (["--no-truth", "--samples", "1"], "2 or more"),
      (["--temperature", "0"], "0.001"), (["--cases", "x", "--steps", "5"], "--cases"),
      (["--cases", "not-there"], "is not there"), (["--steps", "100000", "--samples", "100"], "2000000"),
      (["--batch"], "takes no batches"),
    ] as [([String], String)])
  func usage(arguments: [String], word: String) async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker(["calibrate", "hanoi"] + arguments), 64, saying: word)
    #expect(try place.names == [])
  }
}
