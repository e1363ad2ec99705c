import Foundation
import Maker
import MakerServer
import MakerTesting

/// A map whose right answers are plain: whether a number is even or odd. A model that knows it, and errs, is served.
struct ServedParity: Sendable {
  let place: Workplace

  /// Makes a place with the agent in it.
  init() throws {
    place = try Workplace()
    try write(
      """
      name: parity
      instructions: You tell even numbers from odd ones.
      prompt: "Record {{id}}: is {{number}} even or odd?"
      answer:
        labels: [even, odd]
      """, to: "agent.yaml")
  }

  func write(_ text: String, to name: String) throws { try place.write(Data(text.utf8), to: name) }
  func text(_ name: String) throws -> String { String(decoding: try place.bytes(name), as: UTF8.self) }

  /// Writes a table of so many records.
  func writeTable(_ count: Int, to name: String = "in.csv") throws {
    let rows = (0..<count).map { "R-\($0),\(Self.number($0)),\(Self.label($0))" }
    try write((["id,number,truth"] + rows).joined(separator: "\n") + "\n", to: name)
  }

  static func number(_ index: Int) -> Int { (index * 7919 + 13) % 1_000 }
  static func label(_ index: Int) -> String { number(index).isMultiple(of: 2) ? "even" : "odd" }

  /// The rows that come out, as they have to be.
  static func rows(_ count: Int) -> String {
    (["id,number,truth,parity"]
      + (0..<count).map { "R-\($0),\(number($0)),\(label($0)),\(label($0))" }).joined(separator: "\n") + "\n"
  }

  /// Calls `body` while the model is served, with the arguments that name it.
  func served<Value: Sendable>(
    _ noise: Noise = Noise(errorRate: 0.1, wrongAnswers: 1, malformedRate: 0.05),
    _ body: @escaping @Sendable (_ model: [String]) async throws -> Value
  ) async throws -> Value {
    var noise = noise
    noise.usage = Usage(inputTokens: 20, outputTokens: 1)
    let model = NoisyModel(
      noise, seed: 3, right: { Self.right($0) },
      wrong: { prompt, _ in Self.right(prompt) == "even" ? "odd" : "even" })
    return try await ModelServer(model, ModelServer.Configuration(modelNames: ["parity"])).serve { address in
      try await body(["--model", "custom/parity", "--base-url", address.baseURL])
    }
  }

  private static func right(_ prompt: Prompt) -> String {
    let words = prompt.content.split(separator: " ")
    let number = words.firstIndex(of: "is").flatMap { Int(words[$0 + 1]) } ?? 0
    return number.isMultiple(of: 2) ? "even" : "odd"
  }

  /// Arguments of a map from `in.csv`.
  static func map(_ output: String, _ run: String, k: Int = 5) -> [String] {
    [
      "map", "agent.yaml", "--input", "in.csv", "--output", output, "--run", run, "--k", "\(k)",
      "--temperature", "0.7",
    ]
  }
}
