import Maker
import MakerAgents
import MakerTesting
import Testing

/// Agents decide in durable code, about records, structs and dictionaries.
@Suite struct DurableAgentTests {
  private struct Ticket: Encodable {
    var id = "T-1"
    var text = "charged twice"
    var amount = 12.5
    var tags = ["urgent", "bill"]
  }

  private let file = """
    name: route
    instructions: You route tickets.
    prompt: "{{id}}: {{text}} ({{amount}}){{#tags}} {{.}}{{/tags}}"
    temperature: 0.4
    max_reply_tokens: 9
    answer:
      labels: [billing, technical]
    vote: folded
    """

  private func told(_ agent: Agent, with input: any Encodable & Sendable) async throws -> String? {
    do {
      try await withDurableRun("t", model: ScriptedModel([])) { run in
        _ = try await run.scope("s").decide("a", agent, with: input)
      }
      return nil
    } catch let error as DurableError {
      return error.description
    }
  }

  @Test func `a struct, a dictionary and a record make the same question`() async throws {
    let route = try agent(file)
    let model = ScriptedModel { _ throws(LanguageModelError) in Response("Billing") }
    let journal = InMemoryJournal()
    let answers = try await withDurableRun("t", model: model, rules: VotingRules(k: 2), journal: journal) {
      run in
      let record = try AgentRecord(
        json: #"{"id":"T-1","text":"charged twice","amount":12.5,"tags":["urgent","bill"]}"#.utf8)
      return [
        try await run.decide("struct", route, with: Ticket()),
        try await run.decide("record", route, with: record),
        try await run.poll("poll", route, with: Ticket()).answer,
      ]
    }
    #expect(answers.map { $0?.value } == Array(repeating: .string("billing"), count: 3))
    #expect(Set(model.calls.map(\.prompt.content)) == ["T-1: charged twice (12.5) urgent bill"])
    #expect(model.calls[0].prompt.instructions == Instructions("You route tickets."))
    #expect(model.calls.allSatisfy { $0.options.maximumResponseTokens == 9 })
    #expect(Set(model.calls.map(\.options.temperature)) == [0.4])
    #expect(try KeyedAnswer(record: journal.decisions[0].answer).answerJSON == "\"billing\"")
  }

  @Test func `what is recorded comes back as the same answer, whole value included`() async throws {
    let extract = try agent(
      head
        + """
        answer:
          schema:
            type: object
            properties: {total: {type: number}, note: {type: string}}
            required: [total, note]
        vote:
          total: number
        """)
    let replies = [#"{"total": 12.50, "note": "one"}"#, #"{"total": 12.5, "note": "two"}"#]
    let model = ScriptedModel { call throws(LanguageModelError) in Response(replies[call.index % 2]) }
    let journal = InMemoryJournal()
    var answers: [AgentAnswer] = []
    for model in [model, ScriptedModel([])] {
      answers.append(
        try await withDurableRun("t", model: model, rules: VotingRules(k: 2), journal: journal) { run in
          try await run.decide("a", extract, with: ["x": "1"])
        })
    }
    #expect(answers[0] == answers[1])
    #expect(answers[0].value == answers[1].value && answers[0].value["note"] == .string("one"))
  }

  @Test func `an agent that was changed is noticed`() async throws {
    let journal = InMemoryJournal()
    let model = ScriptedModel { _ throws(LanguageModelError) in Response("billing") }
    func run(_ yaml: String) async throws -> String? {
      let agent = try agent(yaml)
      do {
        try await withDurableRun("t", model: model, rules: VotingRules(k: 2), journal: journal) { run in
          _ = try await run.decide("a", agent, with: Ticket())
        }
        return nil
      } catch let error as DurableError {
        return error.description
      }
    }
    #expect(try await run(file) == nil)
    #expect(try await run(file) == nil)
    let flagged = file + "\nflags: {forbidden: [maybe]}"
    #expect(try await run(flagged)?.contains("another agent or other rules") == true)
    let worded = file.replacing("{{id}}:", with: "{{id}} -")
    #expect(try await run(worded)?.contains("another prompt") == true)
    #expect(try await run(file.replacing("0.4", with: "0.5"))?.contains("other rules") == true)
  }

  @Test func `an input that is no record, or lacks a field, is told with its key`() async throws {
    let route = try agent(file)
    let missing = try await told(route, with: ["id": "T-1"])
    #expect(missing?.hasPrefix("\"s/a\" cannot be asked: ") == true && missing?.contains("text") == true)
    let list = try await told(route, with: [1, 2])
    #expect(list?.contains("its input is no record") == true)
  }

  @Test func `an agent whose programs are not running is refused`() async throws {
    let checked = try agent(head + "answer: {labels: [a, b]}\nflags: {check: [./check.sh]}\n")
    #expect(try await told(checked, with: ["x": "1"])?.contains("check program of the agent a") == true)
    let question = try AgentQuestion(checked, about: AgentRecord(["x": "1"]), check: Vetoed())
    let model = ScriptedModel { call throws(LanguageModelError) in Response(call.index < 2 ? "a" : "b") }
    let answer = try await withDurableRun("t", model: model, rules: VotingRules(k: 2)) { run in
      try await run.decide("a", question)
    }
    #expect(answer.value == .string("b"))
  }

  /// Has something against one of the labels.
  private struct Vetoed: RedFlag {
    func inspect(_ response: Response) -> Flagged? {
      response.content == "a" ? Flagged(.forbidden, "never a") : nil
    }
  }
}
