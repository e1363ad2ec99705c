/// What a journal is asked to keep.
public enum JournalEntry: Sendable {
  /// A step was decided.
  case decided(DecisionRecord)
  /// A step was given up for now, the next one or, in a run in lanes, a later one. Its samples are kept: they were paid
  /// for, and a resumed run goes on from them.
  case open(step: Int, samples: [Sample])
  /// A batch was or is about to be submitted, or is settled. It takes the place of an earlier record of its key.
  case batch(BatchRecord)
  /// This lead holds from the next step on: a resumed run may follow what an earlier session only saw.
  case lead(LeadChange)
}

/// A decision in the form a journal keeps: answers and states as bytes.
public struct DecisionRecord: Sendable, Hashable {
  /// The step, from 0.
  public var step: Int
  /// The record of the decided answer.
  public var answer: [UInt8]
  /// The person's decision, where voting did not decide; the votes are kept all the same.
  public var ruling: Ruling?
  /// The number of votes cast.
  public var votes: Int
  /// The records of all candidates in the order of their first vote; empty when every vote was for the answer.
  public var candidates: [[UInt8]]
  /// For each vote in launch order the index of its candidate; empty when every vote was for the answer.
  public var order: [Int]
  /// Every sample that was paid for, in launch order; a journal keeps as many as it was told to.
  public var samples: [Sample]
  /// The record of the state after the step.
  public var state: [UInt8]
  /// The run's counts after the step.
  public var tally: Tally
  /// The lead from the next step on, where this decision showed that votes are right less often than planned.
  public var lead: LeadChange?
  /// What the watch over the run's votes has seen, this decision included; nil when nobody watches.
  public var evidence: WatchEvidence?

  /// Makes a record.
  public init(
    step: Int, answer: [UInt8], votes: Int, candidates: [[UInt8]] = [], order: [Int] = [],
    samples: [Sample] = [], state: [UInt8], tally: Tally, ruling: Ruling? = nil,
    lead: LeadChange? = nil, evidence: WatchEvidence? = nil
  ) {
    self.lead = lead
    self.evidence = evidence
    self.ruling = ruling
    self.step = step
    self.answer = answer
    self.votes = votes
    self.candidates = candidates
    self.order = order
    self.samples = samples
    self.state = state
    self.tally = tally
  }

  /// The record of a person's answer, with the votes that did not decide, in launch order.
  init<Answer: Hashable & Recordable>(
    step: Int, ruled answer: Answer, _ ruling: Ruling, votes: [Answer], samples: [Sample], state: [UInt8],
    tally: Tally
  ) {
    var candidates: [Answer] = []
    let order = votes.map { vote in
      candidates.firstIndex(of: vote)
        ?? {
          candidates.append(vote)
          return candidates.count - 1
        }()
    }
    self.init(
      step: step, answer: answer.record, votes: votes.count, candidates: candidates.map(\.record),
      order: order, samples: samples, state: state, tally: tally, ruling: ruling)
  }

  /// The record of a decision.
  init<Answer: Recordable>(_ decision: Decision<Answer>, state: [UInt8], tally: Tally) {
    let ballot = decision.ballot
    let unanimous = ballot.candidates.count == 1
    self.init(
      step: decision.step,
      answer: decision.answer.record,
      votes: ballot.count,
      candidates: unanimous ? [] : ballot.candidates.map(\.answer.record),
      order: unanimous ? [] : ballot.order,
      samples: decision.samples,
      state: state,
      tally: tally)
  }
}
