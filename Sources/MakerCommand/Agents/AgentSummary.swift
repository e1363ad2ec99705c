import Maker
import MakerAgents

/// What `check` prints of one agent.
struct AgentSummary: Encodable {
  let agent: Agent
  let chosen: ChosenModel
  /// The user's programs that run for it, in words.
  let programs: [String]
  /// What the prompt is shown for.
  let record: AgentRecord
  let prompt: Prompt
  /// The samples that were taken; nil where none were.
  var trial: TrialReport?

  private enum CodingKeys: String, CodingKey {
    case name, file, description, model, answer, vote, price, instructions, prompt, record, trial
    case firstTemperature = "first_temperature"
    case temperature
    case maximumReplyTokens = "max_reply_tokens"
    case redFlags = "red_flags"
  }

  private enum FlagKeys: String, CodingKey {
    case maximumTokens = "max_tokens"
    case forbidden, required, check
  }

  private enum PriceKeys: String, CodingKey { case input, output }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(agent.name, forKey: .name)
    try keys.encode(agent.file, forKey: .file)
    try keys.encodeIfPresent(agent.summary, forKey: .description)
    try keys.encode(chosen.name, forKey: .model)
    try keys.encode(chosen.rules.temperatures.first, forKey: .firstTemperature)
    try keys.encode(chosen.rules.temperatures.rest, forKey: .temperature)
    try keys.encode(chosen.rules.maximumResponseTokens, forKey: .maximumReplyTokens)
    try keys.encode([agent.answerForm.key: JSONText(agent.answerForm.detailJSON)], forKey: .answer)
    try keys.encode(JSONText(agent.vote.description), forKey: .vote)
    var flags = keys.nestedContainer(keyedBy: FlagKeys.self, forKey: .redFlags)
    try flags.encode(maximumTokens, forKey: .maximumTokens)
    try flags.encode(agent.flags.forbidden.map(\.source), forKey: .forbidden)
    try flags.encode(agent.flags.required.map(\.source), forKey: .required)
    try flags.encode(agent.flags.check, forKey: .check)
    if let prices = chosen.prices {
      var price = keys.nestedContainer(keyedBy: PriceKeys.self, forKey: .price)
      try price.encode(prices.inputUSDPerMillionTokens, forKey: .input)
      try price.encode(prices.outputUSDPerMillionTokens, forKey: .output)
    } else {
      try keys.encodeNil(forKey: .price)
    }
    try keys.encodeIfPresent(prompt.instructions?.content, forKey: .instructions)
    try keys.encode(prompt.content, forKey: .prompt)
    try keys.encode(JSONText(record.value.json), forKey: .record)
    try keys.encodeIfPresent(trial, forKey: .trial)
  }

  private var maximumTokens: Int? { agent.flags.maximumTokens ?? chosen.rules.maximumResponseTokens }

  /// The agent, its prompt and its samples, for a person.
  var text: String {
    var lines = LabelledLines()
    lines.add("agent", "\(agent.name) (\(agent.file))")
    lines.add("", agent.summary)
    chosen.describe(in: &lines)
    lines.add("answer", agent.answerForm.words)
    lines.add("vote", agent.vote.words)
    lines.add("red flags", flags)
    lines.add("price", chosen.priceWords)
    lines.addQuoted("instructions", prompt.instructions?.content)
    lines.addQuoted("prompt", prompt.content)
    return lines.text + (trial.map { "\n\n" + $0.text(of: "\(agent.name) by \(chosen.name ?? "")") } ?? "")
  }

  /// Each red flag that this agent adds or sets, a line each.
  private var flags: String {
    var flags = [
      maximumTokens.map { "overlong: more than \(Figures.count($0)) tokens" }
        ?? "overlong: cut off by the model"
    ]
    flags += agent.flags.forbidden.map { "forbidden: a match of \($0)" }
    flags += agent.flags.required.map { "missing: no match of \($0)" }
    flags.append("malformed: no such answer; refused, empty, unfinished")
    return (flags + programs).joined(separator: "\n")
  }
}

extension ChosenModel {
  /// The model, its temperatures and its limit.
  func describe(in lines: inout LabelledLines) {
    lines.add("model", name ?? "none yet: name one with --model, or in the file")
    if name != nil { lines.add("", problem?.message.map { "cannot be asked yet: \($0)" }) }
    let (first, rest) = (rules.temperatures.first, rules.temperatures.rest)
    lines.add(
      "temperature",
      first == rest ? "\(Figures.plain(rest))" : "\(Figures.plain(first)), then \(Figures.plain(rest))")
    lines.add(
      "reply",
      rules.maximumResponseTokens.map { "at most \(Figures.count($0)) tokens" }
        ?? "as long as the model makes it")
  }

  /// The price in words.
  var priceWords: String {
    guard let prices else { return "unknown" }
    guard prices != .free else { return "free" }
    return "\(Figures.price(prices.inputUSDPerMillionTokens)) in, "
      + "\(Figures.price(prices.outputUSDPerMillionTokens)) out, per million tokens"
  }
}

extension Figures {
  /// A number as a person wrote it: `0`, `0.1`, `1.6`.
  static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
  /// Dollars with as many digits as they were given with, two at least: `$0.40`, `$0.075`.
  static func price(_ value: Double) -> String {
    let cents = value * 100
    return "$" + (abs(cents - cents.rounded()) < 1e-9 ? fixed(value, 2) : plain(value))
  }
}
