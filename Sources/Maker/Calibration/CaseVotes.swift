/// The samples of one case and how they are read: each vote is the first valid sample of its attempts, as in a run.
struct CaseVotes<Answer: Hashable & Sendable> {
  /// What one reader made of the samples.
  struct Reading {
    /// The votes in the order of their slots, those that were filled.
    var votes: [Answer] = []
    /// The samples it looked at: of each slot those up to the first valid one.
    var samples = 0
    /// The samples it flagged, by kind.
    var flags: [FlagKind: Int] = [:]
  }

  private struct Slot {
    var samples: [CalibrationSample] = []
    /// What the run's reader says of each sample.
    var results: [Result<Answer, Flagged>] = []

    var isFilled: Bool {
      if case .success? = results.last { true } else { false }
    }
  }

  let index: Int
  private let question: CalibrationCase<Answer>
  private let rules: VotingRules
  private let attempts: Int
  private var slots: [Slot]

  init(_ question: CalibrationCase<Answer>, at index: Int, rules: VotingRules, options: CalibrationOptions) {
    self.index = index
    self.question = question
    self.rules = rules
    attempts = options.attemptsPerVote
    slots = [Slot](repeating: Slot(), count: options.votesPerCase)
  }

  /// The samples it still lacks and may have now: one for each vote that is not there.
  var wanted: [CalibrationPlace] {
    slots.indices.compactMap { slot in
      let tried = slots[slot].samples.count
      guard !slots[slot].isFilled, tried < attempts else { return nil }
      return CalibrationPlace(index: index, slot: slot, attempt: tried)
    }
  }

  /// Takes in a sample that was wanted.
  mutating func take(_ sample: CalibrationSample) {
    let slot = sample.place.slot
    precondition(sample.place.attempt == slots[slot].samples.count, "attempts come one after another")
    slots[slot].samples.append(sample)
    slots[slot].results.append(question.reading(of: sample.response, flags: rules.redFlags))
  }

  /// Every sample, in launch order, with what the run's reader says of it.
  var samples: [(sample: CalibrationSample, result: Result<Answer, Flagged>)] {
    slots.flatMap { slot in zip(slot.samples, slot.results).map { ($0, $1) } }
  }

  /// The votes as a run has them.
  var strict: Reading {
    slots.reduce(into: Reading()) { reading, slot in
      for result in slot.results { reading.take(result) }
    }
  }

  /// The votes of the same replies with a reader that repairs, and without the flag for length; nil where there is
  /// no such reader.
  var repaired: Reading? {
    guard let reader = question.repaired else { return nil }
    let flags = rules.redFlags.filter { !($0 is Overlong) }
    return slots.reduce(into: Reading()) { reading, slot in
      for sample in slot.samples {
        let result = question.reading(of: sample.response, flags: flags, reader: reader)
        reading.take(result)
        // What was asked because the strict reader flagged this one was never asked for here.
        if case .success = result { return }
      }
    }
  }
}

extension CaseVotes.Reading {
  mutating func take(_ result: Result<Answer, Flagged>) {
    samples += 1
    switch result {
    case .success(let vote): votes.append(vote)
    case .failure(let flagged): flags[flagged.kind, default: 0] += 1
    }
  }
}

extension CalibrationCase {
  /// The red flags first, then the reader: a vote, or the finding that keeps the reply from voting. As a run does it.
  func reading(
    of response: Response, flags: [any RedFlag], reader: Reader? = nil
  ) -> Result<Answer, Flagged> {
    for flag in flags {
      if let flagged = flag.inspect(response) { return .failure(flagged) }
    }
    let read = reader ?? answer
    do throws(Flagged) {
      return .success(try read(response.content))
    } catch {
      return .failure(error)
    }
  }
}
