import Synchronization

/// Several models of which one is asked: the next in order once an endpoint is down or its account is out of money.
///
/// It stays with the model it fell back to; a resumed run begins with the first again.
public struct FallbackLanguageModel: LanguageModel {
  private final class Position: Sendable {
    let index = Mutex(0)
  }

  /// The models in the order in which they are tried.
  public let models: [any LanguageModel]
  private let position = Position()

  /// Makes a model of several, at least one.
  public init(_ models: [any LanguageModel]) {
    precondition(!models.isEmpty, "at least one model is asked")
    self.models = models
  }

  /// The facts of all of them, in order.
  public var identity: [String: String] {
    models.dropFirst().reduce(into: models[0].identity) { facts, model in
      facts.merge(model.identity) { "\($0), else \($1)" }
    }
  }

  /// The reply of the first model that still answers.
  ///
  /// - Throws: The failure of the last model, or one that the prompt is to blame for and not the endpoint.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    while true {
      let index = position.index.withLock { $0 }
      do throws(LanguageModelError) {
        return try await models[index].respond(to: prompt, options: options)
      } catch {
        guard error.isOutage, index + 1 < models.count, !Task.isCancelled else { throw error }
        // Samples that were out together fail together: only the first of them moves on.
        position.index.withLock { if $0 == index { $0 = index + 1 } }
      }
    }
  }
}
