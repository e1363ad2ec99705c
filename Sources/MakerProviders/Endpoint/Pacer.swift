/// Spaces requests evenly, so that no minute sees more requests or tokens than are allowed. Pure: time is a parameter.
///
/// A request pushes the moment of the next one back by its own share of a minute. What a request costs in tokens is
/// estimated before, and put right when its reply says what it was.
package struct Pacer: Sendable {
  /// How far behind the schedule may be made up for: timers are late by that much.
  private static let slack = Duration.milliseconds(50)

  /// More than any request takes: a count above it is not believed, and blocks nobody.
  private static let mostTokens = 2_000_000

  private let perRequest: Duration
  private let perToken: Duration
  /// When the budget of requests is free again.
  private var requestsFree: Duration = .zero
  /// When the budget of tokens is free again.
  private var tokensFree: Duration = .zero
  /// The tokens of a reply, as they were of late; nil before the first.
  private var replyTokens: Double?

  /// Makes a pacer.
  ///
  /// - Parameters:
  ///   - requestsPerMinute: 1 or more; nil for no bound.
  ///   - tokensPerMinute: 1 or more, of prompts and replies together; nil for no bound.
  package init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
    perRequest = requestsPerMinute.map { .seconds(60) / Double(max(1, $0)) } ?? .zero
    perToken = tokensPerMinute.map { .seconds(60) / Double(max(1, $0)) } ?? .zero
  }

  /// The first moment at which a request may go out.
  package var nextLaunch: Duration { max(requestsFree, tokensFree) }

  /// What a request will cost in tokens: its prompt, and a reply like those before it.
  ///
  /// - Parameters:
  ///   - promptBytes: The length of the prompt; a token is about four bytes.
  ///   - maximumReplyTokens: The most a reply may have, which stands for it before the first is known.
  /// - Returns: The tokens of prompt and reply together.
  package func estimate(promptBytes: Int, maximumReplyTokens: Int?) -> Int {
    let reply = replyTokens.map { Int($0.rounded(.up)) } ?? maximumReplyTokens ?? 1000
    return promptBytes / 4 + min(reply, maximumReplyTokens ?? reply)
  }

  /// Counts a request that goes out now.
  package mutating func launch(tokens: Int, at now: Duration) {
    requestsFree = max(requestsFree, now - Self.slack) + perRequest
    tokensFree = max(tokensFree, now - Self.slack) + perToken * max(0, tokens)
  }

  /// Puts right what a request was estimated to cost.
  ///
  /// - Parameters:
  ///   - estimated: What ``launch(tokens:at:)`` was given.
  ///   - actual: The tokens that were used.
  package mutating func correct(estimated: Int, actual: Int) {
    tokensFree += perToken * (min(max(actual, 0), Self.mostTokens) - max(estimated, 0))
  }

  /// Takes in how long a reply was, for later estimates.
  package mutating func learn(replyTokens tokens: Int) {
    let tokens = Double(min(max(tokens, 0), Self.mostTokens))
    replyTokens = replyTokens.map { $0 + (tokens - $0) / 16 } ?? tokens
  }
}
