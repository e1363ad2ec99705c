import Maker

/// A stand-in for a language model: it counts, but is wrong once in a hundred replies and mumbles twice.
///
/// It is simulated. A model of yours calls an endpoint here, or runs weights.
struct ForgetfulModel: MultisampleLanguageModel {
  func respond(
    to prompt: Prompt, options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response] {
    guard let number = Int(prompt.content) else {
      throw LanguageModelError(.unsupportedPrompt, "ForgetfulModel reads numbers only.")
    }
    return options.map { options in
      switch Self.luck(options) % 100 {
      case 0: Response("\(number + 2)")
      case 1, 2: Response("where was I?")
      default: Response("\(number + 1)")
      }
    }
  }

  /// The same seed gives the same reply: that makes a run repeatable.
  private static func luck(_ options: GenerationOptions) -> UInt64 {
    guard case .random(let seed?) = options.samplingMode else { return 50 }
    return seed >> 11
  }
}
