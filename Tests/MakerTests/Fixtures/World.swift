import Maker

/// What a model would reply at every place of one step: nil stands for a flagged reply.
struct World {
  /// Replies by slot and attempt; past the end slots repeat from the start, and the last attempt lasts.
  let replies: [[Int?]]
  var k = 3

  /// A round that was played to its end.
  struct Played {
    var round: VotingRound<Int>
    var launched: [SampleRequest]
    /// The largest number of samples that were out when the round was decided or ended.
    var stillOut: Int
  }

  static func random(using generator: inout SeededGenerator) -> World {
    let answers = Int.random(in: 1...4, using: &generator)
    let flags = Double.random(in: 0...0.5, using: &generator)
    // The last slots all agree, so that every world is decided in the end.
    let free = Int.random(in: 0...12, using: &generator)
    let replies: [[Int?]] = (0..<free).map { _ in
      var attempts: [Int?] = []
      while Double.random(in: 0..<1, using: &generator) < flags { attempts.append(nil) }
      return attempts + [Int.random(in: 0..<answers, using: &generator)]
    }
    let k = Int.random(in: 1...4, using: &generator)
    return World(replies: replies + Array(repeating: [0], count: 40), k: k)
  }

  func reply(slot: Int, attempt: Int) -> Int? {
    let attempts = replies[slot % replies.count]
    return attempts[min(attempt, attempts.count - 1)]
  }

  func deliver(_ request: SampleRequest, to round: inout VotingRound<Int>) {
    let vote = reply(slot: request.slot, attempt: request.attempt)
    let flag = vote == nil ? Flagged(.malformed, "no number") : nil
    let response = Response(vote.map { "\($0)" } ?? "?")
    round.receive(Sample(request: request, response: response, flag: flag), vote: vote)
  }

  /// Plays a round to its end, after samples of an earlier session; late replies arrive in random order.
  func play(
    k: Int? = nil, limits: StepLimits = StepLimits(samplesPerStep: 10_000, attemptsPerSlot: 1_000),
    prior: [Sample] = [], arrivingLate: Bool, using generator: inout SeededGenerator
  ) -> Played {
    var round = VotingRound<Int>(step: 3, rules: VotingRules(k: k ?? self.k, seed: 5, limits: limits))
    for sample in prior {
      round.replay(sample, vote: reply(slot: sample.request.slot, attempt: sample.request.attempt))
    }
    if !prior.isEmpty { round.reopenUnfilled() }
    var out: [SampleRequest] = []
    var launched: [SampleRequest] = []
    while round.decision == nil, round.exhausted == nil {
      let wave = round.launches()
      launched += wave
      out += wave
      guard !out.isEmpty else { break }
      let place = arrivingLate ? Int.random(in: out.indices, using: &generator) : 0
      deliver(out.remove(at: place), to: &round)
    }
    return Played(round: round, launched: launched, stillOut: out.count)
  }

  /// What is wrong with a round that was played to its decision; nil when nothing is.
  func fault(in played: Played) -> String? {
    var ballot = Ballot<Int>(k: played.round.ballot.k)
    var samples = 0
    var slot = 0
    while ballot.decision == nil {
      var attempt = 0
      while reply(slot: slot, attempt: attempt) == nil { attempt += 1 }
      if let vote = reply(slot: slot, attempt: attempt) { ballot.cast(vote) }
      samples += attempt + 1
      slot += 1
    }
    if played.round.exhausted != nil { return "gave up" }
    if played.round.ballot != ballot { return "another ballot" }
    if played.stillOut > 0 { return "decided with \(played.stillOut) samples out" }
    if played.round.samples.count != samples { return "not \(samples) samples" }
    if Set(played.round.samples.map(\.request)).count != samples { return "a place was sampled twice" }
    return nil
  }
}
