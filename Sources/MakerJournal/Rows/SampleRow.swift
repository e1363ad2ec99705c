import GRDB
import Maker

/// A row of table `sample`: one reply, with what it cost and what became of it.
struct SampleRow {
  private var sample: Sample
  /// The chances of the tokens as they stand in the row; null where there are none.
  private let logprobs: String?
  /// The tries that brought no reply as they stand in the row; null where there are none.
  private let tries: String?

  static func read(_ db: Database, step: Int) throws -> [Sample] {
    let row = try RawStatement(
      db,
      """
      SELECT number, slot, attempt, temperature, seed, reply, finish_reason, input_tokens, output_tokens,
        latency_ns, flag, flag_reason, checksum, model, wording, answered_by, cached_tokens, cache_write_tokens,
        reasoning_tokens, logprobs, tries FROM sample WHERE step = ? ORDER BY number
      """)
    defer { row.reset() }
    row.bind(1, step)
    var (rows, sums): ([SampleRow], [Int]) = ([], [])
    while try row.next() {
      guard row.int(0) == rows.count else {
        throw DamagedRow("sample \(rows.count) of step \(step) is missing")
      }
      guard rows.count < RowLimits.samples else {
        throw DamagedRow("step \(step) has more samples than any step can have")
      }
      guard let read = SampleRow(row) else {
        throw DamagedRow("sample \(rows.count) of step \(step) ended in a way that is not known")
      }
      sums.append(row.int(12))
      rows.append(read)
    }
    for number in rows.indices {
      guard rows[number].checksum(step: step, number: number, of: rows.count) == sums[number] else {
        throw DamagedRow("sample \(number) of step \(step) has changed")
      }
      try rows[number].readLists()
    }
    let samples = rows.map(\.sample)
    try SampleLimits.check(samples, step: step)
    return samples
  }

  /// The row a statement stands on; nil when its finish reason is none.
  private init?(_ row: RawStatement) {
    guard let finish = Response.FinishReason(rawValue: row.text(6) ?? "") else { return nil }
    let usage = Usage(
      inputTokens: row.int(7), outputTokens: row.int(8), cachedInputTokens: row.int(16),
      cacheWriteTokens: row.int(17), reasoningTokens: row.int(18))
    sample = Sample(
      request: SampleRequest(
        slot: row.int(1), attempt: row.int(2), temperature: row.double(3) ?? 0,
        seed: UInt64(bitPattern: Int64(row.int(4))), model: row.int(13), wording: row.int(14)),
      response: Response(row.text(5) ?? "", usage: usage, finishReason: finish, model: row.text(15)),
      latency: .nanoseconds(row.int(9)),
      flag: row.text(10).map { Flagged(FlagKind(rawValue: $0), row.text(11) ?? "") })
    (logprobs, tries) = (row.text(19), row.text(20))
  }

  private mutating func readLists() throws {
    if let logprobs { sample.response.logprobs = try JSONColumn.read(logprobs, as: [Double].self) }
    if let tries { sample.response.tries = try JSONColumn.read(tries, as: [Try].self) }
  }

  private init(_ sample: Sample) throws {
    self.sample = sample
    let response = sample.response
    // JSON has no word for a chance that is no number; such a list says nothing and is left out.
    let isKept = !response.logprobs.isEmpty && response.logprobs.allSatisfy(\.isFinite)
    logprobs = isKept ? try JSONColumn.of(response.logprobs) : nil
    tries = response.tries.isEmpty ? nil : try JSONColumn.of(response.tries)
  }

  static func write(_ samples: [Sample], step: Int, _ db: Database) throws {
    let row = try RawStatement(
      db,
      """
      INSERT INTO sample (step, number, slot, attempt, temperature, seed, reply, finish_reason, input_tokens,
        output_tokens, latency_ns, flag, flag_reason, checksum, model, wording, answered_by, cached_tokens,
        cache_write_tokens, reasoning_tokens, logprobs, tries)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (number, sample) in samples.enumerated() {
      let lines = try SampleRow(sample)
      row.bind(1, step)
      row.bind(2, number)
      row.bind(14, lines.checksum(step: step, number: number, of: samples.count))
      lines.bind(row)
      try row.run()
    }
  }

  private func bind(_ row: RawStatement) {
    let (request, response, usage) = (sample.request, sample.response, sample.response.usage)
    row.bind(3, request.slot)
    row.bind(4, request.attempt)
    row.bind(5, request.temperature)
    row.bind(6, Int(Int64(bitPattern: request.seed)))
    row.bind(7, response.content)
    row.bind(8, response.finishReason.rawValue)
    row.bind(9, usage.inputTokens)
    row.bind(10, usage.outputTokens)
    row.bind(11, SampleLimits.nanoseconds(sample.latency))
    row.bind(12, sample.flag?.kind.rawValue)
    row.bind(13, sample.flag?.reason)
    row.bind(15, request.model)
    row.bind(16, request.wording)
    row.bind(17, response.model)
    row.bind(18, usage.cachedInputTokens)
    row.bind(19, usage.cacheWriteTokens)
    row.bind(20, usage.reasoningTokens)
    row.bind(21, logprobs)
    row.bind(22, tries)
  }

  static func delete(step: Int, _ db: Database) throws {
    let row = try RawStatement(db, "DELETE FROM sample WHERE step = ?")
    row.bind(1, step)
    try row.run()
  }

  /// It covers how many samples the step has, so that none of them can go missing unnoticed.
  private func checksum(step: Int, number: Int, of count: Int) -> Int {
    var sum = Checksum()
    sum.add(step)
    sum.add(number)
    sum.add(count)
    sum.add(sample.request.slot)
    sum.add(sample.request.attempt)
    sum.add(sample.request.temperature)
    sum.add(Int(Int64(bitPattern: sample.request.seed)))
    sum.add(sample.response.content)
    sum.add(sample.response.finishReason.rawValue)
    sum.add(sample.response.usage.inputTokens)
    sum.add(sample.response.usage.outputTokens)
    sum.add(SampleLimits.nanoseconds(sample.latency))
    sum.add(sample.flag?.kind.rawValue)
    sum.add(sample.flag?.reason)
    addVersion2(to: &sum)
    return sum.value
  }

  /// Adds the columns of version 2, unless all are as they are for a row of version 1.
  private func addVersion2(to sum: inout Checksum) {
    let (request, response, usage) = (sample.request, sample.response, sample.response.usage)
    let numbers = (
      request.model, request.wording, usage.cachedInputTokens, usage.cacheWriteTokens, usage.reasoningTokens
    )
    guard numbers != (0, 0, 0, 0, 0) || response.model != nil || logprobs != nil || tries != nil else {
      return
    }
    sum.add(numbers.0)
    sum.add(numbers.1)
    sum.add(response.model)
    sum.add(numbers.2)
    sum.add(numbers.3)
    sum.add(numbers.4)
    sum.add(logprobs)
    sum.add(tries)
  }
}
