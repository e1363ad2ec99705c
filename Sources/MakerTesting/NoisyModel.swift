public import Maker

/// A model that knows the right replies and errs at chosen rates.
///
/// A reply is a pure function of the prompt, the sample's seed and the model's own seed, so a run of it can be
/// repeated. At temperature 0 it is a function of the prompt and the model's seed alone.
///
/// ```swift
/// let model = NoisyModel(
///   Noise(errorRate: 0.1, wrongAnswers: 3),
///   right: { prompt in truth(prompt) },
///   wrong: { prompt, number in "\(number)" })
/// ```
public struct NoisyModel: LanguageModel {
  /// How it errs.
  public let noise: Noise
  private let seed: UInt64
  private let clock: RunClock
  private let right: @Sendable (Prompt) -> String
  private let wrong: @Sendable (Prompt, Int) -> String

  /// Makes a model.
  ///
  /// - Parameters:
  ///   - noise: How it errs.
  ///   - seed: Another seed errs at other places.
  ///   - clock: What its latency passes on.
  ///   - right: The right reply to a prompt.
  ///   - wrong: The wrong reply of a number from 0 up to but not including ``Noise/wrongAnswers``.
  public init(
    _ noise: Noise, seed: UInt64 = 0, clock: RunClock = .continuous,
    right: @escaping @Sendable (Prompt) -> String,
    wrong: @escaping @Sendable (Prompt, _ number: Int) -> String
  ) {
    self.noise = noise
    self.seed = seed
    self.clock = clock
    self.right = right
    self.wrong = wrong
  }

  /// The facts that make this another model: its noise and its seed.
  public var identity: [String: String] {
    ["model": "noisy", "noise": noise.fact, "model.seed": "\(seed)"]
  }

  /// A reply, after its latency.
  ///
  /// - Throws: `cancelled` when the task was cancelled while it waited.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let (response, latency) = draw(prompt, options)
    try await wait(latency)
    return response
  }

  /// The same model, as one that answers several samples in one call.
  public var multisample: NoisyMultisampleModel { NoisyMultisampleModel(base: self) }

  func wait(_ latency: Duration) async throws(LanguageModelError) {
    guard latency > .zero else { return }
    do {
      try await clock.sleep(latency)
    } catch {
      throw LanguageModelError(.cancelled, "The wait for a reply was cancelled.")
    }
  }

  /// The reply and the time it takes: the same draws in the same order for every sample.
  func draw(_ prompt: Prompt, _ options: GenerationOptions) -> (Response, latency: Duration) {
    let place = Draws.hash(of: prompt.content, seed: seed)
    var common = Draws(seed: place)
    var own = common
    if options.temperature > 0, case .random(let sampleSeed) = options.samplingMode {
      own = Draws(seed: place ^ (sampleSeed ?? .random(in: .min ... .max)))
    }
    let (shortest, longest) = (noise.latency.lowerBound, noise.latency.upperBound)
    let latency = shortest + (longest - shortest) * own.unit()
    if own.unit() < noise.malformedRate { return (noise.malformedReply, latency) }

    let isShared = common.unit() < noise.correlation
    var error = isShared ? common : own
    guard error.unit() < noise.errorRate else {
      return (Response(right(prompt), usage: noise.usage), latency)
    }
    let number = min(Int(error.unit() * Double(noise.wrongAnswers)), noise.wrongAnswers - 1)
    return (Response(wrong(prompt, number), usage: noise.usage), latency)
  }
}

/// A noisy model that answers several samples of one prompt in one call, with the replies of the plain one.
public struct NoisyMultisampleModel: MultisampleLanguageModel {
  /// The plain model.
  public let base: NoisyModel

  /// The facts of the plain model.
  public var identity: [String: String] { base.identity }

  /// A reply for each of `options`, after the longest of their latencies.
  ///
  /// - Throws: `cancelled` when the task was cancelled while it waited.
  public func respond(
    to prompt: Prompt, options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response] {
    let drawn = options.map { base.draw(prompt, $0) }
    try await base.wait(drawn.map(\.latency).max() ?? .zero)
    return drawn.map(\.0)
  }
}
