public import Maker

/// A model made into one that answers several samples in one call, by answering one after another.
///
/// With it a test shows that a decider does the same whichever way it asks.
public struct MultisampleModel<Base: LanguageModel>: MultisampleLanguageModel {
  /// The model that answers.
  public let base: Base

  /// Makes the model.
  ///
  /// - Parameter base: The model that answers.
  public init(_ base: Base) { self.base = base }

  /// The facts of the model that answers: asking it in another way makes no other run.
  public var identity: [String: String] { base.identity }

  /// The replies of the model to each of `options`, in that order.
  ///
  /// - Throws: The first error of the model; the other replies are lost.
  public func respond(
    to prompt: Prompt, options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response] {
    var responses: [Response] = []
    for option in options { responses.append(try await base.respond(to: prompt, options: option)) }
    return responses
  }
}
