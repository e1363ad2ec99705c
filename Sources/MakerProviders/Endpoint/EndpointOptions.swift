/// How an endpoint is used: how fast, how patiently.
public struct EndpointOptions: Sendable, Hashable {
  /// The most requests at a time, 1 or more. How many are really out is found out by trying, from 20 up.
  public var maximumConnections = 200
  /// The most requests a minute, 1 or more; nil for no bound.
  public var requestsPerMinute: Int?
  /// The most tokens a minute, prompts and replies together, 1 or more; nil for no bound.
  public var tokensPerMinute: Int?
  /// The most time for a connection to stand.
  public var connectTimeout: Duration = .seconds(10)
  /// The most time from a request to the first byte of its answer: a whole reply, for answers come in one piece.
  public var firstByteTimeout: Duration = .seconds(300)
  /// The most time from a request to the last byte of its answer.
  public var replyTimeout: Duration = .seconds(600)
  /// The most bytes of an answer.
  public var maximumAnswerBytes = 16 << 20
  /// The most tries for one reply that fail for reasons that pass, 1 or more.
  public var maximumTries = 8
  /// How long failures that pass are put up with for one reply.
  public var retryPatience: Duration = .seconds(600)
  /// How long rate limits are put up with for one reply.
  public var rateLimitPatience: Duration = .seconds(1800)
  /// After this time without an answer a try is replaced by another, and no longer counts whatever it brings; nil for
  /// never.
  ///
  /// It has to be well above the longest time that a regular reply takes. A replaced try is paid for.
  public var hedgeAfter: Duration?
  /// How long a request that is out may still come home after its task was cancelled: it is paid for.
  public var settleGrace: Duration = .seconds(5)
  /// Whether the chances of the reply's tokens are asked for.
  public var logprobs = false
  /// Whether traces hold the text of prompts and replies.
  public var recordsText = false
  /// A file of certificates in PEM form that are trusted beside the system's; nil for none.
  public var certificatesPath: String?

  /// The defaults.
  public init() {}

  /// What a transport allows an exchange.
  package var limits: TransportLimits {
    var limits = TransportLimits()
    limits.connect = connectTimeout
    limits.firstByte = firstByteTimeout
    limits.reply = replyTimeout
    limits.answerBytes = max(1, maximumAnswerBytes)
    limits.connections = max(1, maximumConnections)
    return limits
  }

  /// When a failed try is followed by another.
  package var retries: RetryPolicy {
    var policy = RetryPolicy()
    policy.maximumTries = max(1, maximumTries)
    policy.maximumTriesBeforeFirstAnswer = min(policy.maximumTriesBeforeFirstAnswer, policy.maximumTries)
    policy.patience = retryPatience
    policy.rateLimitPatience = rateLimitPatience
    return policy
  }
}
