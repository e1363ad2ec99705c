/// Anything that replies to a prompt. One requirement, no memory between calls.
///
/// ```swift
/// struct Echo: LanguageModel {
///   func respond(to prompt: Prompt, options: GenerationOptions) async throws(LanguageModelError) -> Response {
///     Response(prompt.content)
///   }
/// }
/// ```
public protocol LanguageModel: Sendable {
  /// One reply, drawn independently of every other.
  ///
  /// - Parameters:
  ///   - prompt: What is asked.
  ///   - options: How the reply is drawn.
  /// - Returns: The reply, whole.
  /// - Throws: ``LanguageModelError``. A model that waits must end early when its task is cancelled.
  func respond(to prompt: Prompt, options: GenerationOptions) async throws(LanguageModelError) -> Response

  /// Every fact that, when changed, makes this another model: its name, the digest of its weights.
  ///
  /// A recorded run refuses to resume when one of them differs. The default is the type's name under `model`.
  var identity: [String: String] { get }
}

extension LanguageModel {
  /// The name of the type.
  public var identity: [String: String] { ["model": String(describing: Self.self)] }
}

/// A model that answers several samples of one prompt in one call, reading the prompt once.
///
/// The decider asks such a model once for a whole wave of samples instead of starting a task for each.
public protocol MultisampleLanguageModel: LanguageModel {
  /// One reply per element of `options`, in that order, each drawn independently of the others.
  ///
  /// - Parameters:
  ///   - prompt: What is asked.
  ///   - options: How each reply is drawn.
  /// - Returns: As many replies as there are options.
  /// - Throws: ``LanguageModelError`` when there is no reply to any; a refusal flags all of them.
  func respond(
    to prompt: Prompt, options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response]
}

extension MultisampleLanguageModel {
  /// One reply: a call for several with one of them.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let responses = try await respond(to: prompt, options: [options])
    guard let response = responses.first else {
      throw LanguageModelError(.invalidResponse, "The model gave no reply where one was asked for.")
    }
    return response
  }
}
