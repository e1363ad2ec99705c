extension LocalDecider {
  /// What a child task of a step comes back with.
  private enum Arrival: Sendable {
    case reply(SampleRequest, Response, latencyMs: Double)
    case failed(SampleRequest, LanguageModelError, latencyMs: Double)
    case timeUp
    case clockStopped
  }

  /// Asks a model for each sample in a child task of its own, as many at once as the ballot needs.
  ///
  /// When the step ends early, the tasks still out are cancelled, and whatever they bring all the same is kept:
  /// it was paid for.
  func sampleConcurrently<Answer>(
    _ step: Step<Answer>, into outcome: inout VotingRound<Answer>
  ) async throws(StepFailure) {
    let began = outcome
    let (round, reason) = await withTaskGroup(of: Arrival.self) { group in
      var round = began
      var reason: StepFailure.Reason?
      if let limit = rules.limits.timePerStep {
        let clock = clock
        group.addTask {
          do { try await clock.sleep(limit) } catch { return .clockStopped }
          return .timeUp
        }
      }
      launch(&round, of: step, in: &group)
      while round.decision == nil, reason == nil {
        if let limit = round.exhausted {
          reason = .limit(limit)
        } else if Task.isCancelled {
          reason = .cancelled
        } else if let arrival = await group.next() {
          reason = settle(arrival, of: step, into: &round)
          if reason == nil { launch(&round, of: step, in: &group) }
        }
      }
      group.cancelAll()
      for await arrival in group {
        if case .reply = arrival { _ = settle(arrival, of: step, into: &round) }
      }
      return (round, reason)
    }
    outcome = round
    if let reason, round.decision == nil { throw failure(reason, step, round) }
  }

  private func launch<Answer>(
    _ round: inout VotingRound<Answer>, of step: Step<Answer>, in group: inout TaskGroup<Arrival>
  ) {
    for request in round.launches() {
      let options = request.options(maximumResponseTokens: rules.maximumResponseTokens)
      let (model, clock, prompt) = (model, clock, step.prompt)
      // Immediate: a model that can answer without waiting then does, and no thread is woken for it.
      group.addImmediateTask {
        let asked = clock.now()
        do throws(LanguageModelError) {
          let response = try await model.respond(to: prompt, options: options)
          return .reply(request, response, latencyMs: (clock.now() - asked).milliseconds)
        } catch {
          return .failed(request, error, latencyMs: (clock.now() - asked).milliseconds)
        }
      }
    }
  }

  /// Takes in one arrival; returns why the step must end, if it must.
  private func settle<Answer>(
    _ arrival: Arrival, of step: Step<Answer>, into round: inout VotingRound<Answer>
  ) -> StepFailure.Reason? {
    switch arrival {
    case .reply(let request, let response, let latencyMs):
      take(response, request, latencyMs: latencyMs, of: step, into: &round)
      return nil
    case .failed(let request, let error, let latencyMs) where error.isRefusal:
      let refused = Response(error.message, finishReason: .refusal)
      take(refused, request, latencyMs: latencyMs, of: step, into: &round)
      return nil
    case .failed(_, let error, _):
      return error.code == .cancelled ? .cancelled : .model(error)
    case .timeUp:
      return .limit(.timePerStep(rules.limits.timePerStep ?? .zero))
    case .clockStopped:
      return .cancelled
    }
  }
}
