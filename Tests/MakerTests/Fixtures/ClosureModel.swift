import Maker

/// A model that is one closure.
struct ClosureModel: LanguageModel {
  let reply: @Sendable (Prompt, GenerationOptions) async throws(LanguageModelError) -> Response

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    try await reply(prompt, options)
  }
}

/// A multisample model that is one closure.
struct ClosureMultisampleModel: MultisampleLanguageModel {
  let reply: @Sendable (Prompt, [GenerationOptions]) async throws(LanguageModelError) -> [Response]

  func respond(
    to prompt: Prompt, options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response] {
    try await reply(prompt, options)
  }
}
