import Maker

/// A chain that costs nothing but the engine: count up by one.
struct Counting: ChainTask {
  let stepCount: Int
  let initialState = 0

  func prompt(for state: Int) -> Prompt { Prompt(String(state)) }

  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "not a number") }
    return number
  }

  func apply(_ answer: Int, to state: Int) -> Int { answer }
}

/// A model that answers at once, several samples in one call. Simulated: it computes the reply.
struct InstantModel: MultisampleLanguageModel {
  func respond(
    to prompt: Prompt, options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response] {
    let reply = Response(String((Int(prompt.content) ?? 0) + 1))
    return Array(repeating: reply, count: options.count)
  }
}

/// A model that answers at once, one sample a call. Simulated like ``InstantModel``.
struct InstantSingleModel: LanguageModel {
  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    Response(String((Int(prompt.content) ?? 0) + 1))
  }
}
