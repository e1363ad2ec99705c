import Foundation
import Maker
import Testing

@Suite("A report is one page, and says what the run says", .serialized)
struct ReportCommandTests {
  @Test("of a finished run, beside it")
  func finished() async throws {
    let place = try Workplace()
    try await place.finishedRun(disks: 5)
    let outcome = try await place.maker("report", "a.run")
    #expect(outcome.code == 0 && outcome.errors == "")
    #expect(outcome.output == "a.html\n")
    let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
    for word in ["<!DOCTYPE html>", "31 of 31 decided", "all 31 decided answers are right", "embedded model"]
    {
      #expect(page.contains(word), "\(word)")
    }
    #expect(page.hasSuffix("</html>\n"))
    // Once more, over itself.
    #expect(try await place.maker("report", "a.run").code == 0)
    #expect(try place.names == ["a.html", "a.run"])
  }

  @Test("of a run that stopped, as far as it is")
  func inProgress() async throws {
    let place = try Workplace()
    let run = try await place.maker("run", "hanoi", "--disks", "8", "--run", "a.run", "--max-steps", "100")
    try #require(run.code == 75, "\(run.errors)")
    let outcome = try await place.maker("report", "a.run", "--out", "b/c.html", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let runs = try #require(outcome.object["runs"] as? [[String: Any]])
    let decided = try #require(runs.first?["decided"] as? Int)
    #expect(decided >= 100 && decided < 255)
    #expect(runs.first?["status"] as? String == "stopped")
    let page = String(decoding: try place.bytes("b/c.html"), as: UTF8.self)
    #expect(page.contains("data-last=\"\(decided)\""))
  }

  @Test("its data is that of the run, on one line")
  func json() async throws {
    let place = try Workplace()
    let run = try await place.finishedRun("a.run", disks: 7, "--temperature", "1.9", "--k", "5").report
    let outcome = try await place.maker("report", "a.run", "--json")
    #expect(outcome.outputLines.count == 1)
    let object = try outcome.object
    #expect(Set(object.keys) == ["report", "pictures", "runs", "models", "figures"])
    #expect(object["report"] as? String == "a.html")
    let facts = try #require((object["runs"] as? [[String: Any]])?.first)
    for (key, value) in [
      "decided": run.decided, "votes": run.votes, "samples": run.samples, "outvoted": run.outvoted,
      "contested": run.contested, "checked": run.decided, "wrong": 0,
    ] { #expect(facts[key] as? Int == value, "\(key)") }
    let figures = try #require(object["figures"] as? [[String: Any]])
    let votes = try #require(figures.first { $0["id"] as? String == "votes-per-step" })
    let series = try #require((votes["series"] as? [[String: Any]])?.first?["points"] as? [[String: Double]])
    #expect(series.reduce(0) { $0 + ($1["y"] ?? 0) } == Double(run.decided))
    #expect(series.reduce(0) { $0 + ($1["x"] ?? 0) * ($1["y"] ?? 0) } == Double(run.votes))
  }

  @Test("its single figures are files of their own")
  func pictures() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 6, "--temperature", "1.9", "--k", "5")
    let outcome = try await place.maker("report", "a.run", "--svg", "figures")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.outputLines.first == "a.html")
    for path in outcome.outputLines.dropFirst() {
      let text = String(decoding: try place.bytes(path), as: UTF8.self)
      #expect(text.hasPrefix("<?xml") && text.contains("<style>") && text.hasSuffix("</svg>\n"), "\(path)")
    }
    #expect(outcome.outputLines.contains("figures/towers.svg"))
    #expect(outcome.outputLines.contains("figures/undecided-steps.svg"))
  }

  @Test("of two runs, side by side")
  func sideBySide() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 4)
    try await place.finishedRun("b.run", disks: 5)
    let outcome = try await place.maker("report", "a.run", "b.run", "--out", "both.html", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect((try outcome.object["runs"] as? [Any])?.count == 2)
    let page = String(decoding: try place.bytes("both.html"), as: UTF8.self)
    for word in ["<th scope=\"col\">a</th><th scope=\"col\">b</th>", "15 of 15 decided", "31 of 31 decided"] {
      #expect(page.contains(word), "\(word)")
    }
  }

  @Test("of a calibration, which is known by what is in it")
  func calibration() async throws {
    let place = try Workplace()
    let model = ModelCalibration(
      model: "a/b", p: Proportion(hits: 995, trials: 1000), v: Proportion(hits: 1000, trials: 1010),
      cases: 1010,
      meanInputTokens: 500, meanOutputTokens: 200,
      prices: Prices(inputUSDPerMillionTokens: 1, outputUSDPerMillionTokens: 4),
      collisions: .init(both: Proportion(hits: 0, trials: 400), alike: 0, expected: 0.01))
    let calibration = Calibration(
      task: "hanoi", steps: 1023, created: 0, makerVersion: MakerVersion.current, seed: 1, models: [model])
    try place.write(try JSONEncoder().encode(calibration), to: "measured.txt")
    let outcome = try await place.maker("report", "measured.txt", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let object = try outcome.object
    #expect(object["steps"] as? Double == 1023)
    let models = try #require(object["models"] as? [[String: Any]])
    #expect(models.first?["model"] as? String == "a/b")
    #expect(models.first?["k"] as? Int == ScalingLaws.kMin(p: model.p.lower, steps: 1023, target: 0.95))
    #expect(place.exists("measured.txt.html"))
  }

  @Test("of a planned run with its calibration, for the target that the run was planned for")
  func plannedTarget() async throws {
    let place = try Workplace()
    _ = try await place.calibrated("--disks", "5", "--out", "c.json")
    try await place.finishedRun(
      "a.run", disks: 5, "--k", "auto", "--calibration", "c.json", "--target", "0.9999", "--yes")
    let outcome = try await place.maker("report", "a.run", "c.json", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try outcome.object["target"] as? Double == 0.9999)
    let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
    #expect(page.contains("k, for 99.99 %"))
    let other = try await place.maker("report", "a.run", "c.json", "--target", "0.9", "--json")
    #expect(try other.object["target"] as? Double == 0.9)
  }

  @Test("two calibrations of one model are told apart, and a table of models is as good as a calibration")
  func models() async throws {
    let place = try Workplace()
    for (file, hits) in [("a.json", 990), ("b.json", 999)] {
      let model = ModelCalibration(
        model: "x/y", p: Proportion(hits: hits, trials: 1000), v: Proportion(hits: 1000, trials: 1000),
        cases: 1000, collisions: .init(both: Proportion(hits: 0, trials: 500), alike: 0, expected: 0.01))
      let calibration = Calibration(
        task: "hanoi", steps: 1023, created: 0, makerVersion: MakerVersion.current, seed: 1,
        models: [model, model])
      try place.write(try JSONEncoder().encode(calibration), to: file)
    }
    try place.write(
      Data("model,p,p_lower,output_usd_per_million_tokens,mean_output_tokens\nz,0.9,0.8,1,100\n".utf8),
      to: "t.csv")
    let outcome = try await place.maker("report", "a.json", "b.json", "t.csv", "--out", "m.html", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let models = try #require(outcome.object["models"] as? [[String: Any]])
    #expect(
      models.compactMap { $0["model"] as? String }
        == ["a: x/y", "a: x/y (2)", "b: x/y", "b: x/y (2)", "z"])
    #expect(models.last?["k"] as? Int == ScalingLaws.kMin(p: 0.8, steps: 1023, target: 0.95))
    let alone = try await place.maker("report", "t.csv", "--target", "0.999999", "--json")
    #expect(try alone.object["steps"] as? Double == 1_048_575)
    let page = String(decoding: try place.bytes("t.html"), as: UTF8.self)
    #expect(page.contains("99.9999 %") && page.contains("Expected cost"))
    try place.write(Data("model,q\nz,0.9\n".utf8), to: "bad.csv")
    expectRefusal(try await place.maker("report", "bad.csv"), 65, saying: "bad.csv")
  }

  @Test("what cannot be reported is refused in one sentence, and nothing is written")
  func refused() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 8)
    let whole = try place.bytes("a.run")
    try place.write(whole.prefix(5000), to: "part.run")
    try place.write(Data("my thesis".utf8), to: "thesis.txt")
    try place.write(Data("{\"format\": \"other\"}".utf8), to: "other.json")
    try place.write(Data("{\"format\": \"maker-calibration\", \"version\": 9}".utf8), to: "newer.json")
    let before = try place.names
    expectRefusal(try await place.maker("report", "none.run"), 64, saying: "none.run")
    expectRefusal(try await place.maker("report", "part.run"), 65, saying: "part.run")
    expectRefusal(try await place.maker("report", "thesis.txt"), 65, saying: "thesis.txt")
    expectRefusal(try await place.maker("report", "other.json"), 65, saying: "other.json", "format")
    expectRefusal(try await place.maker("report", "newer.json"), 65, saying: "newer.json", "version")
    expectRefusal(try await place.maker("report", "a.run", "--out", "a.run"), 64, saying: "a.run", "--out")
    expectRefusal(try await place.maker("report", "a.run", "--out", "thesis.txt"), 64, saying: "thesis.txt")
    expectRefusal(try await place.maker("report", "a.run", "--target", "1"), 64, saying: "--target")
    expectRefusal(try await place.maker("report"), 64)
    #expect(try place.names == before)
    #expect(try place.bytes("a.run") == whole)
  }

  @Test("a damaged decision is told, and no page is made of the rest")
  func damaged() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 8)
    let export = try await place.maker("export", "a.run")
    let answer = try #require(jsonObject(export.outputLines[200])["answer"] as? [String: Any])
    let (move, pegs) = (
      try #require(answer["move"] as? [Int]), try #require(answer["next_state"] as? [[Int]])
    )
    let record = Data((move + pegs.map(\.count) + pegs.flatMap(\.self)).map(UInt8.init))
    var data = try place.bytes("a.run")
    let range = try #require(data.range(of: record))
    data[range.lowerBound + record.count - 1] ^= 1
    try place.write(data, to: "a.run")
    expectRefusal(try await place.maker("report", "a.run"), 65, saying: "a.run", "damaged")
    #expect(try place.names == ["a.run"])
  }
}
