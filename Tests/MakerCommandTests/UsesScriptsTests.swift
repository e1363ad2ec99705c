import Foundation
import Maker
import MakerProviders
import Testing

@Suite("The scripts of Examples/Uses make the data, check edits and play a model", .serialized)
struct UsesScriptsTests {
  /// Runs a script of the uses with Python, which must be there.
  private func python(_ place: Workplace, _ words: String) async throws -> Outcome {
    let outcome = try await place.shell("USES='\(UsesEndpoint.folder.path)'; exec python3 -B \(words)")
    try #require(
      outcome.code != 127, "The uses need python3, which is not there; apt-get install python3 brings it.")
    return outcome
  }

  @Test("the data and the truth of every use are what the generator makes, byte for byte")
  func generator() async throws {
    let outcome = try await python(Workplace(), "\"$USES/make.py\" --check")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test("the right edits make files that compile and have no old call; others do not")
  func migration() async throws {
    let place = try Workplace()
    let right = try await python(
      place, "\"$USES/migration/apply.py\" \"$USES/migration/truth.jsonl\" --into new")
    #expect(right.code == 0, "\(right.errors)")
    #expect(right.output == "105 edits, 11 files, all compile, no old call left: new\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path("new")).count == 11)

    let folder = UsesEndpoint.folder.appendingPathComponent("migration")
    let truth = try String(contentsOf: folder.appendingPathComponent("truth.jsonl"), encoding: .utf8)
    let spoiled = [
      (truth.replacing("store.set(", with: "store.put_item("), "still has store.put_item()"),
      (truth.replacing(" not in ", with: " is not within "), "does not compile"),
      (truth.replacing(/.*"EDIT-007".*\n/, with: ""), "EDIT-007 was not decided"),
    ]
    for (text, complaint) in spoiled {
      try place.write(Data(text.utf8), to: "spoiled.jsonl")
      let outcome = try await python(place, "\"$USES/migration/apply.py\" spoiled.jsonl --into spoiled")
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    }
  }

  @Test("votes ahead by 4 come out right although a tenth is wrong and a tenth malformed")
  func endpoint() async throws {
    let place = try Workplace()
    let endpoint = try await UsesEndpoint(place, "--wrong", "0.1", "--malformed", "0.1", "--seed", "3")
    let endpoints = Endpoints()
    let model = try EndpointLanguageModel.make(
      "scripted", of: .custom(baseURL: "http://127.0.0.1:\(endpoint.port)/v1"), endpoints: endpoints)
    var samples = 0
    var (flagged, wrong) = (0, 0)
    for (name, right) in try verdicts() {
      let (first, again) = (try await decision(name, model), try await decision(name, model))
      #expect(first.answer == right, "\(name)")
      #expect(first.samples.map(\.response.content) == again.samples.map(\.response.content))
      #expect(first.samples.allSatisfy { $0.response.usage.inputTokens > 0 })
      samples += first.samples.count
      flagged += first.samples.count { $0.flag != nil }
      wrong += first.samples.count { $0.flag == nil && $0.response.content != right }
    }
    await endpoints.shutdown()
    // Bounds that a share of 0.1 of as many samples keeps to but once in a million.
    let bound = 5 * (0.09 / Double(samples)).squareRoot()
    #expect(abs(Double(flagged) / Double(samples) - 0.1) < bound, "\(flagged) of \(samples)")
    #expect(abs(Double(wrong) / Double(samples) - 0.1) < bound, "\(wrong) of \(samples)")
  }

  @Test("the endpoint says what it cannot answer")
  func unknown() async throws {
    let place = try Workplace()
    let endpoint = try await UsesEndpoint(place)
    let endpoints = Endpoints()
    let model = try EndpointLanguageModel.make(
      "scripted", of: .custom(baseURL: "http://127.0.0.1:\(endpoint.port)/v1"), endpoints: endpoints)
    for (prompt, complaint) in [
      (Prompt("STEP-001"), "no agent of this folder"), (Self.prompt("STEP-999"), "no record of quality"),
    ] {
      let error = await #expect(throws: LanguageModelError.self) {
        try await model.respond(to: prompt, options: GenerationOptions())
      }
      #expect(error.map { "\($0)".contains(complaint) } == true, "\(String(describing: error))")
    }
    await endpoints.shutdown()
  }

  /// The right verdicts of the test plan's steps.
  private func verdicts() throws -> [(name: String, right: String)] {
    let file = UsesEndpoint.folder.appendingPathComponent("quality/truth.jsonl")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let row = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
      return try (#require(row["id"]), #require(row["verify"]))
    }
  }

  private static func prompt(_ name: String) -> Prompt {
    Prompt(
      "Step \(name): pass, fail or inconclusive?",
      instructions: Instructions(
        "You verify one step of a test plan by the log of its run, and by nothing else."))
  }

  private func decision(_ name: String, _ model: EndpointLanguageModel) async throws -> Decision<String> {
    let step = Step(index: 0, prompt: Self.prompt(name)) { reply throws(Flagged) -> String in
      guard ["pass", "fail", "inconclusive"].contains(reply) else {
        throw Flagged(.malformed, "no verdict")
      }
      return reply
    }
    return try await LocalDecider(model: model, rules: VotingRules(k: 4, seed: 11)).decide(step)
  }
}
