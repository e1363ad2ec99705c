import Maker
import MakerAgents
import Testing

@Suite struct AnswerSchemaTests {
  /// What is wrong with a value under a schema; nil when nothing is.
  private func problem(_ schema: String, _ json: String) throws -> String? {
    guard case .schema(let schema) = try agent(answer: "{schema: \(schema)}").answerForm else {
      return "no schema"
    }
    return schema.problem(with: try AgentValue(json: json.utf8))
  }

  @Test(arguments: [
    ("{}", ["null", "1", "\"x\"", "[]", "{}", "true"]),
    ("{type: integer}", ["1", "-1", "1.0", "1e3"]),
    ("{type: [string, 'null']}", ["\"\"", "null"]),
    ("{type: null}", ["null"]),
    ("{enum: [a, 1, null, {b: [1.0]}]}", ["\"a\"", "1.0", "null", "{\"b\":[1]}"]),
    ("{const: yes}", ["\"yes\""]),
    ("{anyOf: [{type: string}, {type: number, minimum: 5}]}", ["\"x\"", "5"]),
    ("{minimum: 0, exclusiveMaximum: 1}", ["0", "0.999999999999999999999", "\"text\""]),
    ("{minLength: 1, maxLength: 2}", ["\"a\"", "\"木🙂\"", "5"]),
    ("{pattern: '^[A-Z]+$'}", ["\"ABC\""]),
    ("{type: array, items: {type: number}, minItems: 1, maxItems: 2, uniqueItems: true}", ["[1]", "[1,2]"]),
    ("{type: object, properties: {a: {type: number}}, required: [a]}", ["{\"a\":1}", "{\"a\":1,\"b\":2}"]),
    ("{type: object, properties: {a: {}}, additionalProperties: false}", ["{}", "{\"a\":null}"]),
  ])
  func `a schema holds`(schema: String, values: [String]) throws {
    for value in values { #expect(try problem(schema, value) == nil, "\(value)") }
  }

  @Test(arguments: [
    ("{type: integer}", "1.5", "the answer is a number and should be integer"),
    ("{type: [string, 'null']}", "1", "the answer is a number and should be string or null"),
    ("{enum: [a, 1]}", "\"b\"", "the answer is none of \"a\", 1"),
    ("{enum: [a]}", "\"A\"", "the answer is none of \"a\""),
    ("{const: 1}", "\"1\"", "the answer is none of 1"),
    ("{anyOf: [{type: string}, {minimum: 5}]}", "4", "the answer fits none of anyOf"),
    ("{minimum: 0}", "-1e-9", "the answer is -1e-9, less than 0"),
    ("{maximum: 10}", "10.01", "the answer is 10.01, more than 10"),
    ("{exclusiveMinimum: 0}", "0.0", "the answer is 0.0, not more than 0"),
    ("{exclusiveMaximum: 1}", "1", "the answer is 1, not less than 1"),
    ("{minLength: 2}", "\"a\"", "the answer has 1 characters, less than 2"),
    ("{maxLength: 1}", "\"e\u{301}\"", "the answer has 2 characters, more than 1"),
    ("{pattern: '^a$'}", "\"b\"", "the answer does not match ^a$"),
    ("{items: {type: number}}", "[1,\"x\"]", "[1] is a text and should be number"),
    ("{minItems: 1}", "[]", "the answer has 0 values, less than 1"),
    ("{maxItems: 1}", "[1,2]", "the answer has 2 values, more than 1"),
    ("{uniqueItems: true}", "[1,1.0]", "the answer has a value twice"),
    ("{type: object, properties: {a: {}}, required: [a]}", "{}", "the answer lacks \"a\""),
    (
      "{type: object, properties: {a: {}}, additionalProperties: false}", "{\"b\":1}",
      "the answer has \"b\", which is no property of the schema"
    ),
    (
      "{properties: {lines: {items: {properties: {total: {type: number}}, required: [total]}}}}",
      #"{"lines":[{"total":1},{}]}"#,
      "lines[1] lacks \"total\""
    ),
    (
      "{properties: {lines: {items: {properties: {total: {type: number}}}}}}", #"{"lines":[{"total":"1"}]}"#,
      "lines[0].total is a text and should be number"
    ),
  ])
  func `a schema does not hold, and says where`(schema: String, value: String, expected: String) throws {
    #expect(try problem(schema, value) == expected)
  }

  @Test func `the schema is sent as it was written`() throws {
    let agent = try agent(
      """
      name: a
      prompt: p
      answer:
        schema:
          type: object
          properties:
            b: {type: number, minimum: 0.50, description: "yes"}
            a: {enum: [yes, 1, null, ~]}
          required: [b]
      """)
    guard case .schema(let schema) = agent.answerForm else { return }
    #expect(
      schema.json
        == #"{"type":"object","properties":{"b":{"type":"number","minimum":0.50,"description":"yes"},"#
        + #""a":{"enum":["yes",1,null,null]}},"required":["b"]}"#)
  }
}
