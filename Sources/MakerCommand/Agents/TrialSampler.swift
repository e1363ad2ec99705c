import Maker
import MakerProviders

/// Why a trial ended early.
enum TrialStop: Sendable {
  case cancelled
  case cap(ReachedCap)
  case model(LanguageModelError)

  /// What the command fails with.
  var failure: CommandFailure {
    switch self {
    case .cancelled: CommandFailure(.interrupted, "Interrupted; the samples that came are shown.")
    case .cap(let cap): CommandFailure(.resumable, "The trial stopped: \(cap).")
    case .model(let error): CommandFailure(.resumable, "The trial stopped: \(error.message)")
    }
  }
}

/// Takes a few samples of a prompt, as the votes of a step are taken, and looks at all of them.
struct TrialSampler: Sendable {
  /// The models; they take turns.
  let models: [any LanguageModel]
  /// How they are sampled.
  let rules: VotingRules
  /// What may be spent on all trials of the command.
  let budget: Budget
  /// The most samples at a time.
  let concurrency: Int

  /// How many samples are out at a time under a cap: what they cost is not known before they are back.
  private static let probe = 4

  private enum Arrival: Sendable {
    case sample(Sample)
    case failed(LanguageModelError)
  }

  /// Samples in launch order, each of another vote.
  ///
  /// - Parameters:
  ///   - count: How many are wanted.
  ///   - prompt: What is asked.
  ///   - step: The step that their seeds are of.
  /// - Returns: As many as came, and why not more did.
  func samples(_ count: Int, of prompt: Prompt, step: Int) async -> ([Sample], TrialStop?) {
    let room = budget.caps.isUnlimited ? concurrency : min(concurrency, Self.probe)
    return await withTaskGroup(of: Arrival.self) { group in
      var samples: [Sample] = []
      var stop: TrialStop?
      var (next, out) = (0, 0)
      while true {
        while stop == nil, next < count, out < room {
          if Task.isCancelled { stop = .cancelled } else if let cap = budget.reached { stop = .cap(cap) }
          guard stop == nil else { break }
          let request = request(next, step: step)
          group.addTask { await arrival(of: request, prompt) }
          next += 1
          out += 1
        }
        guard out > 0, let arrival = await group.next() else { break }
        out -= 1
        switch arrival {
        case .sample(let sample):
          budget.charge(sample.response)
          samples.append(sample)
        case .failed(let error):
          stop = stop ?? (error.code == .cancelled ? .cancelled : .model(error))
        }
      }
      return (samples.sorted { $0.request.slot < $1.request.slot }, stop)
    }
  }

  private func request(_ slot: Int, step: Int) -> SampleRequest {
    SampleRequest(
      slot: slot, attempt: 0, temperature: slot == 0 ? rules.temperatures.first : rules.temperatures.rest,
      seed: SampleSeed.of(run: rules.seed, step: step, slot: slot, attempt: 0), model: slot % models.count)
  }

  private func arrival(of request: SampleRequest, _ prompt: Prompt) async -> Arrival {
    let options = GenerationOptions(
      samplingMode: request.temperature == 0 ? .greedy : .random(seed: request.seed),
      temperature: request.temperature, maximumResponseTokens: rules.maximumResponseTokens)
    let begin = ContinuousClock.now
    do throws(LanguageModelError) {
      let response = try await models[request.model].respond(to: prompt, options: options)
      return .sample(Sample(request: request, response: response, latency: ContinuousClock.now - begin))
    } catch {
      // A refusal is the model's own no: it is flagged and counted as a sample, as in a run.
      guard error.code == .refusal || error.code == .guardrailViolation else { return .failed(error) }
      return .sample(
        Sample(
          request: request, response: Response(error.message, finishReason: .refusal),
          latency: ContinuousClock.now - begin))
    }
  }
}

/// What several trials share: the budget and the connections.
struct TrialSession: Sendable {
  /// The samples that are taken of each prompt.
  let count: Int
  private let budget: Budget
  private let endpoints = Endpoints()

  /// Prepares trials.
  ///
  /// - Parameters:
  ///   - count: The samples that are taken of each prompt.
  ///   - chosen: The models of all prompts.
  /// - Throws: A failure for a model that cannot be asked, or whose price a cap needs.
  init(_ count: Int, of chosen: [ChosenModel]) throws(CommandFailure) {
    var prices = PriceList()
    for chosen in chosen {
      if let problem = chosen.problem { throw problem }
      guard let selection = chosen.selection else { continue }
      try selection.requirePrices(for: chosen.settings.caps)
      prices.models.merge(selection.prices.models) { $1 }
      prices.unnamed = selection.prices.unnamed ?? prices.unnamed
    }
    self.count = count
    budget = Budget(caps: chosen.first?.settings.caps ?? Caps(), prices: prices)
  }

  /// Takes the samples of one prompt.
  ///
  /// - Parameters:
  ///   - prompt: What is asked.
  ///   - chosen: The model that is asked.
  ///   - rules: How it is sampled.
  ///   - step: The step that their seeds are of.
  /// - Returns: As many as came, and why not more did.
  /// - Throws: A failure for a key that is missing or a model that cannot be loaded.
  func samples(
    of prompt: Prompt, by chosen: ChosenModel, rules: VotingRules, step: Int
  ) async throws(CommandFailure) -> ([Sample], TrialStop?) {
    guard let selection = chosen.selection else { return ([], nil) }
    let models = try await selection.languageModels(keys: chosen.settings.keys, endpoints: endpoints)
    let isFallback = models.count > 1 && selection.mode == .fallback
    let sampler = TrialSampler(
      models: isFallback ? [FallbackLanguageModel(models)] : models, rules: rules, budget: budget,
      concurrency: min(count, selection.connection.requestsAtOnce))
    return await sampler.samples(count, of: prompt, step: step)
  }

  /// What samples cost in US dollars; nil when a price is not known.
  func costUSD(of samples: [Sample]) -> Double? { budget.prices.costUSD(of: Ledger(of: samples)) }

  /// Closes all connections.
  func shutdown() async { await endpoints.shutdown() }
}
