import Foundation
import Maker
import Testing

@Suite("A plan from files", .serialized)
struct PlanFilesTests {
  /// The paper's table, which lies in the repository.
  static let table = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Examples/Paper/models.csv").standardizedFileURL.path

  private func plans(_ outcome: Outcome) throws -> [String: [String: Any]] {
    let plans = try #require(try outcome.object["plans"] as? [[String: Any]], "\(outcome.errors)")
    return Dictionary(uniqueKeysWithValues: plans.map { ($0["model"] as? String ?? "", $0) })
  }

  @Test("of the paper's models has every published k, and every cost within 5 %")
  func paper() async throws {
    let place = try Workplace()
    let outcome = try await place.maker("plan", Self.table, "--json")
    #expect(outcome.code == 0 && outcome.errors == "")
    let plans = try plans(outcome)
    let rows = try String(contentsOfFile: Self.table, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let columns = Dictionary(uniqueKeysWithValues: rows[0].enumerated().map { ($0.element, $0.offset) })
    let (k, cost) = (try #require(columns["k_min"]), try #require(columns["expected_cost_usd"]))
    #expect(rows.count == 11)
    for row in rows.dropFirst() {
      guard let published = Int(row[k]) else {
        #expect(plans[row[0]] == nil)
        continue
      }
      let plan = try #require(plans[row[0]])
      #expect(plan["k_min"] as? Int == published && plan["k"] as? Int == published, "\(row[0])")
      let ratio = try #require(plan["cost_usd"] as? Double) / #require(Double(row[cost]))
      #expect(abs(ratio - 1) < 0.05, "\(row[0]): \(ratio)")
    }
    let impossible = try #require(try outcome.object["impossible"] as? [[String: Any]])
    #expect(impossible.map { $0["model"] as? String } == ["llama-3.2-3B"])
  }

  @Test("puts the cheapest first, and the model that cannot do it below with the reason")
  func order() async throws {
    let place = try Workplace()
    let outcome = try await place.maker("plan", Self.table)
    let lines = outcome.outputLines
    let place1 = try #require(lines.firstIndex { $0.hasPrefix("gpt-oss-20B") })
    let place2 = try #require(lines.firstIndex { $0.hasPrefix("haiku-4.5") })
    let place3 = try #require(lines.firstIndex { $0.hasPrefix("llama-3.2-3B") })
    #expect(place1 < place2 && place2 < place3)
    #expect(lines[place3].contains("no k helps"))
    #expect(outcome.output.contains("With gpt-oss-20B") && !outcome.output.contains("With haiku-4.5"))
    let all = try await place.maker("plan", Self.table, "--counterfactuals")
    #expect(all.output.contains("With haiku-4.5"))
    // With a limit on the cost it is the surest that comes first.
    let bought = try await place.maker("plan", Self.table, "--max-cost", "10000", "--json").object
    #expect(try #require(bought["success_probability"] as? Double) > 0.999)
  }

  private func calibration(
    _ models: [(name: String, right: Int, of: Int)], steps: Int, in place: Workplace, as name: String
  ) throws {
    let measured = models.map { model in
      var latency = LogHistogram()
      latency.add(1000, times: model.of)
      let p = Proportion(hits: model.right, trials: model.of)
      return ModelCalibration(
        model: model.name, basis: model.name == "b/unsure" ? .agreement : .truth, p: p,
        v: Proportion(hits: model.of, trials: model.of * 2), cases: model.of, meanInputTokens: 100,
        meanOutputTokens: 10, latencyMs: latency,
        prices: Prices(inputUSDPerMillionTokens: 1, outputUSDPerMillionTokens: 10),
        collisions: .init(both: Proportion(hits: 0, trials: 0), alike: 0, expected: 0),
        worstSteps: model.name == "a/good"
          ? [.init(name: "step 500", p: Proportion(hits: 0, trials: 20), flagged: 0)] : [])
    }
    let file = Calibration(
      task: "hanoi", steps: steps, created: 0, makerVersion: "0", seed: 1, models: measured)
    try place.write(try JSONEncoder().encode(file), to: name)
  }

  @Test("of a calibration takes its steps, bounds, tokens, prices and latency")
  func calibrationFile() async throws {
    let place = try Workplace()
    try calibration(
      [("a/good", 990, 1000), ("b/unsure", 40, 50), ("c/bad", 3, 10)], steps: 1023, in: place, as: "c.json")
    let outcome = try await place.maker("plan", "c.json", "--json", "--concurrency", "5")
    #expect(outcome.code == 0)
    #expect(outcome.errorLines.count == 2 && outcome.errors.contains("agreement"))
    #expect(outcome.errors.contains("a/good is wrong more often than right at step 500"))
    let plans = try plans(outcome)
    let good = try #require(plans["a/good"])
    #expect(good["steps"] as? Int == 1023 && good["p"] as? Double == 0.99 && good["v"] as? Double == 0.5)
    let lower = Proportion(hits: 990, trials: 1000).lower
    #expect(abs(try #require(good["p_lower"] as? Double) - lower) < 1e-12)
    #expect(good["k"] as? Int == ScalingLaws.kMin(p: lower, steps: 1023, target: 0.95))
    // 100 tokens at $1 and 10 at $10 for a million are $0.0002 for a sample.
    let samples = try #require(good["samples"] as? Double)
    #expect(abs(try #require(good["cost_usd"] as? Double) / (samples * 0.0002) - 1) < 1e-9)
    #expect(abs(try #require(good["pipelined_seconds"] as? Double) / (samples / 5) - 1) < 1e-9)
    #expect(try #require(good["sequential_seconds"] as? Double) > 1023)
    #expect(plans["c/bad"] == nil && plans["b/unsure"] != nil)
    let longer = try await place.maker("plan", "c.json", "--steps", "100000", "--json").object
    #expect(longer["steps"] as? Int == 100_000)
  }

  @Test("of several puts all models into one table")
  func several() async throws {
    let place = try Workplace()
    try calibration([("a/good", 990, 1000)], steps: 1023, in: place, as: "c.json")
    try calibration([("d/other", 95, 100)], steps: 7, in: place, as: "d.json")
    try place.write(Data("model,p\nfrom-a-table,0.93\n".utf8), to: "t.csv")
    expectRefusal(
      try await place.maker("plan", "c.json", "d.json"), 64, saying: "c.json", "d.json", "--steps")
    let outcome = try await place.maker(
      "plan", "c.json", "t.csv", "--json", "--output-tokens", "7", "--output-price", "3", "--input-tokens",
      "1",
      "--input-price", "1")
    let plans = try plans(outcome)
    #expect(Set(plans.keys) == ["a/good", "from-a-table"])
    // The options fill in what the table leaves out, and leave alone what the calibration has.
    let filled = try #require(plans["from-a-table"])
    let samples = try #require(filled["samples"] as? Double)
    #expect(abs(try #require(filled["cost_usd"] as? Double) / (samples * 22e-6) - 1) < 1e-9)
    #expect(try #require(plans["a/good"]?["output_tokens"] as? Double) > samples)
  }

  @Test("takes columns in any order, says which it did not read, and does without what is missing")
  func columns() async throws {
    let place = try Workplace()
    let table =
      "\u{FEFF}v, p_lower ,notes,per_step_error_rate,\"model\"\r\n0.5,0.8,\"a, b\",0.1,\"x \"\"y\"\"\"\r\n\r\n"
    try place.write(Data(table.utf8), to: "t.csv")
    let outcome = try await place.maker("plan", "t.csv", "--steps", "100", "--json")
    #expect(outcome.code == 0 && outcome.errorLines.count == 1 && outcome.errors.contains("notes"))
    let plan = try outcome.object
    #expect(plan["model"] as? String == "x \"y\"" && plan["v"] as? Double == 0.5)
    #expect(plan["p"] as? Double == 0.9 && plan["p_lower"] as? Double == 0.8)
    #expect(plan["cost_usd"] is NSNull)
  }

  @Test("whose prompts have no price says that they are not in the cost")
  func promptsLeftOut() async throws {
    let place = try Workplace()
    try place.write(
      Data("model,p,mean_output_tokens,output_usd_per_million_tokens\na,0.9,10,1\n".utf8), to: "t.csv")
    let outcome = try await place.maker("plan", "t.csv", "--steps", "100")
    #expect(outcome.code == 0 && outcome.errors.contains("leaves its prompts out"))
  }

  @Test(
    "is refused with row and column where a table makes no sense",
    arguments: [
      ("model,p\na,1.5\n", "column p"), ("model,p\na,x\n", "`x`"), ("model,p\na,nan\n", "row 2"),
      ("model,p\na,\n", "column p"), ("model,p\n,0.9\n", "column model"), ("name,p\na,0.9\n", "`model`"),
      ("model\na\n", "`p`"), ("model,p,p\na,0.9,0.9\n", "twice"), ("model,p\n", "no models"), ("", "`model`"),
      ("model,p\na,0.9,7\n", "more cells"), ("model,p\n\"a,0.9\n", "quotation mark"),
      ("model,p,p_lower\na,0.9,0.95\n", "above p"), ("model,p,latency_ms\na,0.9,-1\n", "latency_ms"),
      ("model,p,per_step_error_rate\na,0.9,0.1\n", "either"), ("model,p,steps\na,0.9,7\nb,0.9,8\n", "row 3"),
      ("model,p\n\"a\"b,0.9\n", "CSV"),
      (#"{"format": "other"}"#, "other"), (#"{"format": "maker-calibration", "version": 99}"#, "99"),
      (#"{"format": "maker-calibration""#, "calibration"),
    ])
  func nonsense(text: String, word: String) async throws {
    let place = try Workplace()
    try place.write(Data(text.utf8), to: "bad.file")
    expectRefusal(try await place.maker("plan", "bad.file", "--steps", "9"), 65, saying: "bad.file", word)
  }

  @Test("is refused where a file is not there, or no steps are known")
  func missing() async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker("plan", "no.json"), 64, saying: "no.json", "not there")
    try place.write(Data("model,p\na,0.9\n".utf8), to: "t.csv")
    expectRefusal(try await place.maker("plan", "t.csv"), 64, saying: "--steps")
  }

  @Test("for models that all cannot do it says so and fails")
  func none() async throws {
    let place = try Workplace()
    try place.write(Data("model,p\na,0.4\nb,0.5\n".utf8), to: "t.csv")
    let outcome = try await place.maker("plan", "t.csv", "--steps", "9")
    #expect(outcome.code == 1 && outcome.outputLines.count == 2 && outcome.errorLines.count == 1)
    let one = try await place.maker("plan", "t.csv", "--steps", "9", "--json")
    #expect(one.code == 1)
    #expect((try one.object["impossible"] as? [Any])?.count == 2)
  }
}
