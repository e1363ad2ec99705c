/// The vote on one step of a window: which samples it still needs, and what the pool has of them.
///
/// Samples are launched in whole waves: the next wave follows once every reply of the one before is there. So the
/// same replies give the same requests whatever order they come in and however often the run is resumed.
struct BatchedStep<Answer: Hashable & Recordable & Sendable> {
  let question: Step<Answer>
  private(set) var round: VotingRound<Answer>
  /// Launched and not replied to.
  private(set) var out: [(id: BatchItemID, request: SampleRequest)] = []
  private var digests: [Int: PromptDigest] = [:]

  init(_ question: Step<Answer>, readBy decider: LocalDecider<some LanguageModel>) {
    self.question = question
    round = VotingRound(
      step: question.index, rules: decider.rules(for: question.k),
      arrangements: question.arrangements?.count ?? 1)
    if !question.prior.isEmpty { decider.replay(question, into: &round) }
  }

  /// Goes on as far as the replies in the pool allow: until it is decided, exhausted, or waits for some that are out.
  mutating func advance(
    with pool: BatchPool, readBy decider: LocalDecider<some LanguageModel>
  ) {
    while true {
      var waiting = out
      waiting.removeAll { id, request in
        guard let response = pool.reply(to: id) else { return false }
        receive(response, request, readBy: decider)
        return true
      }
      out = waiting
      guard out.isEmpty else { return }
      out = round.launches().map { (id: id(of: $0), request: $0) }
      if out.isEmpty { return }
    }
  }

  /// The decision, once there is one.
  var decision: Decision<Answer>? {
    Decision(step: question.index, ballot: round.ballot, samples: round.launchOrder)
  }

  /// Whether it waits for replies.
  var isOpen: Bool { !out.isEmpty }

  /// The name a sample of this step has in a batch.
  mutating func id(of request: SampleRequest) -> BatchItemID {
    let digest = digests[request.wording] ?? PromptDigest(question.prompt(wording: request.wording))
    digests[request.wording] = digest
    return BatchItemID(step: question.index, request: request, prompt: digest)
  }

  private mutating func receive(
    _ response: Response, _ request: SampleRequest, readBy decider: LocalDecider<some LanguageModel>
  ) {
    // A batch tells nothing of how long one of its replies took.
    var sample = Sample(request: request, response: response)
    switch decider.read(response, wording: request.wording, of: question) as Result<Answer, Flagged> {
    case .success(let vote): round.receive(sample, vote: vote)
    case .failure(let flagged):
      sample.flag = flagged
      round.receive(sample, vote: nil)
    }
  }
}
