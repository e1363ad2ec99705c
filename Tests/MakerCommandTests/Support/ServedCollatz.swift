import Foundation
import Maker
import MakerServer
import MakerTesting

/// The Collatz chain of Examples/Programs, and a model that knows it but errs and garbles.
enum ServedCollatz {
  static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Examples/Programs").standardizedFileURL.path

  /// Calls `body` while the model is served, with the arguments that name it.
  static func served<Value: Sendable>(
    _ noise: Noise = Noise(errorRate: 0.1, wrongAnswers: 3, malformedRate: 0.05),
    _ body: @escaping @Sendable (_ model: [String]) async throws -> Value
  ) async throws -> Value {
    let model = NoisyModel(
      noise, seed: 3,
      right: { prompt in
        let number = Int(prompt.content.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0
        return "\(number.isMultiple(of: 2) ? number / 2 : 3 * number + 1)"
      },
      wrong: { _, number in "\(90_000 + number)" })
    return try await ModelServer(model, ModelServer.Configuration(modelNames: ["collatz"])).serve { address in
      try await body(["--model", "custom/collatz", "--base-url", address.baseURL])
    }
  }

  /// Writes the chain of 27 with a program that draws random steps as well, and knows right answers if it is to.
  static func writeDrawing(knowsTruth: Bool = true, to place: Workplace) throws {
    let random = """
        *'"ask":"random"'*)
          number=$(field "$line" number)
          body="\\"step\\":$number,\\"state\\":$((number * 37 % 997 + 3))" ;;
        *)
          body='"error
      """
    let program = try String(contentsOfFile: examples + "/collatz.sh", encoding: .utf8)
      .replacing("\\\"truth\\\":true", with: "\\\"truth\\\":\(knowsTruth),\\\"random\\\":true")
      .replacing("    *)\n      body='\"error", with: random)
    try place.write(Data(program.utf8), to: "collatz.sh")
    try place.write(Data("program: [sh, collatz.sh, \"27\"]\ntime_limit: 10s\n".utf8), to: "chain.yaml")
  }
}
