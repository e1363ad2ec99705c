public import Maker

/// One microagent, as a file describes it: what it is asked, what its replies have to be, and how they are compared.
///
/// ```swift
/// let agent = try AgentFile.agent(at: "agent.yaml")
/// let record = AgentRecord(["subject": "Refund", "body": "I was charged twice."])
/// let prompt = try agent.prompt(for: record)
/// let answer = try agent.answer(in: "billing")
/// ```
public struct Agent: Sendable {
  /// What a program of the user's makes of an answer's value, to compare it by.
  public typealias Comparison = @Sendable (AgentValue) throws(Flagged) -> AgentValue

  /// Its name, of letters, digits, `_` and `-`.
  public let name: String
  /// What it is for, for people.
  public internal(set) var summary: String?
  /// What holds for every record.
  public internal(set) var instructions: String?
  /// What is asked about a record.
  public let template: AgentTemplate
  /// The model it is made for, `provider/name`.
  public internal(set) var model: String?
  /// The temperatures of its samples.
  public internal(set) var temperatures: Temperatures?
  /// The most tokens that a reply is asked for.
  public internal(set) var maximumReplyTokens: Int?
  /// What a reply has to be.
  public let answerForm: AnswerForm
  /// What of it is voted on, and how it is compared.
  public let vote: AgentVote
  /// The file it was read from, as it was named. Its programs run in the folder of it.
  public internal(set) var file = ""
  /// Where the prompt stands in the file.
  var promptPlace = ScalarPlace.somewhere(TextPlace(line: 1, column: 1))
  /// Its red flags.
  public internal(set) var flags = AgentFlags()
  /// What its model's tokens cost, where the file says so.
  public internal(set) var prices: Prices?
  /// The user's program that compares answers, once it runs; only for ``AgentVote/program(_:)``.
  public var comparison: Comparison?
  let reader: AnswerReader

  init(name: String, template: AgentTemplate, answerForm: AnswerForm, vote: AgentVote) {
    self.name = name
    self.template = template
    self.answerForm = answerForm
    self.vote = vote
    reader = AnswerReader(answerForm, vote: vote)
  }

  /// The prompt of a record.
  ///
  /// - Throws: ``AgentRecordFailure`` when the prompt names a field that the record does not have.
  public func prompt(for record: AgentRecord) throws(AgentRecordFailure) -> Prompt {
    var prompt = Prompt(try template.text(for: record), instructions: instructions.map { Instructions($0) })
    if case .schema(let schema) = answerForm { prompt.schema = ResponseSchema(name: name, json: schema.json) }
    return prompt
  }

  /// Reads the answer out of a reply, or says why the reply may not vote. It never repairs.
  ///
  /// - Parameter reply: The model's text, whole and untouched.
  /// - Returns: The answer.
  /// - Throws: `Flagged`, mostly as malformed.
  public func answer(in reply: String) throws(Flagged) -> AgentAnswer {
    try reader.answer(try reader.value(in: reply), comparedBy: comparison)
  }

  /// Reads a response as a step does: its red flags first, those of ``redFlags``, and then its answer.
  ///
  /// - Parameter response: What a model replied.
  /// - Returns: The answer, which votes.
  /// - Throws: `Flagged` when the response may not vote.
  public func answer(in response: Response) throws(Flagged) -> AgentAnswer {
    for flag in redFlags {
      if let finding = flag.inspect(response) { throw finding }
    }
    return try answer(in: response.content)
  }

  /// The answer that a known value is, as of a column of right answers, to compare decided answers with.
  ///
  /// - Parameter value: The value. A text is read as a reply where the answer is a label or a number, or where the text
  ///   has the form of a reply.
  /// - Returns: The answer.
  /// - Throws: `Flagged` when it is no answer of this agent.
  public func answer(known value: AgentValue) throws(Flagged) -> AgentAnswer {
    if case .string(let text) = value, let answer = try? answer(in: text) { return answer }
    switch (answerForm, value) {
    case (.labels, .string(let text)), (.number, .string(let text)): return try answer(in: text)
    case (.labels, _), (.number, _): return try answer(in: value.promptText)
    case (.pattern, _): return try reader.answer(value, comparedBy: comparison)
    case (.schema(let schema), _):
      if let problem = schema.problem(with: value) { throw Flagged(.malformed, problem) }
      return try reader.answer(value, comparedBy: comparison)
    }
  }
}

extension Agent {
  /// All its red flags, Maker's own first. The user's check program is not among them: see ``AgentFlags/check``.
  public var redFlags: [any RedFlag] { redFlags(maximumTokens: maximumReplyTokens) }

  private func redFlags(maximumTokens: Int?) -> [any RedFlag] {
    let own: [any RedFlag] = [
      Refused(), Overlong(maximumTokens: flags.maximumTokens ?? maximumTokens), Empty(), Unfinished(),
      OversizedReply(),
    ]
    return own + flags.forbidden.map { PatternFlag($0, isRequired: false) }
      + flags.required.map { PatternFlag($0, isRequired: true) }
  }

  /// Voting rules with the temperatures, the limit and the red flags of the file.
  ///
  /// - Parameter rules: The rules that hold where the file says nothing. Their own red flags are left out.
  /// - Returns: The rules.
  public func rules(_ rules: VotingRules = VotingRules()) -> VotingRules {
    var rules = rules
    rules.temperatures = temperatures ?? rules.temperatures
    rules.maximumResponseTokens = maximumReplyTokens ?? rules.maximumResponseTokens
    rules.redFlags = redFlags(maximumTokens: rules.maximumResponseTokens)
    return rules
  }

  /// Every fact that, when changed, makes this another agent; texts as digests.
  public var identity: [String: String] {
    var facts = [
      "agent": name,
      "agent.prompt": Self.digest(template.source),
      "agent.instructions": instructions.map(Self.digest) ?? "none",
      "agent.vote": "\(vote)",
      "agent.flags": Self.digest((redFlags.map { "\($0)" } + flags.check).joined(separator: "\n")),
    ]
    switch answerForm {
    case .labels(let labels): facts["agent.answer"] = "labels " + Self.digest(labels.joined(separator: "\n"))
    case .number(let form):
      let bounds = [form.minimum?.canonical, form.maximum?.canonical, form.decimals.map(String.init)]
      facts["agent.answer"] = "number " + bounds.map { $0 ?? "-" }.joined(separator: " ")
    case .pattern(let pattern): facts["agent.answer"] = "pattern " + Self.digest(pattern.source)
    case .schema(let schema): facts["agent.answer"] = "schema " + Self.digest(schema.json)
    }
    return facts
  }

  private static func digest(_ text: String) -> String {
    var hash = FNV1a()
    hash.combine(Array(text.utf8)[...])
    return hash.digits
  }
}
