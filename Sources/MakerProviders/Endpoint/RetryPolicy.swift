package import Maker

/// When a failed try is followed by another.
package struct RetryPolicy: Sendable, Hashable {
  /// The most tries that fail for reasons that pass.
  package var maximumTries = 8
  /// The most such tries while the endpoint has never answered: a wrong address or a server that is not running shall
  /// not be waited for long.
  package var maximumTriesBeforeFirstAnswer = 3
  /// The longest wait after the first failed try; it doubles with each.
  package var firstWait: Duration = .milliseconds(500)
  /// The longest wait.
  package var longestWait: Duration = .seconds(60)
  /// How long failures that pass are put up with.
  package var patience: Duration = .seconds(600)
  /// How long rate limits are put up with, with nothing else between them.
  package var rateLimitPatience: Duration = .seconds(1800)

  package init() {}
}

/// The failures of one call so far, and what follows from the next. Pure: time and chance are parameters.
package struct RetryState: Sendable {
  /// What to do after a failure.
  package enum Step: Sendable, Hashable {
    /// Another try, after so long.
    case retry(after: Duration)
    case giveUp(LanguageModelError)
  }

  private let policy: RetryPolicy
  private var failures = 0
  private var failingSince: Duration?
  private var limitedSince: Duration?

  package init(_ policy: RetryPolicy) { self.policy = policy }

  /// Decides what follows a failure.
  ///
  /// - Parameters:
  ///   - failure: Why the try brought no reply.
  ///   - hasAnswered: Whether the endpoint has ever answered.
  ///   - now: When the try ended.
  ///   - chance: A random number from 0 up to 1: the share of the longest wait that is waited.
  /// - Returns: Another try, or the error to throw.
  package mutating func step(
    after failure: CallFailure, hasAnswered: Bool, now: Duration, chance: Double
  ) -> Step {
    switch failure.kind {
    case .noRetry(let code): return .giveUp(LanguageModelError(code, failure.message))
    case .rateLimit(let retryAfter): return afterRateLimit(failure, retryAfter, now)
    case .transient(let retryAfter):
      limitedSince = nil
      failures += 1
      let since = failingSince ?? now
      failingSince = since
      let limit = hasAnswered ? policy.maximumTries : policy.maximumTriesBeforeFirstAnswer
      let longest = min(policy.firstWait * (1 << min(failures - 1, 30)), policy.longestWait)
      let wait = max(longest * min(max(chance, 0), 1), retryAfter ?? .zero)
      if failures >= limit || now + wait - since > policy.patience {
        return .giveUp(LanguageModelError(code(of: failure), gaveUp(failure, failures, now - since)))
      }
      return .retry(after: wait)
    }
  }

  /// The wait itself is the limiter's, which makes all calls wait.
  private mutating func afterRateLimit(
    _ failure: CallFailure, _ retryAfter: Duration?, _ now: Duration
  ) -> Step {
    let since = limitedSince ?? now
    limitedSince = since
    let wait = retryAfter ?? .zero
    if now + wait - since <= policy.rateLimitPatience { return .retry(after: .zero) }
    let reason =
      wait > policy.rateLimitPatience
      ? "It asks to wait \(wait.inWords)" : "It has been so for \((now - since).inWords)"
    return .giveUp(
      LanguageModelError(
        .rateLimited, "\(failure.message) \(reason): resume later, or ask for less at a time."))
  }

  private func code(of failure: CallFailure) -> LanguageModelError.Code {
    failure.stage == .garbled ? .invalidResponse : .unavailable
  }

  private func gaveUp(_ failure: CallFailure, _ tries: Int, _ time: Duration) -> String {
    tries < 2 ? failure.message : "\(failure.message) Gave up after \(tries) tries in \(time.inWords)."
  }
}
