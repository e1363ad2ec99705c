import MakerAgents
import Testing

/// The published schema of agent files is held to the parser.
@Suite struct AgentSchemaTests {
  private let schema: AgentValue

  init() throws { schema = try AgentValue(json: document("agent.schema.json").utf8) }

  /// The part of the schema at a path of names.
  private func part(_ path: String...) throws -> AgentValue {
    try path.reduce(schema) { try #require($0[$1], "\(path)") }
  }

  private func names(_ value: AgentValue) -> [String] {
    guard case .object(let members) = value else { return [] }
    return members.map(\.name)
  }

  private func texts(_ value: AgentValue) -> [String] {
    guard case .list(let values) = value else { return [] }
    return values.map(\.promptText)
  }

  @Test func `it has the keys that the parser knows, and no other`() throws {
    let temperature = try part("$defs", "agent", "properties", "temperature", "oneOf")
    guard case .list(let ways) = temperature else { return }
    let found = [
      "": try part("$defs", "agent", "properties"), "temperature": try #require(ways.last?["properties"]),
      "answer": try part("$defs", "agent", "properties", "answer", "properties"),
      "answer.number": try part(
        "$defs", "agent", "properties", "answer", "properties", "number", "properties"),
      "flags": try part("$defs", "agent", "properties", "flags", "properties"),
      "price": try part("$defs", "agent", "properties", "price", "properties"),
      "answer.schema": try part("$defs", "schema", "properties"),
      "steps": try part("$defs", "steps", "properties"),
    ]
    #expect(Set(found.keys) == Set(AgentKeys.all.keys))
    for (place, keys) in AgentKeys.all {
      #expect(names(try #require(found[place])).sorted() == keys.sorted(), "\(place)")
    }
  }

  @Test func `it takes no key beside them`() throws {
    for closed in [
      try part("$defs", "agent"), try part("$defs", "steps"),
      try part("$defs", "agent", "properties", "answer"),
      try part("$defs", "agent", "properties", "answer", "properties", "number"),
      try part("$defs", "agent", "properties", "flags"),
      try part("$defs", "agent", "properties", "price"), try part("$defs", "schema"),
    ] {
      #expect(closed["additionalProperties"] == .bool(false))
    }
  }

  @Test func `it has the ways of comparing and the types that the parser knows`() throws {
    #expect(texts(try part("$defs", "comparator", "enum")) == Comparator.allCases.map(\.rawValue))
    #expect(texts(try part("$defs", "kind", "enum")) == AnswerSchema.Kind.allCases.map(\.rawValue))
    #expect(texts(try part("$defs", "agent", "required")) == ["name", "prompt", "answer"])
  }

  @Test func `every key is on the page of the documentation`() throws {
    let page = try document("agent-file.md")
    for key in AgentKeys.all.values.joined() where key != "$schema" && key != "$comment" {
      #expect(page.contains(key), "\(key)")
    }
    for comparator in Comparator.allCases { #expect(page.contains("`\(comparator.rawValue)`")) }
  }
}
