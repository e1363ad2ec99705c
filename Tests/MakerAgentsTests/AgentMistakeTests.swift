import MakerAgents
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct AgentMistakeTests {
  private static let ok = "name: a\nprompt: '{{x}}'\nanswer: {number: }\n"

  @Test(arguments: [
    (
      "name: a b\nprompt: p\nanswer: {number: }",
      "1:7: name has other characters, or is too long; use up to 64 letters"
    ),
    ("name: [a]\nprompt: p\nanswer: {number: }", "1:7: name is no text"),
    ("name:\nprompt: p\nanswer: {number: }", "1:6: name is empty"),
    ("name: a\nprompt: ''\nanswer: {number: }", "2:9: prompt is empty"),
    ("name: a\nanswer: {number: }", "1:1: the key \"prompt\" is missing; add it"),
    ("name: a\nprompt: p", "1:1: the key \"answer\" is missing"),
    (ok + "promt: x", "4:1: the file has no key \"promt\"; did you mean \"prompt\"?"),
    (ok + "zzz: x", "4:1: the file has no key \"zzz\"; the keys are name, description"),
    ("- a", "1:1: the file is no mapping"),
    ("just text", "1:1: the file is no mapping"),
    (ok + "[a]: b", "4:1: a key of the file is no text"),
    (ok + "model: gpt 4", "4:8: model is no model's name; write it as in openai/gpt-4.1-mini"),
    (ok + "temperature: 0", "4:14: temperature is 0; repeated samples need more than 0"),
    (ok + "temperature: '0.5'", "4:14: temperature is no number"),
    (ok + "temperature: hot", "4:14: temperature is no number"),
    (ok + "temperature: 2.1", "4:14: temperature is 2.1; use 2 or less"),
    (ok + "temperature: {first: 0}", "4:14: temperature lacks \"rest\""),
    (ok + "temperature: {first: 0, rest: 0}", "4:31: temperature.rest is 0; repeated"),
    (ok + "temperature: {first: -1, rest: 1}", "4:22: temperature.first is -1; use 0 or more"),
    (
      ok + "temperature: {first: 0, rest: 1, rset: 1}",
      "4:34: temperature has no key \"rset\"; did you mean \"rest\"?"
    ),
    (ok + "max_reply_tokens: 0", "4:19: max_reply_tokens is 0; use 1 or more"),
    (ok + "max_reply_tokens: 1.5", "4:19: max_reply_tokens is not a whole number"),
    (ok + "price: {input: 1}", "4:8: price lacks \"output\""),
    (ok + "price: {input: -1, output: 1}", "4:16: price.input is -1; use 0 or more"),
    (ok + "price: 1", "4:8: price is no mapping"),
    (ok + "flags: {max_token: 3}", "4:9: flags has no key \"max_token\"; did you mean \"max_tokens\"?"),
    (ok + "flags: {max_tokens: many}", "4:21: flags.max_tokens is no number"),
    (ok + "flags: {forbidden: x}", "4:20: flags.forbidden is no list"),
    (
      ok + "flags:\n  forbidden:\n    - ok\n    - '(?i)a(b'",
      "7:13: flags.forbidden: a ( is not closed; close it with ), or write \\( for the character"
    ),
    (ok + "flags: {required: ['[a']}", "4:21: flags.required: a [ is not closed"),
    (
      ok + "flags: {check: python3 check.py}",
      "4:16: flags.check is no list of words; write [\"python3\", \"check.py\"]: there is no shell"
    ),
    (ok + "flags: {check: []}", "4:16: flags.check names no program"),
  ])
  func `a mistake has its place and its remedy`(file: String, expected: String) {
    #expect(
      mistakes(file).map { String($0.prefix("agent.yaml:\(expected)".count)) } == ["agent.yaml:\(expected)"])
  }

  @Test(arguments: [
    ("{}", "3:9: answer says nothing; give it exactly one"),
    ("{number: , labels: [a, b]}", "3:9: answer has 2 forms"),
    ("{label: [a, b]}", "3:10: answer has no key \"label\"; did you mean \"labels\"?"),
    ("{labels: a}", "3:18: answer.labels is no list"),
    ("{labels: [a]}", "3:18: answer.labels has one label; give at least two"),
    ("{labels: [a, b, ' a']}", "3:25: the label \"a\" is there twice"),
    ("{labels: [a, b, '']}", "3:25: a label is empty"),
    ("{number: {min: 2, max: 1}}", "3:24: answer.number.min is more than max"),
    ("{number: {min: x}}", "3:24: answer.number.min is no number"),
    ("{number: {decimals: -1}}", "3:29: answer.number.decimals is -1; use 0 or more"),
    ("{number: {mni: 1}}", "3:19: answer.number has no key \"mni\"; did you mean \"min\"?"),
    (
      "{pattern: 'a+'}",
      "3:19: answer.pattern names nothing; name what to take out of the reply: (?<total>[0-9.]+)"
    ),
    ("{pattern: '(?<a>x)(?=b)'}", "3:27: answer.pattern: looking ahead or behind is not there"),
    ("{schema: {tpye: string}}", "3:19: answer.schema has no key \"tpye\"; did you mean \"type\"?"),
    ("{schema: {format: date}}", "3:19: answer.schema has no key \"format\"; the keys are"),
    ("{schema: {type: text}}", "3:25: answer.schema.type is not a type of JSON Schema; use null, boolean"),
    (
      "{schema: {type: strin}}", "3:25: answer.schema.type is not a type of JSON Schema; did you mean string?"
    ),
    (
      "{schema: {properties: {a: {minimun: 1}}}}",
      "3:36: answer.schema.properties.a has no key \"minimun\"; did you mean \"minimum\"?"
    ),
    (
      "{schema: {properties: {a: {}}, required: [b]}}",
      "3:51: answer.schema.required names \"b\", which is no property"
    ),
    ("{schema: {enum: []}}", "3:25: answer.schema.enum has no value"),
    ("{schema: {items: {pattern: '['}}}", "3:37: answer.schema.items.pattern: a [ is not closed"),
    ("{schema: {minItems: 2, maxItems: 1}}", "3:29: answer.schema.minItems is more than maxItems"),
    ("{schema: {minLength: -1}}", "3:30: answer.schema.minLength is -1; use 0 or more"),
    ("{schema: {minimum: 2, maximum: 1}}", "3:28: answer.schema.minimum is more than maximum"),
    ("{schema: {uniqueItems: yes}}", "3:32: answer.schema.uniqueItems is neither true nor false"),
    ("{schema: {anyOf: [{type: x}]}}", "3:34: answer.schema.anyOf[0].type is not a type"),
    (
      "{schema: {additionalProperties: {}}}",
      "3:41: answer.schema.additionalProperties is neither true nor false"
    ),
    ("{schema: 5}", "3:18: answer.schema is no mapping"),
  ])
  func `a mistake of the answer has its place and its remedy`(answer: String, expected: String) {
    let found = mistakes(head + "answer: \(answer)")
    #expect(found.map { String($0.prefix("agent.yaml:\(expected)".count)) } == ["agent.yaml:\(expected)"])
  }

  @Test(arguments: [
    ("{labels: [a, b]}", "number", "4:7: labels are not compared by number; use exact or folded"),
    ("{labels: [a, A]}", "folded", "4:7: the labels \"a\" and \"A\" are the same once folded"),
    ("{labels: [a, b]}", "{a: exact}", "4:7: the answer has no fields to vote on"),
    ("{number: }", "folded", "4:7: a number is not compared by folded; leave vote out"),
    ("{schema: {type: object}}", "number", "4:7: an object is not compared by number; name the field"),
    ("{schema: {type: string}}", "{a: exact}", "4:7: the answer has no fields to vote on; give its schema"),
    (
      "{schema: {type: object, properties: {total: {}}}}", "{totl: exact}",
      "4:8: vote names \"totl\", which is no field of the answer; did you mean \"total\"?"
    ),
    (
      "{schema: {type: object, properties: {total: {}}}}", "{}",
      "4:7: vote names no field; name at least one of total"
    ),
    (
      "{pattern: '(?<a>x)'}", "{a: fold}",
      "4:11: vote.a is compared by \"fold\", which is not known; did you mean folded? use one of exact"
    ),
    ("{pattern: '(?<a>x)'}", "[a]", "4:7: vote is no mapping"),
    ("{pattern: '(?<a>x)'}", "{program: []}", "4:17: vote.program names no program"),
    ("{pattern: '(?<a>x)'}", "{program: [sh], a: exact}", "4:8: vote has a program and fields"),
  ])
  func `a mistake of the vote has its place and its remedy`(answer: String, vote: String, expected: String) {
    let found = mistakes(head + "answer: \(answer)\nvote: \(vote)")
    #expect(found.map { String($0.prefix("agent.yaml:\(expected)".count)) } == ["agent.yaml:\(expected)"])
  }

  @Test(arguments: [
    ("prompt: a {{x", "2:11: a tag is not closed; close it with }}"),
    ("prompt: '{{#x}}'", "2:10: the section {{#x}} is not closed; close it with {{/x}}"),
    ("prompt: \"a {{/x}}\"", "2:12: {{/x}} closes no section; leave it out"),
    (
      "prompt: |\n  a\n  {{#x}}{{/y}}",
      "4:9: {{/y}} closes no section; the open one is {{#x}} of line 2; close it with {{/x}}"
    ),
    ("prompt: |\n\n    a {{}}", "4:7: a tag names no field"),
    ("prompt: >\n  a {{}}", "2:9: a tag names no field"),
    ("prompt: '{{> other}}'", "2:10: a prompt takes in no other template, and {{>other}} asks for one"),
    ("prompt: '{{=<%=}}'", "2:10: the new delimiters are not two"),
    ("prompt: 'it''s {{}}'", "2:10: a tag names no field"),
  ])
  func `a mistake of the prompt has its place in the file`(prompt: String, expected: String) {
    let found = mistakes("name: a\n\(prompt)\nanswer: {number: }")
    #expect(found.map { String($0.prefix("agent.yaml:\(expected)".count)) } == ["agent.yaml:\(expected)"])
  }

  @Test(arguments: [
    ("name: a\n\tprompt: b", "2:1: this is not YAML: "), ("name: 'a", "1:9: this is not YAML: "),
    ("name: a\nname: b", "1:1: the key \"name\" is there twice"),
    ("a: [", "2:1: this is not YAML: "), ("a: *b", "1:4: this is not YAML: found undefined alias"),
    ("name: a\n--- \nname: b", "2:1: this is not YAML: but found another document"),
    ("name: a\nprompt: \u{7}", "2:9: this is not YAML: "),
  ])
  func `what is no YAML says where`(file: String, expected: String) {
    #expect(
      mistakes(file).map { String($0.prefix("agent.yaml:\(expected)".count)) } == ["agent.yaml:\(expected)"])
  }

  @Test(arguments: ["", "\n\n", "# a comment", "---", "~"])
  func `an empty file is told`(file: String) {
    #expect(mistakes(file) == ["agent.yaml: the file is empty; write at least name, prompt and answer"])
  }

  @Test func `all mistakes of a file are told, in the order of its lines`() {
    let found = mistakes(
      """
      nam: a
      prompt: '{{#x}}'
      temperature: 9
      answer:
        schema:
          type: obj
          propertys: {}
      vote: exat
      flags: {forbidden: ['(', ')']}
      """)
    #expect(
      found.map { $0.split(separator: ":").dropFirst().prefix(2).joined(separator: ":") } == [
        "1:1", "1:1", "2:10", "3:14", "6:11", "7:5", "8:7", "9:22", "9:27",
      ])
  }

  @Test func `no more than a hundred mistakes are told`() {
    #expect(mistakes((0..<500).map { "key\($0): x\n" }.joined()).count == AgentLimits.mistakes)
  }

  @Test func `sizes are bounded`() {
    let large = String(repeating: "# comment\n", count: 100_001)
    #expect(
      mistakes(large) == [
        "agent.yaml: the file is larger than 1000000 bytes; shorten the prompt, or put what differs into the records"
      ])
    let many = (0...10_000).map { "l\($0)" }.joined(separator: ", ")
    #expect(
      mistakes(head + "answer: {labels: [\(many)]}").first?.contains(
        "answer.labels has 10001 values; use at most 10000") == true)
    let deep = String(repeating: "{items: ", count: 40) + "{}" + String(repeating: "}", count: 40)
    #expect(mistakes(head + "answer: {schema: \(deep)}").first?.contains("nested more than 32 deep") == true)
    #expect(mistakes(String(repeating: "[", count: 100_000)).count == 1)
    let bomb = { (count: Int) in
      "a0: &a0 x\n" + (1...count).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
        + "? *a\(count)\n: x\n"
    }
    #expect(mistakes(bomb(40)) == ["agent.yaml: the file has 81 aliases; use at most 40, or write them out"])
    #expect(!mistakes(bomb(19)).isEmpty)
  }

  @Test func `a file that cannot be read is told`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "agents-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = folder.appending(path: "none.yaml").path
    let mistake = #expect(throws: AgentMistakes.self) { try AgentFile.agent(at: missing) }
    #expect(
      mistake?.description == "\(missing): the file cannot be read; check its name and that you may read it")
    let latin = folder.appending(path: "latin.yaml")
    try Data([0x6E, 0xE9]).write(to: latin)
    #expect(throws: AgentMistakes.self) { try AgentFile.agent(at: latin.path) }
    let good = folder.appending(path: "good.yaml")
    try Data(Self.ok.utf8).write(to: good)
    #expect(try AgentFile.agent(at: good.path).name == "a")
  }
}
