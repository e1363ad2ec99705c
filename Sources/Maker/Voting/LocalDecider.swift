/// Decides steps by sampling one model in this process.
public struct LocalDecider<Model: LanguageModel>: StepDecider {
  /// The model that is sampled first.
  public let model: Model
  /// The models that take turns with it or stand on a rung of the ladder; ``SampleRequest/model`` counts them from 1.
  public let others: [any LanguageModel]
  /// How its samples are voted on.
  public let rules: VotingRules
  let budget: Budget?
  let clock: RunClock
  private let multisample: (any MultisampleLanguageModel)?

  /// Makes a decider.
  ///
  /// - Parameters:
  ///   - model: The model; one that answers several samples at once is asked once a wave.
  ///   - others: More models, for an ensemble or a ladder.
  ///   - rules: How its samples are voted on.
  ///   - budget: What may be spent; nothing more is launched once a cap of it is reached.
  ///   - clock: Measures latency and the time limit of a step.
  public init(
    model: Model, others: [any LanguageModel] = [], rules: VotingRules = VotingRules(),
    budget: Budget? = nil, clock: RunClock = .continuous
  ) {
    let highest = max(rules.ensemble - 1, rules.ladder.rungs.compactMap(\.model).max() ?? 0)
    precondition(highest <= others.count, "every model that is asked must be there")
    self.model = model
    self.others = others
    self.rules = rules
    self.budget = budget
    self.clock = clock
    // A wave is one prompt to one model; samples that differ in that are asked for one by one.
    let isUniform = others.isEmpty && rules.ladder.rungs.allSatisfy { $0.wording == 0 }
    multisample = isUniform ? model as? any MultisampleLanguageModel : nil
  }

  /// The facts of the rules and of the models.
  public var identity: [String: String] {
    others.reduce(into: rules.identity.merging(model.identity) { "\($0), \($1)" }) { facts, other in
      facts.merge(other.identity) { "\($0), \($1)" }
    }
  }

  /// Samples the model until the ballot decides.
  ///
  /// - Throws: ``StepFailure`` with everything that was paid for.
  public func decide<Answer>(_ step: Step<Answer>) async throws(StepFailure) -> Decision<Answer> {
    var round = VotingRound<Answer>(
      step: step.index, rules: rules(for: step.k), arrangements: step.arrangements?.count ?? 1)
    if !step.prior.isEmpty { replay(step, into: &round) }
    if let multisample {
      try await sampleInWaves(multisample, step, into: &round)
    } else {
      try await sampleConcurrently(step, into: &round)
    }
    guard
      let decision = Decision(step: step.index, ballot: round.ballot, samples: round.launchOrder)
    else { throw failure(.cancelled, step, round) }
    return decision
  }

  /// The rules, with the lead of a step that has one of its own.
  func rules(for k: Int?) -> VotingRules {
    guard let k else { return rules }
    var rules = rules
    rules.k = k
    return rules
  }

  /// The red flags first, then the task's reader: a vote, or the finding that keeps the reply from voting.
  func read<Answer>(
    _ response: Response, wording: Int, of step: Step<Answer>
  ) -> Result<Answer, Flagged> {
    for flag in rules.redFlags {
      if let flagged = flag.inspect(response) { return .failure(flagged) }
    }
    do throws(Flagged) {
      return .success(try step.answer(in: response.content, wording: wording))
    } catch {
      return .failure(error)
    }
  }

  /// Hands one reply to the round.
  func take<Answer>(
    _ response: Response, _ request: SampleRequest, latency: Duration, of step: Step<Answer>,
    into round: inout VotingRound<Answer>
  ) {
    budget?.charge(response)
    var sample = Sample(request: request, response: response, latency: latency)
    // Replies of one step are nearly all the same text, and the same text is read the same way.
    let reading =
      if let last = round.lastReading, last.response == response, last.wording == request.wording {
        last.result
      } else {
        read(response, wording: request.wording, of: step)
      }
    round.lastReading = (response, request.wording, reading)
    switch reading {
    case .success(let vote): round.receive(sample, vote: vote)
    case .failure(let flagged):
      sample.flag = flagged
      round.receive(sample, vote: nil)
    }
  }

  func failure<Answer>(
    _ reason: StepFailure.Reason, _ step: Step<Answer>, _ round: VotingRound<Answer>
  ) -> StepFailure {
    StepFailure(
      reason, step: step.index, prompt: step.prompt,
      candidates: round.ballot.candidates.map {
        (answer: ($0.answer as? any Recordable)?.json ?? "\($0.answer)", votes: $0.votes)
      },
      samples: round.launchOrder)
  }

  /// Reads the samples of an earlier session again, so that none is paid for twice.
  func replay<Answer>(_ step: Step<Answer>, into round: inout VotingRound<Answer>) {
    for var sample in step.prior {
      var vote: Answer?
      if sample.flag == nil {
        switch read(sample.response, wording: sample.request.wording, of: step) {
        case .success(let answer): vote = answer
        case .failure(let flagged): sample.flag = flagged
        }
      }
      round.replay(sample, vote: vote)
    }
    round.reopenUnfilled()
  }
}

extension VotingRound {
  /// The samples in launch order: by slot, and within a slot by attempt.
  var launchOrder: [Sample] {
    let inOrder = zip(samples, samples.dropFirst()).allSatisfy { $0.request.precedes($1.request) }
    return inOrder ? samples : samples.sorted { $0.request.precedes($1.request) }
  }
}

extension SampleRequest {
  fileprivate func precedes(_ other: SampleRequest) -> Bool {
    (slot, attempt) < (other.slot, other.attempt)
  }
}
