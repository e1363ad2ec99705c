public import Maker

/// A ``MicroModel`` as a language model that a run can sample.
///
/// It was trained for one task and reads only what is particular to a step: the content of a prompt, not its
/// instructions.
///
/// ```swift
/// let model = EmbeddedLanguageModel(try MicroModel.embedded("embedded/hanoi"))
/// ```
public struct EmbeddedLanguageModel: MultisampleLanguageModel {
  /// The temperature that the logits of the models in this library are scaled for.
  ///
  /// Of a thousand samples `embedded/hanoi` errs there in about one; `embedded/multiply` in 3 when it splits, in 14 to 26
  /// when it solves and in 40 when it judges.
  public static let defaultTemperature = 1.6

  /// The weights and their inference.
  public let model: MicroModel

  /// Makes a language model out of weights and their inference.
  public init(_ model: MicroModel) { self.model = model }

  /// Goes up when the inference draws another reply from the same weights and seed.
  private static let engineVersion = 1

  /// The name and the digest of the weights, the same wherever they were loaded from, and the inference.
  public var identity: [String: String] { ["model": "\(model.identity), engine/\(Self.engineVersion)"] }

  /// One reply per element of `options`, in that order; they share the computation of what they agree on.
  ///
  /// - Parameters:
  ///   - prompt: Its content is what the model continues.
  ///   - options: How each reply is drawn; a random mode without a seed draws with seed 0.
  /// - Returns: The replies.
  /// - Throws: `LanguageModelError` when the prompt has text the model does not know or is too long.
  public func respond(
    to prompt: Prompt, options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response] {
    let requests = options.map { options in
      switch options.samplingMode {
      case .greedy: CompletionRequest(temperature: 0, seed: 0)
      case .random(let seed): CompletionRequest(temperature: options.temperature, seed: seed ?? 0)
      }
    }
    let maximumTokens = options.compactMap(\.maximumResponseTokens).min() ?? model.contextLength
    do throws(MicroModelError) {
      return try model.samples(of: prompt.content, requests, maximumTokens: maximumTokens).map {
        Response(
          $0.text,
          usage: Usage(inputTokens: $0.promptTokenCount, outputTokens: $0.tokenCount),
          finishReason: $0.finish == .stop ? .stop : .length)
      }
    } catch {
      let code: LanguageModelError.Code =
        switch error.code {
        case .unknownText: .unsupportedPrompt
        case .invalidRequest: .invalidRequest
        default: .invalidResponse
        }
      throw LanguageModelError(code, error.description)
    }
  }
}
