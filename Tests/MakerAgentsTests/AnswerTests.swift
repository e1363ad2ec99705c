import Maker
import MakerAgents
import Testing

@Suite struct AnswerTests {
  private func reason(_ agent: Agent, _ reply: String) -> String? {
    do throws(Flagged) {
      _ = try agent.answer(in: reply)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `a label is one of the list and nothing else`() throws {
    let agent = try agent(answer: "{labels: [billing, technical, yes, 1.0, 'null']}")
    #expect(try agent.answer(in: " billing\n").value == .string("billing"))
    #expect(try agent.answer(in: "yes").value == .string("yes"))
    #expect(try agent.answer(in: "1.0").value == .string("1.0"))
    #expect(try agent.answer(in: "null").json == "\"null\"")
    for reply in [
      "Billing", "billing.", "billing technical", "the label is billing", "", "1", "billing\u{301}",
    ] {
      #expect(reason(agent, reply)?.hasPrefix("malformed: ") == true, "\(reply)")
    }
    #expect(reason(agent, "refund") == "malformed: \"refund\" is none of the labels")
  }

  @Test func `folded labels are those of the list`() throws {
    let agent = try agent(answer: "{labels: [Billing, Not applicable]}", vote: "folded")
    #expect(try agent.answer(in: "BILLING").value == .string("Billing"))
    #expect(try agent.answer(in: "not  Applicable") == agent.answer(in: "Not applicable"))
    #expect(reason(agent, "Billing!") != nil)
  }

  @Test func `a number is within its bounds and alone`() throws {
    let agent = try agent(answer: "{number: {min: 0, max: 100, decimals: 2}}")
    for reply in ["0", "100", " 12.50 ", "1e2", "1.500", "100.00"] {
      #expect(reason(agent, reply) == nil, "\(reply)")
    }
    #expect(try agent.answer(in: "12.50") == agent.answer(in: "12.5"))
    #expect(try agent.answer(in: "12.50").json == "12.50")
    #expect(try agent.answer(in: "12.50").canonical == "12.5")
    #expect(reason(agent, "-0.01") == "malformed: -0.01 is less than 0")
    #expect(reason(agent, "100.01") == "malformed: 100.01 is more than 100")
    #expect(reason(agent, "1.001") == "malformed: 1.001 has more than 2 decimals")
    for reply in ["12,50", "$12", "12 %", "+1", ".5", "twelve", "", "1 2", "0x1", "\"1\""] {
      #expect(reason(agent, reply)?.hasSuffix("is not a number and nothing else") == true, "\(reply)")
    }
  }

  @Test func `the groups of a pattern are the fields`() throws {
    let agent = try agent(
      answer: "{pattern: '(?<vendor>.+); total (?<total>[0-9.]+)(?<note>!)?'}",
      vote: "{vendor: folded, total: number}")
    let answer = try agent.answer(in: "ACME Corp; total 12.50\n")
    #expect(answer.json == #"{"vendor":"ACME Corp","total":"12.50","note":null}"#)
    #expect(answer.canonical == #"{"total":12.5,"vendor":"acme corp"}"#)
    #expect(try answer == agent.answer(in: "acme corp; total 12.5!"))
    #expect(try answer != agent.answer(in: "acme corp; total 12.51"))
    #expect(reason(agent, "It is ACME; total x") == "malformed: the pattern does not match the reply")
    #expect(reason(agent, "A; total 1.2.3") == "malformed: total is no number")
  }

  @Test(arguments: [
    #"{"a":1}"#, " \n{\"a\": 1.0}\n", "```json\n{\"a\":1}\n```", "```\n{\"a\":1}\n```",
    "```JSON \n{\n\"a\":1\n}\n\n```\n",
    "```json\r\n{\"a\":1}\r\n```",
  ])
  func `JSON is alone or alone in a fence`(reply: String) throws {
    let agent = try agent(answer: "{schema: {type: object, properties: {a: {type: integer}}, required: [a]}}")
    #expect(try agent.answer(in: reply).canonical == #"{"a":1}"#)
  }

  @Test(arguments: [
    "Here: {\"a\":1}", "{\"a\":1} is it", "```json\n{\"a\":1}\n``` done", "```json\n{\"a\":1}",
    "```python\n{\"a\":1}\n```", "```{\"a\":1}```",
    "````\n{\"a\":1}\n````", "{\"a\":1}{\"a\":1}", "{'a':1}", "{\"a\":1,}", "{\"a\":1,\"a\":1}", "", "```",
    "```json\n```", "{\"a\":\"1\"}", "{}", "null",
    "```json\n{\"a\":1}\n```\n```json\n{\"a\":1}\n```",
  ])
  func `JSON is never repaired`(reply: String) throws {
    let agent = try agent(answer: "{schema: {type: object, properties: {a: {type: integer}}, required: [a]}}")
    #expect(reason(agent, reply)?.hasPrefix("malformed: ") == true)
  }

  @Test func `a reply beyond all measure is overlong before it is read`() throws {
    let reply = String(repeating: "1", count: AgentLimits.replyBytes + 1)
    for answer in ["{number: }", "{schema: {}}", "{labels: [a, b]}", "{pattern: '(?<x>.*)'}"] {
      #expect(reason(try agent(answer: answer), reply) == "overlong: 65537 bytes, more than 65536")
    }
  }

  @Test func `fields that are not voted on are carried along`() throws {
    let agent = try agent(
      answer: "{schema: {type: object, properties: {a: {}, why: {}}, required: [a]}}", vote: "{a: json}")
    let (one, other) = (
      try agent.answer(in: #"{"why":"first","a":1.0}"#), try agent.answer(in: #"{"a":1,"why":"second"}"#)
    )
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
    var ballot = Ballot<AgentAnswer>(k: 2)
    ballot.cast(one)
    ballot.cast(other)
    #expect(ballot.decision?.json == #"{"why":"first","a":1.0}"#)
  }

  @Test func `a voted field that is absent is not null`() throws {
    let agent = try agent(
      answer: "{schema: {type: object, properties: {a: {}, b: {}}}}", vote: "{a: json, b: folded}")
    let forms = try ["{}", #"{"a":null}"#, #"{"b":null}"#, #"{"a":null,"b":null}"#, #"{"b":"null"}"#].map {
      try agent.answer(in: $0)
    }
    #expect(Set(forms).count == 5)
  }

  @Test func `a name and a value never run into one another`() throws {
    let agent = try agent(answer: "{pattern: '(?<a>.*)/(?<b>.*)'}")
    let replies = ["x/", "/x", "x/x", "/", "\"/", "x\",\"b\":\"/", "a:b/", "a/:b"]
    #expect(Set(try replies.map { try agent.answer(in: $0) }).count == replies.count)
  }

  @Test func `a record brings back the vote and the whole value`() throws {
    let agent = try agent(
      answer: "{schema: {type: object, properties: {a: {}, why: {}}}}", vote: "{a: number}")
    for reply in [#"{"a":1.50,"why":"line\nend"}"#, #"{"a":1.5}"#, #"{"a":"2"}"#, "{}"] {
      let answer = try agent.answer(in: reply)
      let again = try AgentAnswer(record: answer.record)
      #expect(again == answer)
      #expect(again.json == answer.json)
      #expect(again.canonical == answer.canonical)
      #expect(again.record == answer.record)
    }
    #expect(try agent.answer(in: #"{"a":1.5}"#).record == Array(#"{"a":1.5}"#.utf8))
    for record in ["", "x", "{}\n", "\n{}", "1\n1\n1"] {
      #expect(throws: MalformedRecord.self) { try AgentAnswer(record: Array(record.utf8)) }
    }
  }

  @Test func `records of random answers come back`() throws {
    var random = SeededGenerator(seed: 10)
    for comparator in Comparator.allCases {
      let agent = try agent(answer: "{schema: {}}", vote: comparator.rawValue)
      for _ in 0..<500 {
        guard let answer = try? agent.answer(in: random.value().json) else { continue }
        let again = try AgentAnswer(record: answer.record)
        #expect(again == answer && again.json == answer.json)
      }
    }
  }

  @Test func `a known value is compared like an answer`() throws {
    let labels = try agent(answer: "{labels: [yes, no]}")
    #expect(try labels.answer(known: .string("yes")) == labels.answer(in: "yes"))
    #expect(throws: Flagged.self) { try labels.answer(known: .bool(true)) }
    let number = try agent(answer: "{number: }")
    #expect(try number.answer(known: .number(#require(DecimalNumber("2.50")))) == number.answer(in: "2.5"))
    let object = try agent(answer: "{schema: {type: object, properties: {a: {type: number}}}}")
    #expect(try object.answer(known: .string(#"{"a":1}"#)) == object.answer(in: #"{"a":1.0}"#))
    #expect(
      try object.answer(known: .object([.init("a", .number(DecimalNumber(1)))]))
        == object.answer(in: #"{"a":1.0}"#))
    #expect(throws: Flagged.self) { try object.answer(known: .object([.init("a", .null)])) }
    let text = try agent(answer: "{schema: {type: string}}")
    #expect(try text.answer(known: .string("plain")) == text.answer(in: "\"plain\""))
  }

  @Test func `a program compares when it runs`() throws {
    var agent = try agent(
      answer: "{schema: {type: object, properties: {a: {}}}}", vote: "{program: [sh, compare.sh]}")
    #expect(agent.vote == .program(["sh", "compare.sh"]))
    #expect(reason(agent, "{}") == "malformed: the program that compares answers is not running")
    agent.comparison = { value in value["a"] ?? .null }
    #expect(try agent.answer(in: #"{"a":1,"b":2}"#) == agent.answer(in: #"{"b":3,"a":1.0}"#))
    #expect(try agent.answer(in: #"{"a":1}"#).canonical == "1")
  }
}
