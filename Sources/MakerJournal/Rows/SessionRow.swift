import GRDB
import Maker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A row of table `session`: the ledger.
enum SessionRow {
  static func readAll(_ db: Database) throws -> [RunSession] {
    let row = try RawStatement(
      db,
      """
      SELECT number, started, ended, from_step, to_step, wall_seconds, samples, input_tokens, output_tokens,
        outcome, cost_usd, checksum, cached_tokens, reasoning_tokens FROM session ORDER BY number
      """)
    defer { row.reset() }
    var sessions: [RunSession] = []
    var (samples, usage) = (0, Usage())
    while try row.next() {
      let (started, ended) = (row.double(1) ?? 0, row.double(2) ?? 0)
      let session = RunSession(
        number: row.int(0),
        started: Date(timeIntervalSince1970: started),
        ended: Date(timeIntervalSince1970: ended),
        fromStep: row.int(3), toStep: row.int(4), wallSeconds: row.double(5) ?? 0,
        samples: row.int(6), inputTokens: row.int(7), outputTokens: row.int(8),
        outcome: RunSession.Outcome(rawValue: row.text(9) ?? "") ?? .failed,
        costUSD: row.double(10), cachedInputTokens: row.int(12), reasoningTokens: row.int(13))
      guard checksum(session, started, ended) == row.int(11) else {
        throw DamagedRow("session \(session.number) of the ledger has changed")
      }
      try checkNumbers(of: session)
      samples += session.samples
      try RowLimits.require(samples, of: "the ledger")
      try RowLimits.add(session.usage, to: &usage, of: "the ledger")
      sessions.append(session)
    }
    return sessions
  }

  private static func checkNumbers(of session: RunSession) throws {
    let what = "session \(session.number) of the ledger"
    try RowLimits.require(
      session.number, session.fromStep, session.toStep, session.samples, of: what)
    try RowLimits.require(
      RowLimits.holds(session.usage) && session.fromStep <= session.toStep
        && [session.started, session.ended].allSatisfy { RowLimits.isDate($0.timeIntervalSince1970) }
        && RowLimits.isAmount(session.wallSeconds) && RowLimits.isAmount(session.costUSD ?? 0),
      of: what)
  }

  static func write(_ session: RunSession, _ db: Database) throws {
    let row = try RawStatement(
      db,
      """
      INSERT OR REPLACE INTO session (number, started, ended, from_step, to_step, wall_seconds, samples,
        input_tokens, output_tokens, outcome, cost_usd, checksum, cached_tokens, reasoning_tokens)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    row.bind(1, session.number)
    let (started, ended) = (session.started.timeIntervalSince1970, session.ended.timeIntervalSince1970)
    row.bind(2, started)
    row.bind(3, ended)
    row.bind(4, session.fromStep)
    row.bind(5, session.toStep)
    row.bind(6, session.wallSeconds)
    row.bind(7, session.samples)
    row.bind(8, session.inputTokens)
    row.bind(9, session.outputTokens)
    row.bind(10, session.outcome.rawValue)
    row.bind(11, session.costUSD)
    row.bind(12, checksum(session, started, ended))
    row.bind(13, session.cachedInputTokens)
    row.bind(14, session.reasoningTokens)
    try row.run()
  }

  private static func checksum(_ session: RunSession, _ started: Double, _ ended: Double) -> Int {
    var sum = Checksum()
    let numbers = [
      session.number, session.fromStep, session.toStep, session.samples, session.inputTokens,
      session.outputTokens,
    ]
    for number in numbers { sum.add(number) }
    for seconds in [started, ended, session.wallSeconds, session.costUSD] { sum.add(seconds) }
    sum.add(session.outcome.rawValue)
    // As in version 1, which had no such columns, where there is nothing in them.
    if session.cachedInputTokens != 0 || session.reasoningTokens != 0 {
      sum.add(session.cachedInputTokens)
      sum.add(session.reasoningTokens)
    }
    return sum.value
  }
}

extension RunSession {
  /// What it was billed for; tokens put into a cache are not told apart by session.
  fileprivate var usage: Usage {
    Usage(
      inputTokens: inputTokens, outputTokens: outputTokens, cachedInputTokens: cachedInputTokens,
      reasoningTokens: reasoningTokens)
  }
}
