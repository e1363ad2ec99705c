extension LocalDecider {
  /// What a child task of a step comes back with.
  private enum Arrival: Sendable {
    case reply(SampleRequest, Response, latency: Duration)
    case failed(SampleRequest, LanguageModelError, latency: Duration)
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
      var out = 0
      if let limit = rules.limits.timePerStep {
        let clock = clock
        group.addTask {
          do { try await clock.sleep(limit) } catch { return .clockStopped }
          return .timeUp
        }
      }
      while round.decision == nil, reason == nil {
        // Before launching: a cancelled step pays for nothing more.
        if Task.isCancelled {
          reason = .cancelled
          break
        }
        if let cap = budget?.reached {
          reason = .cap(cap)
          break
        }
        out += launch(&round, of: step, in: &group)
        if let limit = round.exhausted {
          reason = .limit(limit)
        } else if let arrival = await group.next() {
          out -= 1
          reason = settle(arrival, of: step, into: &round)
        }
      }
      // At a cap nothing is cut off: what is out is paid for whether it is waited for or not.
      if case .cap = reason {
        while out > 0, let arrival = await group.next() {
          out -= 1
          if case .limit? = settle(arrival, of: step, into: &round) { break }
        }
      }
      group.cancelAll()
      for await arrival in group { _ = settle(arrival, of: step, into: &round) }
      return (round, reason)
    }
    outcome = round
    if let reason, round.decision == nil { throw failure(reason, step, round) }
  }

  /// Launches what the ballot needs; returns how many samples that is.
  private func launch<Answer>(
    _ round: inout VotingRound<Answer>, of step: Step<Answer>, in group: inout TaskGroup<Arrival>
  ) -> Int {
    let requests = round.launches()
    for request in requests {
      let options = request.options(maximumResponseTokens: rules.maximumResponseTokens)
      let clock = clock
      let prompt = step.prompt(wording: request.wording)
      // Spelled out for the first model: through an existential a model that answers at once is slower.
      guard request.model == 0 else {
        let other = others[request.model - 1]
        group.addTask { await Self.ask(other, request, prompt, options, clock) }
        continue
      }
      let model = model
      let ask: @concurrent @Sendable () async -> Arrival = {
        await Self.ask(model, request, prompt, options, clock)
      }
      // Immediate: a model that can answer without waiting then does, and no thread is woken for it.
      if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
        group.addImmediateTask(operation: ask)
      } else {
        group.addTask(operation: ask)
      }
    }
    return requests.count
  }

  private static func ask(
    _ model: some LanguageModel, _ request: SampleRequest, _ prompt: Prompt, _ options: GenerationOptions,
    _ clock: RunClock
  ) async -> Arrival {
    let asked = clock.now()
    do throws(LanguageModelError) {
      let response = try await model.respond(to: prompt, options: options)
      return .reply(request, response, latency: clock.now() - asked)
    } catch {
      return .failed(request, error, latency: clock.now() - asked)
    }
  }

  /// Takes in one arrival; returns why the step must end, if it must.
  private func settle<Answer>(
    _ arrival: Arrival, of step: Step<Answer>, into round: inout VotingRound<Answer>
  ) -> StepFailure.Reason? {
    switch arrival {
    case .reply(let request, let response, let latency):
      take(response, request, latency: latency, of: step, into: &round)
      return nil
    case .failed(let request, let error, let latency) where error.isRefusal:
      let refused = Response(error.message, finishReason: .refusal)
      take(refused, request, latency: latency, of: step, into: &round)
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
