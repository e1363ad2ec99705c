import Maker
import MakerAgents
import Testing

@Suite struct MadeUpRecordTests {
  private func madeUp(_ prompt: String) throws -> AgentSteps {
    AgentSteps(
      try AgentFile.agent(
        in: "name: a\nprompt: '\(prompt)'\nanswer: {labels: [x, y]}\n", called: "a.yaml"))
  }

  @Test(arguments: [
    ("Hello", "{}", "Hello"),
    ("{{a}} {{b c}} {{a}}", #"{"a":"<a>","b c":"<b c>"}"#, "<a> <b c> <a>"),
    ("{{a.b}} {{a.c}}", #"{"a":{"b":"<a.b>","c":"<a.c>"}}"#, "<a.b> <a.c>"),
    ("{{#n}}({{.}}){{/n}}", #"{"n":["<n>"]}"#, "(<n>)"),
    ("{{#n}}{{m}}{{/n}}{{^n}}none{{/n}}", #"{"n":"<n>","m":"<m>"}"#, "<m>"),
    ("{{a..b}} {{.}}", #"{"a..b":"<a..b>"}"#, #"<a..b> {"a..b":"<a..b>"}"#),
  ])
  func `every prompt can be filled with it`(prompt: String, record: String, text: String) throws {
    let steps = try madeUp(prompt)
    #expect(steps.madeUpRecord.value.json == record)
    #expect(try steps.agents[0].prompt(for: steps.madeUpRecord).content == text)
    #expect(try steps.mistakes(for: steps.madeUpRecord).isEmpty)
  }
}
