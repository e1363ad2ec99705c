import Maker
import MakerAgents

/// Asks a discriminator which of some choices is right. Each vote sees them in an order of its own, numbered from 1.
///
/// A vote is for the choice and not for its number, so votes that saw different orders are counted together.
struct ChoiceQuestion<Choice: Hashable & Recordable & Sendable>: Question {
  let agent: Agent
  let prompt: Prompt
  private let problem: String
  private let choices: [Choice]
  private let field: String
  private let k: Int?
  private let members: @Sendable (Choice) -> [AgentValue.Member]

  /// Asks about choices.
  ///
  /// - Parameters:
  ///   - agent: The discriminator.
  ///   - problem: What they are choices of.
  ///   - choices: From 2 to `Arrangement.limit`, all different.
  ///   - field: The field of the prompt that lists them.
  ///   - k: The lead that decides; nil for that of the run.
  ///   - members: What the prompt is told of one; its `number` is added.
  /// - Throws: `AgentRecordFailure` when the agent's prompt names a field that there is not.
  init(
    _ agent: Agent, about problem: String, _ choices: [Choice], listedAs field: String,
    k: Int?, members: @escaping @Sendable (Choice) -> [AgentValue.Member]
  ) throws(AgentRecordFailure) {
    (self.agent, self.problem, self.choices, self.field, self.k) = (agent, problem, choices, field, k)
    self.members = members
    let record = Self.record(problem, choices, listedAs: field, members)
    prompt = try agent.prompt(for: record)
  }

  var arrangements: Int { Arrangement.count(of: choices.count) }

  var identity: [String: String] { agent.identity }

  func prompt(arrangement: Int) -> Prompt {
    let record = Self.record(problem, ordered(arrangement), listedAs: field, members)
    // Another order has the same fields as the first, whose prompt could be made.
    return (try? agent.prompt(for: record)) ?? prompt
  }

  func answer(in reply: String) throws(Flagged) -> Choice { try answer(in: reply, arrangement: 0) }

  func answer(in reply: String, arrangement: Int) throws(Flagged) -> Choice {
    let value = try agent.answer(in: reply).value
    let text = (value["choice"] ?? value).promptText
    guard let number = Int(text), 1...choices.count ~= number else {
      throw Flagged(.malformed, "\"\(text.prefix(40))\" is none of the numbers 1 to \(choices.count)")
    }
    return ordered(arrangement)[number - 1]
  }

  func rules(_ rules: VotingRules) -> VotingRules {
    var rules = agent.rules(rules)
    rules.k = k ?? rules.k
    return rules
  }

  private func ordered(_ arrangement: Int) -> [Choice] {
    Arrangement(number: arrangement, of: choices.count).order.map { choices[$0] }
  }

  private static func record(
    _ problem: String, _ choices: [Choice], listedAs field: String, _ members: (Choice) -> [AgentValue.Member]
  ) -> AgentRecord {
    let list = choices.enumerated().map { place, choice in
      AgentValue.object([.init("number", .string("\(place + 1)"))] + members(choice))
    }
    return AgentRecord([.init("problem", .string(problem)), .init(field, .list(list))])
  }
}
