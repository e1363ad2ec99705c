import Maker
import MakerAgents
import Testing

/// The uses of Examples/Uses: every agent file, the prompt of every record, and every right answer.
@Suite struct UsesTests {
  private static let names = [
    "audit", "compliance", "curation", "extraction", "migration", "quality", "support",
  ]

  @Test func `every use is looked at here`() throws {
    #expect(try UseFolder.names == Self.names)
  }

  @Test(arguments: names)
  func `every prompt can be made, names its record and is like no other`(name: String) throws {
    let use = try UseFolder(name)
    #expect((60...200).contains(use.cases.count))
    var prompts: Set<String> = []
    for question in use.cases {
      #expect(try use.steps.mistakes(for: question.record).isEmpty)
      var answers: [AgentAnswer] = []
      for agent in use.agents {
        let prompt = try agent.prompt(for: use.steps.record(question.record, after: answers))
        #expect(prompt.content.contains(question.id))
        #expect(prompts.insert("\(agent.name) \(prompt.content)").inserted)
        answers.append(try answer(of: agent, to: question))
      }
    }
  }

  @Test(arguments: names)
  func `every right answer can be read from a reply`(name: String) throws {
    let use = try UseFolder(name)
    for agent in use.agents {
      var answers: Set<AgentAnswer> = []
      for question in use.cases {
        let right = try answer(of: agent, to: question)
        let text = try reply(right.value, to: agent)
        let usage = Usage(outputTokens: text.utf8.count / 3 + 1)
        #expect(try agent.answer(in: Response(text, usage: usage)) == right, "\(question.id)")
        #expect(throws: Flagged.self) { try agent.answer(in: "\(text)\n\nIt may be something else.") }
        answers.insert(right)
      }
      // A use where one answer is always right would show nothing.
      #expect(answers.count > 1)
    }
  }

  @Test(arguments: names)
  func `the truth has an answer for each agent and nothing else`(name: String) throws {
    let use = try UseFolder(name)
    #expect(Set(use.cases.map(\.id)).count == use.cases.count)
    for question in use.cases {
      guard case .object(let members) = question.truth else { continue }
      #expect(members.map(\.name) == ["id"] + use.agents.map(\.name))
    }
  }

  @Test func `no two agents begin their instructions alike: it is what the scripted endpoint goes by`() throws
  {
    let lines = try Self.names.flatMap { name in
      try UseFolder(name).agents.map { $0.instructions?.split(separator: "\n").first.map(String.init) ?? "" }
    }
    #expect(Set(lines).count == lines.count && !lines.contains(""))
  }

  private func answer(of agent: Agent, to question: UseFolder.Case) throws -> AgentAnswer {
    try agent.answer(known: #require(question.truth[agent.name]))
  }

  /// An answer as a model writes it.
  private func reply(_ value: AgentValue, to agent: Agent) throws -> String {
    switch agent.answerForm {
    case .labels, .number: return value.promptText
    case .pattern(let pattern):
      let group = try #require(pattern.groupNames.first)
      return try #require(value[group]).promptText
    case .schema: return value.json
    }
  }
}
