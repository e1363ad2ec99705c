import Maker
import MakerJournal

/// A candidate of a step and its votes.
struct BallotLine: Encodable {
  let answer: JSONText
  let votes: Int

  /// For a person: `4 votes  "billing"`.
  var text: String { "\(votes) \(votes == 1 ? "vote" : "votes")  \(answer.text)" }
}

/// A reply as `show` prints it.
struct ReplyView: Encodable {
  let slot: Int
  let attempt: Int
  let temperature: Double
  let seed: UInt64
  let reply: String
  let flag: String?
  let reason: String?
  let model: String?
  let wording: Int
  let outputTokens: Int
  let latencyMs: Double
  let tries: [Try]

  init(_ sample: Sample) {
    model = sample.response.model
    wording = sample.request.wording
    tries = sample.response.tries
    slot = sample.request.slot
    attempt = sample.request.attempt
    temperature = sample.request.temperature
    seed = sample.request.seed
    reply = sample.response.content
    flag = sample.flag?.kind.rawValue
    reason = sample.flag?.reason
    outputTokens = sample.response.usage.outputTokens
    latencyMs = sample.latencyMs
  }

  private enum CodingKeys: String, CodingKey {
    case slot, attempt, temperature, seed, reply, flag, reason, model, wording, tries
    case outputTokens = "output_tokens"
    case latencyMs = "latency_ms"
  }
}

/// A step as `show` prints it: its answer, its ballot, and its replies where they are recorded.
struct StepView<Answer: Recordable>: Encodable {
  let step: Int
  /// Nil while the step is undecided.
  let answer: JSONText?
  let ballot: [BallotLine]
  let samples: Int
  let flags: [String: Int]
  let ruling: Ruling?
  /// The right answer, where it is known and another.
  let expected: JSONText?
  let replies: [ReplyView]

  init(
    _ decision: RecordedDecision, samples recorded: [Sample], expected: JSONText? = nil
  ) throws(CommandFailure) {
    self.expected = expected
    step = decision.step
    answer = JSONText(try ExportLine<Answer>.json(decision.answer, at: decision.step))
    var ballot: [BallotLine] = []
    // Votes that were all for the answer are not listed; a ruling may have none at all.
    let isListed = !decision.candidates.isEmpty || decision.votes == 0
    let records = isListed ? decision.candidates : [decision.answer]
    for (index, record) in records.enumerated() {
      let votes = decision.candidates.isEmpty ? decision.votes : decision.order.count { $0 == index }
      ballot.append(
        BallotLine(answer: JSONText(try ExportLine<Answer>.json(record, at: decision.step)), votes: votes))
    }
    self.ballot = ballot
    samples = decision.samples
    ruling = decision.ruling
    flags = Dictionary(uniqueKeysWithValues: decision.flags.map { ($0.key.rawValue, $0.value) })
    replies = recorded.map(ReplyView.init)
  }

  /// A step that was given up for now; its votes are read out of its replies again.
  init(
    undecided step: Int, samples recorded: [Sample], answer read: (_ reply: String) throws(Flagged) -> Answer
  ) {
    self.step = step
    answer = nil
    (ruling, expected) = (nil, nil)
    var votes: [(answer: String, votes: Int)] = []
    for sample in recorded where sample.flag == nil {
      guard let answer = try? read(sample.response.content).json else { continue }
      if let index = votes.firstIndex(where: { $0.answer == answer }) {
        votes[index].votes += 1
      } else {
        votes.append((answer, 1))
      }
    }
    ballot = votes.map { BallotLine(answer: JSONText($0.answer), votes: $0.votes) }
    samples = recorded.count
    flags = Dictionary(grouping: recorded.compactMap(\.flag), by: \.kind.rawValue).mapValues(\.count)
    replies = recorded.map(ReplyView.init)
  }

  /// The candidates, the one with the most votes first.
  var byVotes: [BallotLine] {
    ballot.enumerated().sorted { ($1.element.votes, $0.offset) < ($0.element.votes, $1.offset) }.map(
      \.element)
  }

  /// The step for a person.
  var text: String {
    var lines = ["step \(Figures.count(step))  \(answer?.text ?? "undecided")"]
    if let expected { lines.append("  right is \(expected.text)") }
    lines += byVotes.map { "  \($0.text)" }
    lines += flags.sorted { $0.key < $1.key }.map { "  \($0.value) flagged \($0.key)" }
    if let ruling {
      let reason = ruling.reason.isEmpty ? "" : ": \(PlainText.of(ruling.reason))"
      let isOfTask = ruling.by == Ruling.task
      lines.append(
        isOfTask ? "  not decided by votes\(reason)" : "  decided by \(PlainText.of(ruling.by))\(reason)")
    }
    for reply in replies {
      let verdict = reply.flag.map { "flagged \($0): \(PlainText.of(reply.reason ?? ""))" } ?? "vote"
      let asked = reply.model.map { "  \(PlainText.of($0))" } ?? ""
      let wording = reply.wording > 0 ? "  wording \(reply.wording)" : ""
      lines.append("  slot \(reply.slot) attempt \(reply.attempt)\(asked)\(wording)  \(verdict)")
      lines += reply.tries.map { "      a try before it: \(PlainText.of($0.failure))" }
      lines += reply.reply.split(separator: "\n").map { "      \(PlainText.of($0))" }
    }
    return lines.joined(separator: "\n")
  }

  private enum CodingKeys: String, CodingKey {
    case step, answer, expected, ballot, samples, flags, ruling, replies
  }
}
