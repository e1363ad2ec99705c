import GRDB
import Maker

/// A row of table `sample`: one reply, with what it cost and what became of it.
enum SampleRow {
  static func read(_ db: Database, step: Int) throws -> [Sample] {
    let row = try RawStatement(
      db,
      """
      SELECT number, slot, attempt, temperature, seed, reply, finish_reason, input_tokens, output_tokens,
        latency_ns, flag, flag_reason, checksum FROM sample WHERE step = ? ORDER BY number
      """)
    defer { row.reset() }
    row.bind(1, step)
    var (samples, sums): ([Sample], [Int]) = ([], [])
    while try row.next() {
      guard row.int(0) == samples.count else {
        throw DamagedRow("sample \(samples.count) of step \(step) is missing")
      }
      guard let finish = Response.FinishReason(rawValue: row.text(6) ?? "") else {
        throw DamagedRow("sample \(samples.count) of step \(step) ended in a way that is not known")
      }
      guard samples.count < RowLimits.samples else {
        throw DamagedRow("step \(step) has more samples than any step can have")
      }
      sums.append(row.int(12))
      samples.append(
        Sample(
          request: SampleRequest(
            slot: row.int(1), attempt: row.int(2), temperature: row.double(3) ?? 0,
            seed: UInt64(bitPattern: Int64(row.int(4)))),
          response: Response(
            row.text(5) ?? "", usage: Usage(inputTokens: row.int(7), outputTokens: row.int(8)),
            finishReason: finish),
          latency: .nanoseconds(row.int(9)),
          flag: row.text(10).map { Flagged(FlagKind(rawValue: $0), row.text(11) ?? "") }))
    }
    for (number, sample) in samples.enumerated()
    where checksum(sample, step: step, number: number, of: samples.count) != sums[number] {
      throw DamagedRow("sample \(number) of step \(step) has changed")
    }
    try checkNumbers(of: samples, step: step)
    return samples
  }

  private static func checkNumbers(of samples: [Sample], step: Int) throws {
    var (inputTokens, outputTokens) = (0, 0)
    for (number, sample) in samples.enumerated() {
      let what = "sample \(number) of step \(step)"
      let (request, usage) = (sample.request, sample.response.usage)
      let latency = nanoseconds(sample.latency)
      try RowLimits.require(step, usage.inputTokens, usage.outputTokens, latency, of: what)
      try RowLimits.require(
        (0..<RowLimits.samples).contains(request.slot) && (0..<RowLimits.samples).contains(request.attempt)
          && RowLimits.isAmount(request.temperature),
        of: what)
      inputTokens += usage.inputTokens
      outputTokens += usage.outputTokens
      try RowLimits.require(inputTokens, outputTokens, of: what)
    }
  }

  static func write(_ samples: [Sample], step: Int, _ db: Database) throws {
    let row = try RawStatement(
      db,
      """
      INSERT INTO sample (step, number, slot, attempt, temperature, seed, reply, finish_reason, input_tokens,
        output_tokens, latency_ns, flag, flag_reason, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    for (number, sample) in samples.enumerated() {
      let (request, response) = (sample.request, sample.response)
      row.bind(1, step)
      row.bind(2, number)
      row.bind(3, request.slot)
      row.bind(4, request.attempt)
      row.bind(5, request.temperature)
      row.bind(6, Int(Int64(bitPattern: request.seed)))
      row.bind(7, response.content)
      row.bind(8, response.finishReason.rawValue)
      row.bind(9, response.usage.inputTokens)
      row.bind(10, response.usage.outputTokens)
      row.bind(11, nanoseconds(sample.latency))
      row.bind(12, sample.flag?.kind.rawValue)
      row.bind(13, sample.flag?.reason)
      row.bind(14, checksum(sample, step: step, number: number, of: samples.count))
      try row.run()
    }
  }

  static func delete(step: Int, _ db: Database) throws {
    let row = try RawStatement(db, "DELETE FROM sample WHERE step = ?")
    row.bind(1, step)
    try row.run()
  }

  /// It covers how many samples the step has, so that none of them can go missing unnoticed.
  private static func checksum(_ sample: Sample, step: Int, number: Int, of count: Int) -> Int {
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
    sum.add(nanoseconds(sample.latency))
    sum.add(sample.flag?.kind.rawValue)
    sum.add(sample.flag?.reason)
    return sum.value
  }

  /// The clocks of the machines count in these, so nothing is lost.
  private static func nanoseconds(_ time: Duration) -> Int {
    let (seconds, attoseconds) = time.components
    return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
  }
}
