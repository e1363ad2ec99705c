import Maker
import MakerAgents
import Testing

@Suite struct AgentFileTests {
  @Test func `the file of the documentation is an agent`() throws {
    let page = try document("agent-file.md")
    let yaml = try #require(
      page.split(separator: "```yaml\n").dropFirst().first?.split(separator: "\n```").first)
    let agent = try agent(String(yaml))
    #expect(agent.name == "read-invoice")
    #expect(agent.summary == "Takes the vendor and the total out of an invoice.")
    #expect(agent.instructions == "You read invoices.")
    #expect(agent.model == "openai/gpt-4.1-mini")
    #expect(agent.temperatures == .paper)
    #expect(agent.maximumReplyTokens == 200)
    #expect(agent.flags.maximumTokens == 150)
    #expect(agent.flags.forbidden.map(\.source) == ["(?i)as an ai"])
    #expect(agent.flags.check == ["python3", "check.py"])
    #expect(agent.prices == Prices(inputUSDPerMillionTokens: 0.4, outputUSDPerMillionTokens: 1.6))
    #expect(
      agent.vote
        == .fields([
          .init(name: "tags", comparator: .sortedSet), .init(name: "total", comparator: .number),
          .init(name: "vendor", comparator: .folded),
        ]))
    let record = try AgentRecord(json: #"{"number":"7","text":"ACME 12.50","notes":["paid"]}"#.utf8)
    #expect(agent.mistakes(for: record).isEmpty)
    let prompt = try agent.prompt(for: record)
    #expect(prompt.content.hasPrefix("Invoice 7:\nACME 12.50\nNote: paid\nAnswer with"))
    #expect(
      try agent.answer(in: #"{"vendor":"ACME","total":12.5,"tags":["b","a"],"why":"x"}"#).canonical
        == #"{"tags":["a","b"],"total":12.5,"vendor":"acme"}"#)
  }

  @Test func `an agent needs three keys`() throws {
    let agent = try agent("name: a\nprompt: p\nanswer: {number: }\n")
    #expect(
      agent.model == nil && agent.temperatures == nil && agent.prices == nil
        && agent.maximumReplyTokens == nil)
    #expect(agent.flags == AgentFlags())
    #expect(try agent.prompt(for: AgentRecord([])).content == "p")
    let rules = agent.rules(VotingRules(k: 5, maximumResponseTokens: 7))
    #expect(rules.k == 5 && rules.temperatures == .paper && rules.maximumResponseTokens == 7)
    #expect(rules.redFlags.compactMap { ($0 as? Overlong)?.maximumTokens } == [7])
  }

  @Test func `rules take over what the file says`() throws {
    let agent = try agent(
      head
        + "answer: {number: }\ntemperature: 0.7\nmax_reply_tokens: 50\nflags: {max_tokens: 40, required: [a], forbidden: [b]}\n"
    )
    let rules = agent.rules(VotingRules(k: 4, seed: 9))
    #expect(rules.k == 4 && rules.seed == 9)
    #expect(rules.temperatures == .uniform(0.7))
    #expect(rules.maximumResponseTokens == 50)
    #expect(rules.redFlags.compactMap { ($0 as? Overlong)?.maximumTokens } == [40])
    #expect(rules.redFlags.count == 7)
  }

  @Test func `a file may have Windows line ends, a mark of its encoding and be JSON`() throws {
    #expect(
      try agent("name: a\r\nprompt: |\r\n  one {{x}}\r\n  two\r\nanswer: {number: }\r\n").template.source
        == "one {{x}}\ntwo\n")
    #expect(try agent("\u{FEFF}name: a\nprompt: p\nanswer: {number: }\n").name == "a")
    #expect(try agent(#"{"name":"a","prompt":"p","answer":{"labels":["x","y"]}}"#).name == "a")
  }

  @Test func `parts of a file may be repeated by aliases`() throws {
    let agent = try agent(
      head + "answer: {schema: {properties: {a: &n {type: number, minimum: 0}, b: *n}}}\n")
    #expect(throws: Flagged.self) { try agent.answer(in: #"{"b":-1}"#) }
    #expect(try agent.answer(in: #"{"b":1}"#).canonical == #"{"b":1}"#)
    // A prompt may be full of stars and ampersands.
    let prompt = String(repeating: "  - *x* & *y* && &amp;\n", count: 50)
    #expect(
      try AgentFile.agent(in: "name: a\nprompt: |\n\(prompt)answer: {number: }\n", called: "a").name == "a")
  }

  @Test func `what changes an agent changes its facts`() throws {
    let base = "name: a\nprompt: p\nanswer: {labels: [x, y]}\n"
    let facts = try agent(base).identity
    #expect(try agent(base + "description: d\nmodel: m/x\nprice: {input: 1, output: 2}\n").identity == facts)
    let others = [
      base.replacing("name: a", with: "name: b"), base.replacing("prompt: p", with: "prompt: q"),
      base.replacing("[x, y]", with: "[y, x]"), base + "instructions: i\n", base + "vote: folded\n",
      base + "flags: {max_tokens: 5}\n", base + "flags: {forbidden: [a]}\n",
      base + "flags: {required: [a]}\n",
      base + "flags: {check: [sh]}\n", base.replacing("{labels: [x, y]}", with: "{number: }"),
      base.replacing("{labels: [x, y]}", with: "{number: {min: 1}}"),
      base.replacing("{labels: [x, y]}", with: "{pattern: '(?<x>a)'}"),
      base.replacing("{labels: [x, y]}", with: "{schema: {}}"),
    ]
    let identities = try others.map { try agent($0).identity }
    #expect(Set(identities + [facts]).count == others.count + 1)
  }

  @Test func `files that are cut off or have a byte changed never trap`() throws {
    let page = try document("agent-file.md")
    let yaml = try #require(
      page.split(separator: "```yaml\n").dropFirst().first?.split(separator: "\n```").first)
    let bytes = Array(yaml.utf8)
    var random = SeededGenerator(seed: 11)
    for _ in 0..<1_500 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: changed.indices, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: changed[place] = Array("{}[]:,-#&*!|>'\"%@`\n\t ~0a".utf8).randomElement(using: &random) ?? 0
        case 1: changed.remove(at: place)
        default: changed.removeSubrange(place..<min(changed.count, place + 40))
        }
      }
      for mistake in mistakes(String(decoding: changed, as: UTF8.self)) {
        #expect(mistake.hasPrefix("agent.yaml:"))
      }
    }
  }
}
