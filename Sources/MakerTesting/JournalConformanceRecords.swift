import Maker

/// What the checks record.
extension JournalConformance.Subject {
  /// A decision that differs from step to step in every part.
  static func decision(_ step: Int) -> DecisionRecord {
    DecisionRecord(
      step: step, answer: Array("answer \(step)".utf8), votes: 3, samples: Array(samples.prefix(3)),
      state: Array("state \(step)".utf8), tally: tally(after: step + 1))
  }

  /// Where a record of so many decisions leaves off.
  static func point(after count: Int) -> ResumePoint {
    ResumePoint(
      step: count, state: count > 0 ? Array("state \(count - 1)".utf8) : nil,
      tally: count > 0 ? tally(after: count) : Tally())
  }

  private static func tally(after count: Int) -> Tally {
    var tally = Tally()
    (tally.decided, tally.votes, tally.samples) = (count, 3 * count, 3 * count + 1)
    (tally.outvoted, tally.contested, tally.longestBallot) = (1, 2, 5)
    (tally.rulings, tally.ledger) = (count / 3, ledger(after: count))
    tally.flags = [.malformed: 1, FlagKind(rawValue: "own kind"): count]
    return tally
  }

  /// Two models with names and one without.
  private static func ledger(after count: Int) -> Ledger {
    var ledger = Ledger()
    let accounts = [(nil, 1), ("openai/gpt-4.1-mini", count), ("own \u{1F5FC} \"model\"", 2 * count)]
    for (name, tokens) in accounts {
      ledger.enter(Response("", usage: usage(tokens), model: name))
    }
    return ledger
  }

  /// A usage of which every part is another.
  private static func usage(_ tokens: Int) -> Usage {
    Usage(
      inputTokens: 7 * tokens, outputTokens: 11 * tokens, cachedInputTokens: 3 * tokens,
      cacheWriteTokens: 2 * tokens, reasoningTokens: 5 * tokens)
  }

  /// Samples with what is easily lost: long seeds, odd texts, short times, findings, models, chances, tries.
  static let samples: [Sample] = [
    sample(0, 0, 0, "plain"),
    sample(1, 0, .max, "", .length, Flagged(.overlong, "cut off")),
    sample(1, 1, 1 << 63, "a\u{0}b\u{1F5FC}\r\n\"'\u{FFFD}", .refusal),
    sample(2, 0, 12_345, "émile", .contentFilter, Flagged(FlagKind(rawValue: "own kind"), "")),
    sample(2, 1, 6, "what?", .other, Flagged(.malformed, "no number")),
    full,
  ]

  /// A sample with something in every part.
  private static var full: Sample {
    var sample = sample(3, 0, 7, "full")
    sample.request = SampleRequest(
      slot: 3, attempt: 0, temperature: 1.3, seed: 7, model: 2,
      wording: Arrangement.count(of: Arrangement.limit) - 1)
    sample.response.usage = usage(9)
    sample.response.model = "openai/gpt-4.1-mini"
    sample.response.logprobs = [-0.1, -1e-7, 0, -9_999, -2.302585092994046]
    sample.response.tries = [
      Try(failure: "the reply stalled", usage: usage(1), latencyMs: 30_000.25),
      Try(failure: "reset \"\u{1F5FC}\"", latencyMs: 0),
    ]
    return sample
  }

  private static func sample(
    _ slot: Int, _ attempt: Int, _ seed: UInt64, _ reply: String,
    _ finish: Response.FinishReason = .stop, _ flag: Flagged? = nil
  ) -> Sample {
    Sample(
      request: SampleRequest(slot: slot, attempt: attempt, temperature: 0.1 * Double(slot), seed: seed),
      response: Response(
        reply, usage: Usage(inputTokens: 595, outputTokens: slot), finishReason: finish),
      latency: .nanoseconds(1_234_567_891 * slot), flag: flag)
  }

  /// Two batches, one of which the provider has a name for.
  static let batches = [
    BatchRecord(
      key: "run-1 \u{1F5FC}/'\"", model: 1, firstStep: 0, requests: 50_000, time: 1_750_000_000.125),
    BatchRecord(key: "", id: "batch_abc", firstStep: 1 << 40, requests: 0, time: 0),
  ]
}
