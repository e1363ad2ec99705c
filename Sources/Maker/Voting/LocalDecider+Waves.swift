extension LocalDecider {
  /// Asks a model that answers several samples in one call, a wave at a time.
  func sampleInWaves<Answer>(
    _ model: any MultisampleLanguageModel, _ step: Step<Answer>, into round: inout VotingRound<Answer>
  ) async throws(StepFailure) {
    let began = clock.now()
    var now = began
    while round.decision == nil {
      if let cap = budget?.reached { throw failure(.cap(cap), step, round) }
      let wave = round.launches()
      if let limit = round.exhausted { throw failure(.limit(limit), step, round) }
      if Task.isCancelled { throw failure(.cancelled, step, round) }
      // What is asked in several ways is several calls: each is paid for, and taken in, by itself.
      for part in step.arrangements == nil ? [wave[...]] : wave.indices.map({ wave[$0...$0] }) {
        let responses: [Response]
        do throws(LanguageModelError) {
          let prompt = step.prompt(wording: part.first?.wording ?? 0)
          responses = try await replies(of: model, to: prompt, wave: Array(part))
        } catch {
          throw failure(error.code == .cancelled ? .cancelled : .model(error), step, round)
        }
        let replied = clock.now()
        for (request, response) in zip(part, responses) {
          take(response, request, latency: replied - now, of: step, into: &round)
        }
        now = replied
      }
      if round.decision == nil, let limit = rules.limits.timePerStep, now - began >= limit {
        throw failure(.limit(.timePerStep(limit)), step, round)
      }
    }
  }

  /// One reply per request. A model that declines the call declines every sample of it.
  private func replies(
    of model: any MultisampleLanguageModel, to prompt: Prompt, wave: [SampleRequest]
  ) async throws(LanguageModelError) -> [Response] {
    let options = wave.map { $0.options(maximumResponseTokens: rules.maximumResponseTokens) }
    do throws(LanguageModelError) {
      let responses = try await model.respond(to: prompt, options: options)
      guard responses.count == wave.count else {
        throw LanguageModelError(
          .invalidResponse, "The model gave \(responses.count) replies where \(wave.count) were asked for.")
      }
      return responses
    } catch {
      guard error.isRefusal else { throw error }
      return wave.map { _ in Response(error.message, finishReason: .refusal) }
    }
  }
}
