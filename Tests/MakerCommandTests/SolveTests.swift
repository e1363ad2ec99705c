import Foundation
import Testing

@Suite("solve takes a product apart with the embedded model", .serialized)
struct SolveTests {
  private static let question = "What is 46048 x 42098?"
  private static let result = "1938528704"

  /// Solves the product, and expects it to be done.
  @discardableResult
  private func solved(_ place: Workplace, _ more: String...) async throws -> Outcome {
    let outcome = try await place.maker(["solve", Self.question, "--run", "runs/a.run"] + more)
    try #require(outcome.code == 0, "\(outcome.errors)")
    return outcome
  }

  @Test("the result is the first line, and is right")
  func text() async throws {
    let outcome = try await solved(Workplace())
    #expect(outcome.outputLines.first == "result     \(Self.result)")
    #expect(outcome.output.contains("truth      the result is right"), "\(outcome.output)")
    #expect(outcome.output.contains("verified   yes"))
    #expect(outcome.errors.contains("embedded/multiply at temperature 1.6"), "\(outcome.errors)")
  }

  @Test("for a program it is one object with the solution")
  func json() async throws {
    let outcome = try await solved(Workplace(), "--json", "--answer", Self.result)
    #expect(outcome.outputLines.count == 1)
    let solution = try #require(try outcome.object["solution"] as? [String: Any])
    #expect(solution["result"] as? String == Self.result && solution["expected"] as? String == Self.result)
    #expect(solution["problems"] as? Int == 7 && solution["depth"] as? Int == 3)
    #expect(solution["failure"] == nil)
    #expect(try outcome.report.verified == true && outcome.report.status == "done")
  }

  @Test("its tree is shown to persons and programs")
  func tree() async throws {
    let place = try Workplace()
    try await solved(place, "--record", "all")
    let text = try await place.maker("show", "latest", "--tree")
    #expect(text.code == 0, "\(text.errors)")
    #expect(text.outputLines.first == "46048*42098 = \(Self.result)")
    for line in ["├─ 40000*42098 = 1683920000", "composed  1683920000+254608704", "took      8 samples"] {
      #expect(text.output.contains(line), "\(text.output)")
    }
    let root = try jsonObject(await place.tree("a"))
    #expect(root["result"] as? String == Self.result && root["path"] as? String == "")
    let children = try #require(root["children"] as? [[String: Any]])
    #expect(children.map { $0["path"] as? String } == ["1", "2"])
    #expect((root["proposals"] as? [String: Any])?["decided"] as? String == "40000*42098 | 6048*42098 | A+B")
    #expect(root["cost_usd"] as? Double == 0)
  }

  @Test("a run that is done is listed, verified, exported, and only verified when it is resumed")
  func afterwards() async throws {
    let place = try Workplace()
    try await solved(place)
    #expect(try await place.maker("runs").output.contains("a"))
    let verified = try await place.maker("verify", "a", "--json")
    #expect(try verified.code == 0 && verified.report.verified == true)
    let lines = try await place.maker("export", "a", "--jsonl").outputLines.map(jsonObject)
    #expect(lines.count == 14)
    let keys = lines.compactMap { ($0["answer"] as? [String: Any])?["key"] as? String }
    #expect(keys.first == "proposals" && keys.contains("2/2/1/solutions"), "\(keys)")
    let before = try place.bytes("runs/a.run")
    let resumed = try await place.maker("resume", "a")
    #expect(resumed.code == 0 && resumed.outputLines.first == "result     \(Self.result)")
    #expect(resumed.errors.contains("was done already"))
    #expect(try place.bytes("runs/a.run") == before)
  }

  @Test(
    "what was asked wrongly is refused with one sentence, and leaves nothing behind",
    arguments: [
      ([], ["--write-agents"]), (["2 x 3", "--write-agents", "mine"], ["--write-agents"]),
      (["  "], ["empty"]),
      (["2 x 3", "--k", "5", "--candidates", "3"], ["--candidates", "from k (5) to 12"]),
      (["2 x 3", "--agents", "nowhere"], ["no folder nowhere", "--write-agents nowhere"]),
      (["Why is the sky blue?"], ["agents `multiply`", "Why is the sky blue?", "--agents"]),
      (["2 x 3", "--depth", "11"], ["--depth", "from 0 to 10"]), (["2 x 3", "--k", "13"], ["--k"]),
      (["2 x 3", "--linear"], ["--linear", "planner", "--agents general"]),
      (["12 x 13", "--answer", "155"], ["--answer is 155", "is 156"]),
      (["2 x 3", "--max-samples", "4"], ["--max-samples", "candidates (5)"]),
    ] as [([String], [String])])
  func refusals(arguments: [String], words: [String]) async throws {
    let place = try Workplace()
    let outcome = try await place.maker(["solve"] + arguments)
    expectRefusal(outcome, 64)
    for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    #expect(try place.names.filter { $0 != "runs" } == [])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.url.path).allSatisfy { name in
        try FileManager.default.contentsOfDirectory(atPath: place.path(name)).isEmpty
      })
  }

  @Test("an agents' folder that is not whole is refused with every mistake and the files that it needs")
  func brokenFolder() async throws {
    let place = try Workplace()
    #expect(try await place.maker("solve", "--write-agents", "mine").code == 0)
    try place.write(Data("name: solver\nprompt: hello\ncolour: red\n".utf8), to: "mine/solver.yaml")
    try FileManager.default.removeItem(atPath: place.path("mine/decomposer.yaml"))
    let refused = try await place.maker("solve", "2*3", "--agents", "mine", "--run", "a.run")
    #expect(refused.code == 64 && refused.output == "")
    for word in ["colour", "mine/decomposer.yaml", "solution-discriminator.yaml"] {
      #expect(refused.errors.contains(word), "\(refused.errors)")
    }
    #expect(!place.exists("a.run"))
  }

  @Test(
    "the agents' files that are written are accepted by check, and by solve",
    arguments: ["multiply", "general"])
  func agents(name: String) async throws {
    let place = try Workplace()
    let written = try await place.maker("solve", "--write-agents", "mine", "--agents", name)
    #expect(written.code == 0, "\(written.errors)")
    #expect(written.outputLines.count == (name == "multiply" ? 4 : 7))
    for file in written.outputLines {
      let checked = try await place.maker("check", "mine/\(file)")
      #expect(checked.code == 0, "\(file): \(checked.errors)")
    }
    expectRefusal(try await place.maker("solve", "--write-agents", "mine"), 64, saying: "mine", "already")
    let solved = try await place.maker(
      "solve", "46048*42098", "--agents", "mine", "--model", "embedded/multiply", "--run", "a.run")
    guard name == "multiply" else {
      // The embedded model does not speak the language of these agents.
      #expect(solved.code == 75 && solved.errors.contains("\"proposals\" got no reply"), "\(solved.errors)")
      return
    }
    #expect(solved.code == 0 && solved.outputLines.first == "result     \(Self.result)")
    // They are part of what the run is: changed, the run does not go on.
    try place.write(
      Data(
        String(decoding: place.bytes("mine/solver.yaml"), as: UTF8.self).replacing("solve ", with: "do ").utf8
      ),
      to: "mine/solver.yaml")
    let changed = try await place.maker("resume", "a.run")
    #expect(changed.code == 65, "\(changed.errors)")
  }
}
