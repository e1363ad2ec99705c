import Maker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The session of this process, as it grows.
struct CurrentSession {
  private(set) var row: RunSession
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private let before: Paid

  /// What was paid for: decided steps and the samples of the undecided one.
  private struct Paid {
    let samples: Int
    let usage: Usage

    init(_ tally: Tally, _ open: [Sample]) {
      samples = tally.samples + open.count
      usage = RunSpending(tally, open: open, []).ledger.total.usage
    }
  }

  /// A session that begins now.
  init(number: Int, _ progress: ProgressRow, _ open: [Sample]) {
    began = clock.now
    before = Paid(progress.tally, open)
    row = RunSession(
      number: number, started: Date(), ended: Date(), fromStep: progress.step, toStep: progress.step,
      wallSeconds: 0, samples: 0, inputTokens: 0, outputTokens: 0, outcome: .running)
  }

  /// Brings it up to date.
  mutating func update(_ progress: ProgressRow, _ open: [Sample]) {
    let paid = Paid(progress.tally, open)
    row.ended = Date()
    row.toStep = progress.step
    row.wallSeconds = (clock.now - began) / .seconds(1)
    // The counts of a careless caller may leave out samples that were given back to it; nothing paid is negative.
    row.samples = max(0, paid.samples - before.samples)
    row.inputTokens = max(0, paid.usage.inputTokens - before.usage.inputTokens)
    row.outputTokens = max(0, paid.usage.outputTokens - before.usage.outputTokens)
    row.cachedInputTokens = max(0, paid.usage.cachedInputTokens - before.usage.cachedInputTokens)
    row.reasoningTokens = max(0, paid.usage.reasoningTokens - before.usage.reasoningTokens)
  }

  /// Ends it.
  mutating func end(_ outcome: RunSession.Outcome, costUSD: Double?) {
    row.outcome = outcome
    // What no reader would believe is not known.
    row.costUSD = costUSD.flatMap { RowLimits.isAmount($0) ? $0 : nil }
  }
}
