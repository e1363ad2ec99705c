import Foundation
import Maker

/// A stand-in for a language model: it looks for words, is wrong in one reply of twelve and mumbles in another.
///
/// It is simulated. A model of yours calls an endpoint here, or runs weights.
struct StandInModel: LanguageModel {
  /// How long a reply takes.
  let latency: Duration
  /// A file to which every prompt that is answered is written, for whoever wants to see that none is asked twice.
  let log: FileHandle?

  // Where it writes its log and how fast it is make it no other model.
  var identity: [String: String] { ["model": "stand-in"] }

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    do {
      try await Task.sleep(for: latency)
      let line = prompt.content.split(separator: "\n").joined(separator: " ")
      try log?.write(contentsOf: Data("\(line)\n".utf8))
    } catch {
      throw LanguageModelError(.cancelled, "The wait for a reply ended early.")
    }
    let asksForTeam = prompt.content.contains("Which team")
    switch Self.luck(options) % 12 {
    case 0: return Response(asksForTeam ? "technical" : "no")
    case 1: return Response("It depends on what the customer means.")
    default: return Response(asksForTeam ? Self.team(prompt.content) : Self.verdict(prompt.content))
    }
  }

  private static func team(_ text: String) -> String {
    if text.contains("charged") || text.contains("bill is") || text.contains("bill higher")
      || text.contains("money back")
    {
      return "billing"
    }
    return text.contains("password") ? "access" : "technical"
  }

  private static func verdict(_ text: String) -> String { text.contains("Why is") ? "no" : "yes" }

  /// The same seed gives the same reply: that makes a run repeatable.
  private static func luck(_ options: GenerationOptions) -> UInt64 {
    guard case .random(let seed?) = options.samplingMode else { return 50 }
    return seed >> 11
  }
}
