import Maker

extension JournalConformance.Subject {
  /// Stops a run at one step after the other and resumes it, until it is done.
  func stoppedRunEqualsUndisturbed() async throws {
    let undisturbed = try await Run(CountingTask(), model: CountingModel(failingAt: nil)).finish()
    var journal = try await suite.make()
    for step in [0, 1, 7, 8, 30] {
      try expect(try await decided(stoppingAt: step, journal), step, "the steps decided before the stop")
      journal = try await suite.reopen(journal)
    }
    let resumed = try await Run(CountingTask(), model: CountingModel(failingAt: nil), journal: journal)
      .finish()
    try expect(resumed.tally, undisturbed.tally, "what the resumed run came to")
  }

  /// Runs until the model goes out of reach; the number of steps decided by then.
  private func decided(stoppingAt step: Int, _ journal: any Journal) async throws -> Int {
    do throws(RunError) {
      return try await Run(CountingTask(), model: CountingModel(failingAt: step), journal: journal)
        .finish().tally.decided
    } catch {
      guard case .step = error.reason else { throw error }
      return error.summary.tally.decided
    }
  }
}

/// Counts up; some replies are wrong and some are no number, by a fixed rule.
private struct CountingTask: ChainTask {
  let stepCount = 40
  let initialState = 0

  func prompt(for state: Int) -> Prompt { Prompt("\(state)") }

  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "not a number") }
    return number
  }

  func apply(_ answer: Int, to state: Int) -> Int { answer }
}

/// Replies by its seed alone, and goes out of reach at one step after one reply.
private struct CountingModel: LanguageModel {
  let failingAt: Int?

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let state = Int(prompt.content) ?? 0
    guard case .random(let seed?) = options.samplingMode else { return reply("\(state + 1)") }
    if state == failingAt {
      throw LanguageModelError(.unavailable, "The model is out of reach.")
    }
    switch seed % 11 {
    case 3: return reply("what?")
    case 5: return reply("\(state + 2)")
    default: return reply("\(state + 1)")
    }
  }

  private func reply(_ text: String) -> Response {
    Response(text, usage: Usage(inputTokens: 5, outputTokens: 1))
  }
}
