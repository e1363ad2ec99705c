import Maker

/// A step that reached a limit: its ballot and its flagged replies, for a person to look at.
struct UndecidedStep: Encodable {
  struct FlaggedReply: Encodable {
    let flag: String
    let reason: String
    let reply: String
  }

  let step: Int
  let ballot: [BallotLine]
  let flagged: [FlaggedReply]

  init(_ failure: StepFailure) {
    step = failure.step
    ballot = failure.candidates.map { BallotLine(answer: JSONText($0.answer), votes: $0.votes) }
    flagged = failure.samples.compactMap { sample in
      sample.flag.map {
        FlaggedReply(flag: $0.kind.rawValue, reason: $0.reason, reply: sample.response.content)
      }
    }
  }

  /// The ballot and the first flagged replies, indented.
  var text: String {
    let shown = 5
    var lines = ballot.map { "  \($0.text)" }
    // The same confused reply often comes many times; it is shown once, the most frequent first.
    let kinds = Dictionary(grouping: flagged, by: \.reply).values
      .sorted { ($1.count, $0[0].reply) < ($0.count, $1[0].reply) }
    lines += kinds.prefix(shown).map {
      "  \($0.count) flagged  \($0[0].flag): \(PlainText.of($0[0].reason)): \(PlainText.of($0[0].reply))"
    }
    if kinds.count > shown { lines.append("  and \(kinds.count - shown) more kinds of flagged replies") }
    return lines.joined(separator: "\n")
  }
}
