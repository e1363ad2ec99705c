import Maker

/// Calls of a batch interface: they wait their turn at the endpoint's limiter, and are tried again by its rules.
struct BatchCalls: Sendable {
  /// When a call that failed is made again.
  enum Repetition: Sendable {
    /// Whenever it may work: making it twice does no harm.
    case always
    /// Only while it is sure that the provider did not act on it.
    case whileUntaken
  }

  let model: EndpointLanguageModel

  /// Makes a call, and reads its answer.
  ///
  /// - Parameters:
  ///   - call: What is asked.
  ///   - repetition: When it is made again.
  ///   - read: Reads an answer of any status.
  /// - Returns: What was read.
  /// - Throws: ``Maker/LanguageModelError`` of `unavailable` or `invalidResponse` when nobody knows what the call did.
  func make<Value: Sendable>(
    _ call: HTTPCall, repeated repetition: Repetition,
    read: (_ answer: HTTPAnswer, _ now: Double) throws(CallFailure) -> Value
  ) async throws(LanguageModelError) -> Value {
    var retries = RetryState(model.policy)
    let order = model.limiter.nextOrder()
    while true {
      let failure: CallFailure
      do throws(CallFailure) {
        return try await once(call, order, read)
      } catch {
        failure = error
      }
      if Task.isCancelled { throw LanguageModelError(.cancelled, "The call about a batch was cancelled.") }
      guard repetition.allows(failure) else { throw failure.lasting }
      let step = retries.step(
        after: failure, hasAnswered: model.limiter.hasAnswered, now: model.clock.now(), chance: model.chance()
      )
      switch step {
      case .giveUp(let error): throw error
      case .retry(let wait):
        model.telemetry.willRetry(failure, after: wait)
        if wait > .zero { try? await model.clock.sleep(wait) }
      }
    }
  }

  private func once<Value: Sendable>(
    _ call: HTTPCall, _ order: Int, _ read: (HTTPAnswer, Double) throws(CallFailure) -> Value
  ) async throws(CallFailure) -> Value {
    // Tokens of a batch are none of the endpoint's tokens a minute: they have a limit of their own.
    let admission = await model.limiter.acquire(order: order, promptBytes: 0, maximumReplyTokens: 0)
    guard case .granted(let leave) = admission else {
      throw CallFailure(
        .noRetry(.rateLimited),
        "\(model.wire.modelName) asks to wait longer than anyone should: resume later.",
        type: "rate_limited", stage: .unsent)
    }
    var isAnswered = false
    do throws(CallFailure) {
      let answer = try await model.transport.send(call)
      isAnswered = true
      let value = try read(answer, model.wallSeconds())
      model.limiter.release(leave, .clean, isAnswered: true)
      return value
    } catch {
      let outcome: LimiterState.Outcome =
        if case .rateLimit(let wait) = error.kind { .rateLimited(retryAfter: wait) } else { .neutral }
      model.limiter.release(leave, outcome, isAnswered: isAnswered)
      throw error
    }
  }
}

extension BatchCalls.Repetition {
  fileprivate func allows(_ failure: CallFailure) -> Bool {
    switch self {
    case .always: return true
    case .whileUntaken:
      if case .rateLimit = failure.kind { return true }
      return failure.stage == .unsent
    }
  }
}

extension CallFailure {
  /// The failure as the caller gets it when there is no other try.
  fileprivate var lasting: LanguageModelError {
    switch kind {
    case .noRetry(let code): LanguageModelError(code, message)
    case .transient: LanguageModelError(stage == .garbled ? .invalidResponse : .unavailable, message)
    case .rateLimit: LanguageModelError(.rateLimited, message)
    }
  }
}
