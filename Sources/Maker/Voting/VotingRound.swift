/// The vote on one step as a pure state machine: which samples to launch, and what each reply changes.
///
/// At first `k` slots are launched, then only the deficit the ballot still needs. A slot holds the first valid
/// sample of its attempts. Slots are counted in launch order whatever order they arrive in, so the decision
/// depends on the replies alone and not on their speed.
///
/// No launched slot is ever wasted. A new slot is launched only when the votes still out, were they all for
/// the leader, could not decide; so no prefix of the launch order decides before its last slot is in.
package struct VotingRound<Answer: Hashable & Sendable> {
  /// One vote to be filled by the first valid sample of its attempts.
  private struct Slot {
    var attempts = 0
    var vote: Answer?
  }

  let rules: VotingRules
  let step: Int
  /// In how many ways the question is put, each sample's by its seed.
  let arrangements: Int
  /// The votes of the leading filled slots, in launch order.
  package private(set) var ballot: Ballot<Answer>
  /// Every sample received, flagged ones included.
  package private(set) var samples: [Sample] = []
  /// The limit that was reached, if one was.
  package private(set) var exhausted: StepLimit?
  /// The last reply and how it was read.
  var lastReading: (response: Response, wording: Int, result: Result<Answer, Flagged>)?
  private var slots: [Slot] = []
  /// Slots whose latest attempt was flagged, to be launched again.
  private var refills: [Int] = []
  private var counted = 0
  private var launched = 0

  package init(step: Int, rules: VotingRules, arrangements: Int = 1) {
    self.step = step
    self.rules = rules
    self.arrangements = arrangements
    ballot = Ballot(k: rules.k)
    samples.reserveCapacity(rules.k)
    slots.reserveCapacity(rules.k)
  }

  package var decision: Answer? { ballot.decision }

  /// The samples to launch now: flagged slots again, and new slots for what the ballot still lacks.
  ///
  /// Empty while the samples that are out may still decide, once decided, and once exhausted.
  package mutating func launches() -> [SampleRequest] {
    if isFull, let votes = rules.limits.votesPerStep { exhausted = exhausted ?? .votesPerStep(votes) }
    guard decision == nil, exhausted == nil else { return [] }
    var requests: [SampleRequest] = []
    requests.reserveCapacity(rules.k)
    for slot in refills { request(slot, into: &requests) }
    refills.removeAll(keepingCapacity: true)
    for _ in 0..<newSlots where exhausted == nil {
      slots.append(Slot())
      request(slots.count - 1, into: &requests)
    }
    // A wave that reaches a limit is not worth paying for: the step ends here.
    return exhausted == nil ? requests : []
  }

  /// Takes in a reply: a vote for its slot, or a flag that sends the slot out again.
  package mutating func receive(_ sample: Sample, vote: Answer?) {
    samples.append(sample)
    let slot = sample.request.slot
    guard let vote else {
      refills.append(slot)
      return
    }
    slots[slot].vote = vote
    while counted < slots.count, decision == nil, let next = slots[counted].vote {
      ballot.cast(next)
      counted += 1
    }
  }

  /// Takes note that no reply will come for a request, through no fault of the model: it is asked again as it was.
  package mutating func lose(_ request: SampleRequest) {
    launched -= 1
    slots[request.slot].attempts -= 1
    refills.append(request.slot)
  }

  /// Takes over samples an earlier session paid for, as if they had been launched and received now.
  package mutating func replay(_ sample: Sample, vote: Answer?) {
    while slots.count <= sample.request.slot { slots.append(Slot()) }
    slots[sample.request.slot].attempts = max(
      slots[sample.request.slot].attempts, sample.request.attempt + 1)
    launched += 1
    receive(sample, vote: vote)
  }

  /// Slots that were opened by replayed samples but have neither a vote nor a sample out.
  package mutating func reopenUnfilled() {
    refills = slots.indices.filter { slots[$0].vote == nil }
  }

  /// How many slots more than those launched the ballot needs at the least.
  private var missingSlots: Int {
    let unfilled = slots.count(where: { $0.vote == nil })
    guard unfilled > 0 else { return ballot.deficit }
    // Votes that wait behind an unfilled slot count towards what could decide.
    var ahead = ballot
    for slot in slots[counted...] where ahead.decision == nil {
      if let vote = slot.vote { ahead.cast(vote) }
    }
    return ahead.deficit - unfilled
  }

  /// How many slots to open: what the ballot needs, as far as the limit of votes allows.
  ///
  /// The limit ends the vote only when every slot is filled. So the candidates are the same whatever order they arrived in.
  private var newSlots: Int { min(max(0, missingSlots), room) }

  private var room: Int { rules.limits.votesPerStep.map { max(0, $0 - slots.count) } ?? .max }

  /// Whether as many votes as may be are in, and do not decide.
  private var isFull: Bool { room == 0 && counted == slots.count && decision == nil }

  private mutating func request(_ slot: Int, into requests: inout [SampleRequest]) {
    let attempt = slots[slot].attempts
    let rungs = rules.ladder.rungs
    guard attempt < rules.limits.attemptsPerSlot * (rungs.count + 1) else {
      exhausted = exhausted ?? .attemptsPerSlot(attempt)
      return
    }
    guard launched < rules.limits.samplesPerStep else {
      exhausted = exhausted ?? .samplesPerStep(rules.limits.samplesPerStep)
      return
    }
    let rung = rungs.isEmpty ? nil : currentRung
    let seed = SampleSeed.of(run: rules.seed, step: step, slot: slot, attempt: attempt)
    launched += 1
    slots[slot].attempts += 1
    requests.append(
      SampleRequest(
        slot: slot,
        attempt: attempt,
        temperature: rung?.temperature ?? rules.temperatures.of(slot: slot, attempt: attempt),
        seed: seed,
        model: rung?.model ?? slot % rules.ensemble,
        wording: arrangements > 1 ? Int(seed % UInt64(arrangements)) : rung?.wording ?? 0))
  }

  /// The rung that the next sample stands on; nil on the ground.
  private var currentRung: Ladder.Rung? {
    let attempts = slots.lazy.map(\.attempts).max() ?? 0
    let height = rules.ladder.height(
      launched: launched, attempts: attempts, attemptsPerSlot: rules.limits.attemptsPerSlot)
    return height == 0 ? nil : rules.ladder.rungs[height - 1]
  }
}
