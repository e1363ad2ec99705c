/// The keys of an agent file. `docs/agent.schema.json` has the same; a test holds the two together.
package enum AgentKeys {
  static let file = [
    "name", "description", "instructions", "prompt", "model", "temperature", "max_reply_tokens", "answer",
    "vote",
    "flags", "price",
  ]
  /// The keys of a file of several agents; the first makes it one.
  static let steps = ["steps", "name", "description"]
  static let temperature = ["first", "rest"]
  static let answer = ["labels", "number", "pattern", "schema"]
  static let number = ["min", "max", "decimals"]
  static let flags = ["max_tokens", "forbidden", "required", "check"]
  static let price = ["input", "output", "cached_input", "cache_write"]
  /// The key under `vote` that names a program and not a field.
  static let voteProgram = "program"
  /// The keywords of JSON Schema that are known.
  static let schema = [
    "$schema", "$comment", "title", "description", "type", "enum", "const", "anyOf", "properties", "required",
    "additionalProperties", "items", "minItems", "maxItems", "uniqueItems", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern",
  ]

  /// Every list of keys by the place it has in the file, for the test of the published schema.
  package static let all: [String: [String]] = [
    "": file, "steps": steps, "temperature": temperature, "answer": answer, "answer.number": number,
    "flags": flags,
    "price": price,
    "answer.schema": schema,
  ]
}
