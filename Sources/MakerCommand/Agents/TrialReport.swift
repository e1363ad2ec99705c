import Maker

/// A few samples of a prompt, and how each was read.
struct Trial<Answer: Hashable & Sendable> {
  /// The samples in launch order, flagged or with their answers.
  private(set) var samples: [(sample: Sample, answer: Answer?)] = []
  /// The votes.
  private(set) var ballot: Ballot<Answer>

  /// Reads samples.
  ///
  /// - Parameters:
  ///   - samples: The samples in launch order.
  ///   - read: The answer of a response, or why it may not vote.
  init(_ samples: [Sample], read: (Response) throws(Flagged) -> Answer) {
    // A lead that cannot be reached: every vote is counted.
    ballot = Ballot(k: samples.count + 1)
    for sample in samples {
      var sample = sample
      var answer: Answer?
      do throws(Flagged) {
        let voted = try read(sample.response)
        ballot.cast(voted)
        answer = voted
      } catch {
        sample.flag = error
      }
      self.samples.append((sample, answer))
    }
  }

  /// The answer that has more votes than every other; nil on a tie and without votes.
  var leader: Answer? {
    ballot.lead > 0 ? ballot.candidates.max { $0.votes < $1.votes }?.answer : nil
  }
}

/// What `check --try` prints of the samples of one prompt.
struct TrialReport: Encodable {
  /// One sample.
  struct Reply: Encodable {
    let number: Int
    let temperature: Double
    let model: String?
    let reply: String
    let outputTokens: Int
    let latencyMs: Double
    let answer: String?
    let countedAs: String?
    let flag: Flagged?

    private enum CodingKeys: String, CodingKey {
      case number, temperature, model, reply, answer, flag, reason
      case outputTokens = "output_tokens"
      case latencyMs = "latency_ms"
      case countedAs = "counted_as"
    }

    func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: CodingKeys.self)
      try keys.encode(number, forKey: .number)
      try keys.encode(temperature, forKey: .temperature)
      try keys.encodeIfPresent(model, forKey: .model)
      try keys.encode(reply, forKey: .reply)
      try keys.encode(outputTokens, forKey: .outputTokens)
      try keys.encode(latencyMs, forKey: .latencyMs)
      try keys.encodeIfPresent(answer.map { JSONText($0) }, forKey: .answer)
      try keys.encodeIfPresent(countedAs.map { JSONText($0) }, forKey: .countedAs)
      try keys.encodeIfPresent(flag?.kind.rawValue, forKey: .flag)
      try keys.encodeIfPresent(flag?.reason, forKey: .reason)
    }
  }

  /// An answer and its votes.
  struct Candidate: Encodable {
    let answer: JSONText
    let votes: Int
    let text: String

    private enum CodingKeys: String, CodingKey { case answer, votes }
  }

  let replies: [Reply]
  let ballot: [Candidate]
  let lead: Int
  let leader: String?
  let flags: [String: Int]
  let usage: Usage
  let costUSD: Double?
  /// The right answer, where it is known, and how many votes it has.
  let right: (answer: String, votes: Int)?

  /// Reports a trial.
  ///
  /// - Parameters:
  ///   - trial: The samples.
  ///   - costUSD: What they cost; nil when that is not known.
  ///   - right: The right answer; nil when it is not known.
  ///   - json: An answer as one line of JSON.
  ///   - canonical: What of an answer is compared, as one line of JSON.
  init<Answer>(
    _ trial: Trial<Answer>, costUSD: Double?, right: Answer? = nil, json: (Answer) -> String,
    canonical: (Answer) -> String
  ) {
    replies = trial.samples.map { sample, answer in
      Reply(
        number: sample.request.slot + 1, temperature: sample.request.temperature,
        model: sample.response.model, reply: sample.response.content,
        outputTokens: sample.response.usage.outputTokens, latencyMs: sample.latencyMs,
        answer: answer.map(json), countedAs: answer.map(canonical), flag: sample.flag)
    }
    ballot = trial.ballot.candidates.map {
      Candidate(answer: JSONText(canonical($0.answer)), votes: $0.votes, text: canonical($0.answer))
    }
    lead = trial.ballot.lead
    leader = trial.leader.map(canonical)
    flags = trial.samples.compactMap { $0.sample.flag?.kind.rawValue }
      .reduce(into: [:]) { $0[$1, default: 0] += 1 }
    usage = Ledger(of: trial.samples.map(\.sample)).total.usage
    self.costUSD = costUSD
    self.right = right.map { right in
      (canonical(right), trial.ballot.candidates.first { $0.answer == right }?.votes ?? 0)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case samples, votes, flags, ballot, lead, replies
    case leadingAnswer = "leading_answer"
    case rightVotes = "right_votes"
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case costUSD = "cost_usd"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(replies.count, forKey: .samples)
    try keys.encode(votes, forKey: .votes)
    try keys.encode(flags, forKey: .flags)
    try keys.encode(ballot, forKey: .ballot)
    try keys.encode(leader.map { JSONText($0) }, forKey: .leadingAnswer)
    try keys.encode(lead, forKey: .lead)
    try keys.encodeIfPresent(right?.votes, forKey: .rightVotes)
    try keys.encode(usage.inputTokens, forKey: .inputTokens)
    try keys.encode(usage.outputTokens, forKey: .outputTokens)
    try keys.encode(costUSD, forKey: .costUSD)
    try keys.encode(replies, forKey: .replies)
  }

  private var votes: Int { ballot.reduce(0) { $0 + $1.votes } }

  /// The samples and the ballot, for a person.
  ///
  /// - Parameter name: What was sampled, and of which model.
  /// - Returns: Lines without a line end.
  func text(of name: String) -> String {
    var lines = LabelledLines()
    lines.add("samples", "\(Figures.count(replies.count)) of \(name)")
    for reply in replies {
      let reading =
        reply.flag.map { "flagged \($0)" } ?? "counted as \(PlainText.short(reply.countedAs ?? ""))"
      lines.add("  \(reply.number)", PlainText.short(reading, 300))
      lines.add("", "reply: \(PlainText.short(reply.reply))")
    }
    for (index, candidate) in ballot.enumerated() {
      lines.add(index == 0 ? "votes" : "", "\(candidate.votes) for \(PlainText.short(candidate.text))")
    }
    if votes == 0 { lines.add("votes", "none: every reply was flagged") }
    lines.add("ahead", ahead)
    lines.add("right", right.map { "\(PlainText.short($0.answer)), with \($0.votes) of \(votes) votes" })
    if !flags.isEmpty {
      let kinds = flags.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      lines.add("flagged", "\(flags.values.reduce(0, +)) of \(replies.count): \(kinds)")
    }
    lines.add(
      "tokens", "\(Figures.count(usage.inputTokens)) in, \(Figures.count(usage.outputTokens)) out")
    lines.add("cost", costUSD.map(Figures.dollars) ?? "unknown")
    return lines.text
  }

  private var ahead: String? {
    guard votes > 0 else { return nil }
    guard let leader else { return "no answer: the best have as many votes as each other" }
    return "\(PlainText.short(leader)), by \(lead) \(lead == 1 ? "vote" : "votes")"
      + "; a run with k = \(lead) or less decides for it"
  }
}
