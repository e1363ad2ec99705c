/// A place in the launch order of one step's samples, and how the sample there is drawn.
public struct SampleRequest: Sendable, Hashable {
  /// The vote this sample is for, from 0, in launch order.
  public let slot: Int
  /// How many samples of this slot were red-flagged before, from 0.
  public let attempt: Int
  /// The temperature; 0 means the most likely reply.
  public let temperature: Double
  /// Fixed by the run's seed, the step, the slot and the attempt alone.
  public let seed: UInt64
  /// Which of the decider's models is asked, from 0.
  public let model: Int
  /// Which wording of the prompt is sent: 0 is the prompt, others are its paraphrases.
  public let wording: Int

  /// Makes a request.
  public init(
    slot: Int, attempt: Int, temperature: Double, seed: UInt64, model: Int = 0, wording: Int = 0
  ) {
    self.slot = slot
    self.attempt = attempt
    self.temperature = temperature
    self.seed = seed
    self.model = model
    self.wording = wording
  }

  /// The options a model is called with for this request.
  func options(maximumResponseTokens: Int?) -> GenerationOptions {
    GenerationOptions(
      samplingMode: temperature == 0 ? .greedy : .random(seed: seed),
      temperature: temperature,
      maximumResponseTokens: maximumResponseTokens)
  }
}

/// One reply of a model to a step's prompt, and what became of it.
public struct Sample: Sendable, Hashable {
  /// Where in the launch order it stands and how it was drawn.
  public var request: SampleRequest
  /// The reply.
  public var response: Response
  /// The time from asking to reply.
  public var latency: Duration
  /// Why it may not vote; nil when it votes.
  public var flag: Flagged?

  /// Makes a sample.
  ///
  /// - Parameters:
  ///   - request: Where in the launch order it stands.
  ///   - response: The reply.
  ///   - latency: The time from asking to reply.
  ///   - flag: Why it may not vote; nil when it votes.
  public init(
    request: SampleRequest, response: Response, latency: Duration = .zero, flag: Flagged? = nil
  ) {
    self.request = request
    self.response = response
    self.latency = latency
    self.flag = flag
  }

  /// The time from asking to reply in milliseconds.
  public var latencyMs: Double { latency / .milliseconds(1) }
}
