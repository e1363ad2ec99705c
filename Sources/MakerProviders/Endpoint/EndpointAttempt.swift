import Maker

/// One call of a model: as many tries as it takes. This is the one retry loop.
struct EndpointAttempt: Sendable {
  /// A call is hedged so often and no more: each try that is replaced is paid for.
  private static let mostReplaced = 2
  private static let replacedNote = "stalled, replaced by another try"

  let model: EndpointLanguageModel
  let call: HTTPCall
  let prompt: Prompt
  let options: GenerationOptions

  func response() async throws(LanguageModelError) -> Response {
    var replaced: [(exchange: Exchange, age: Duration)] = []
    var failed: [Try] = []
    let result = await tries(&replaced, &failed)
    // Whatever the replaced ones bring now does not count but in what it cost.
    for (exchange, age) in replaced { failed.append(await settled(exchange, replacedAt: age)) }
    do throws(LanguageModelError) {
      var response = try result.get()
      response.tries = failed + response.tries
      return response
    } catch {
      if error.code != .cancelled { model.telemetry.gaveUp(error) }
      throw error
    }
  }

  private func tries(
    _ replaced: inout [(exchange: Exchange, age: Duration)], _ failed: inout [Try]
  ) async -> Result<Response, LanguageModelError> {
    let order = model.limiter.nextOrder()
    var retries = RetryState(model.policy)
    while true {
      let exchange: Exchange
      switch await begin(order) {
      case .success(let begun): exchange = begun
      case .failure(let error): return .failure(error)
      }
      let limit = replaced.count < Self.mostReplaced ? model.hedgeAfter : nil
      guard let outcome = await exchange.outcome(within: limit, grace: model.settleGrace) else {
        replaced.append((exchange, exchange.age))
        model.telemetry.willReplace(after: exchange.age)
        continue
      }
      let failure: CallFailure
      switch outcome.result {
      case .success(let response): return .success(response)
      case .failure(let reason): failure = reason
      }
      if failure.mayBeBilled {
        failed.append(Try(failure: failure.type, latencyMs: outcome.latency / .milliseconds(1)))
      }
      let step = retries.step(
        after: failure, hasAnswered: model.limiter.hasAnswered, now: model.clock.now(), chance: model.chance()
      )
      switch step {
      case .giveUp(let error): return .failure(Task.isCancelled ? cancelled(error) : error)
      case .retry(let wait):
        model.telemetry.willRetry(failure, after: wait)
        if wait > .zero { try? await model.clock.sleep(wait) }
      }
    }
  }

  /// Waits for leave, and sends.
  private func begin(_ order: Int) async -> Result<Exchange, LanguageModelError> {
    let admission = await model.limiter.acquire(
      order: order, promptBytes: call.body.count, maximumReplyTokens: options.maximumResponseTokens)
    switch admission {
    case .cancelled: return .failure(LanguageModelError(.cancelled, "The call was cancelled."))
    case .refused(let pause):
      return .failure(
        LanguageModelError(
          .rateLimited,
          "\(model.wire.modelName) asks to wait \(pause.inWords): resume later, or ask for less at a time."))
    case .granted(let leave):
      return .success(Exchange(clock: model.clock) { await exchange(leave) })
    }
  }

  /// One request and its answer, read and classified once.
  private func exchange(_ leave: AdaptiveLimiter.Leave) async -> Result<Response, CallFailure> {
    let span = model.telemetry.begin(prompt, options)
    let began = model.clock.now()
    var answer: HTTPAnswer?
    let result: Result<Response, CallFailure>
    do throws(CallFailure) {
      let whole = try await model.transport.send(call)
      answer = whole
      result = .success(try read(whole))
    } catch {
      result = .failure(error)
    }
    let (outcome, usage): (LimiterState.Outcome, Usage?) =
      switch result {
      case .success(let response): (.clean, response.usage)
      case .failure(let failure):
        if case .rateLimit(let wait) = failure.kind {
          (.rateLimited(retryAfter: wait), nil)
        } else {
          (.neutral, nil)
        }
      }
    model.limiter.release(leave, outcome, isAnswered: answer != nil, usage: usage)
    model.telemetry.end(span, result, latency: model.clock.now() - began, answer: answer)
    model.telemetry.measure(model.limiter)
    return result
  }

  private func read(_ answer: HTTPAnswer) throws(CallFailure) -> Response {
    let now = model.wallSeconds()
    guard (200..<300).contains(answer.status) else { throw model.wire.failure(from: answer, now: now) }
    return try model.wire.response(from: answer, now: now)
  }

  /// What a replaced try cost, as far as it is known by now.
  private func settled(_ exchange: Exchange, replacedAt age: Duration) async -> Try {
    var usage = Usage()
    if case .success(let late)? = await exchange.abandon()?.result { usage = late.usage }
    return Try(failure: Self.replacedNote, usage: usage, latencyMs: age / .milliseconds(1))
  }

  /// A failure that passes is no news when nobody waits for the reply any more.
  private func cancelled(_ error: LanguageModelError) -> LanguageModelError {
    switch error.code {
    case .unavailable, .invalidResponse, .rateLimited:
      LanguageModelError(.cancelled, "The call was cancelled.")
    default: error
    }
  }
}
