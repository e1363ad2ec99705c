import Maker
import MakerAgents
import Testing

@Suite struct AgentTemplateTests {
  /// The prompt of a template, which is put into the file as a block.
  private func text(_ template: String, _ record: String) throws -> String {
    let block = template.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(
      separator: "\n")
    let agent = try agent("name: a\nanswer: {number: }\nprompt: |-2\n\(block)\n")
    return try agent.prompt(for: AgentRecord(json: record.utf8)).content
  }

  @Test(arguments: [
    ("Hello {{name}}!", #"{"name":"World"}"#, "Hello World!"),
    ("{{a}} {{{a}}} {{&a}} {{ a }}", #"{"a":"<&\">"}"#, "<&\"> <&\"> <&\"> <&\">"),
    (
      "{{n}} {{t}} {{z}}|{{l}} {{o}}", #"{"n":1.50,"t":true,"z":null,"l":[1,"x"],"o":{"a":1}}"#,
      #"1.50 true |[1,"x"] {"a":1}"#
    ),
    (
      "{{Order ID}}, {{a.b}}, {{o.p.q}}", #"{"Order ID":"7","a.b":"dot","o":{"p":{"q":"deep"}}}"#,
      "7, dot, deep"
    ),
    ("{{#tags}}<{{.}}>{{/tags}}", #"{"tags":["a","b"]}"#, "<a><b>"),
    (
      "{{#lines}}{{n}} of {{who}};{{/lines}}", #"{"who":"x","lines":[{"n":1},{"n":2,"who":"y"}]}"#,
      "1 of x;2 of y;"
    ),
    ("{{#o}}{{a}}{{/o}}", #"{"o":{"a":1}}"#, "1"),
    ("{{#note}}Note: {{note}}{{/note}}", #"{"note":"n"}"#, "Note: n"),
    ("{{#note}}Note: {{note}}{{/note}}{{^note}}none{{/note}}", #"{"note":""}"#, "none"),
    ("{{#a}}x{{/a}}{{#b}}y{{/b}}{{#c}}z{{/c}}{{#d}}0{{/d}}", #"{"a":false,"b":null,"c":[],"d":0}"#, "0"),
    ("{{^a}}x{{/a}}{{^b}}y{{/b}}", #"{"a":false,"b":true}"#, "x"),
    ("a{{! nothing }}b", "{}", "ab"),
    ("a\n{{! alone\n on lines }}\nb", "{}", "a\nb"),
    ("a\n  {{#x}}\n  in\n  {{/x}}\nb", #"{"x":true}"#, "a\n  in\nb"),
    ("{{#x}}\n{{.}}\n{{/x}}\nend", #"{"x":[1,2]}"#, "1\n2\nend"),
    ("{{#x}} y {{/x}} z", #"{"x":true}"#, " y  z"),
    ("{{=<% %>=}}\n{{x}} <%x%>", #"{"x":"v"}"#, "{{x}} v"),
    ("{x} } {", #"{"x":1}"#, "{x} } {"),
    ("{{x}}", #"{"x":"{{y}}"}"#, "{{y}}"),
    ("{{% change}}", #"{"% change":"5"}"#, "5"),
    ("{{#a}}{{#b}}{{c}}{{/b}}{{/a}}", #"{"a":[{"b":{"c":1}},{"b":{"c":2}}]}"#, "12"),
  ])
  func `a template is filled with a record`(template: String, record: String, expected: String) throws {
    #expect(try text(template, record) == expected)
  }

  @Test(arguments: ["{{x}}", "{{#x}}a{{/x}}", "{{^x}}a{{/x}}", "{{o.x}}", "{{#l}}{{x}}{{/l}}"])
  func `a field that is not there is an error and never nothing`(template: String) throws {
    #expect(throws: AgentRecordFailure.self) {
      try text(template, #"{"name":"a","l":[{"y":1}],"o":{"y":1}}"#)
    }
  }

  @Test func `the error names the field and those there are`() throws {
    let failure = #expect(throws: AgentRecordFailure.self) {
      try text("\n{{subjct}}", #"{"subject":"a","body":"b"}"#)
    }
    #expect(
      failure?.description
        == "the template names the field \"subjct\", which the record does not have (line 2 of the prompt); "
        + "did you mean \"subject\"? the record has subject, body")
    let empty = #expect(throws: AgentRecordFailure.self) { try text("{{x}}", "{}") }
    #expect(empty?.description.hasSuffix("the record has no fields") == true)
  }

  @Test func `a check sees names in sections that are left out`() throws {
    let file = """
      name: a
      answer: {number: }
      prompt: |
        {{subject}} {{boddy}}
        {{#flag}}{{inner}}{{/flag}}
        {{#lines}}
          {{total}} {{totl}}
        {{/lines}}
        {{#empty}}{{anything}}{{/empty}}{{^flag}}{{other}}{{/flag}}
      """
    let record = try AgentRecord(
      json: #"{"subject":"","body":"","flag":false,"lines":[{"total":1}],"empty":[]}"#.utf8)
    let found = try agent(file).mistakes(for: record)
    #expect(
      found.map { "\($0.line ?? 0):\($0.column ?? 0) \($0.what)" } == [
        "4:15 the template names the field \"boddy\", which the record does not have",
        "5:12 the template names the field \"inner\", which the record does not have",
        "7:15 the template names the field \"totl\", which the record does not have",
        "9:44 the template names the field \"other\", which the record does not have",
      ])
    #expect(found[0].remedy == "did you mean \"body\"? the record has subject, body, flag, lines, empty")
    #expect(
      found[2].remedy == "did you mean \"total\"? the record has total, subject, body, flag, lines, empty")
  }

  @Test func `whatever fits the check is rendered`() throws {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<500 {
      let names = (0..<3).map { "f\($0)" }
      let record = AgentRecord(names.map { AgentValue.Member($0, random.value(depth: 2)) })
      let template = (0..<4).map { _ in
        let name = names.randomElement(using: &random) ?? "f0"
        return ["{{\(name)}}", "{{#\(name)}}[{{.}}]{{/\(name)}}", "{{^\(name)}}no{{/\(name)}}", "text"]
          .randomElement(using: &random) ?? ""
      }.joined()
      let agent = try agent("name: a\nanswer: {number: }\nprompt: '\(template)'\n")
      #expect(agent.mistakes(for: record).isEmpty)
      _ = try agent.prompt(for: record)
    }
  }

  @Test func `a prompt carries the instructions and the schema`() throws {
    let agent = try agent(
      "name: n\nprompt: p\ninstructions: i\nanswer: {schema: {type: object, properties: {a: {const: 1.50}}}}\n"
    )
    let prompt = try agent.prompt(for: AgentRecord([]))
    #expect(prompt.instructions == Instructions("i"))
    #expect(
      prompt.schema
        == ResponseSchema(name: "n", json: #"{"type":"object","properties":{"a":{"const":1.50}}}"#))
  }

  @Test func `a prompt that grows beyond all measure is an error`() throws {
    let agent = try agent("name: a\nanswer: {number: }\nprompt: '{{#l}}{{x}}{{/l}}'\n")
    let list = AgentValue.list(Array(repeating: .bool(true), count: 5_000))
    let record = AgentRecord([.init("l", list), .init("x", .string(String(repeating: "x", count: 1_000)))])
    #expect(throws: AgentRecordFailure.self) { try agent.prompt(for: record) }
  }
}
