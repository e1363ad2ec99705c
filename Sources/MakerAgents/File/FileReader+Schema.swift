import Yams

extension FileReader {
  private static let maximumDepth = 32

  /// The schema of an answer.
  mutating func schema(_ node: Node) -> AnswerSchema? {
    var budget = 10_000
    guard let value = AgentValue(yaml: node, budget: &budget) else {
      note("answer.schema is too large or nested too deep", "use at most 10,000 values, 64 deep", at: node)
      return nil
    }
    var schema = schema(node, called: "answer.schema", depth: 0)
    schema?.json = value.json
    return schema
  }

  private mutating func schema(_ node: Node, called name: String, depth: Int) -> AnswerSchema? {
    guard depth < Self.maximumDepth else {
      note("\(name) is nested more than \(Self.maximumDepth) deep", "nest less", at: node)
      return nil
    }
    guard let keys = members(of: node, called: name, keys: AgentKeys.schema) else { return nil }
    var schema = AnswerSchema()
    schema.kinds = keys["type"].map { kinds($0, called: "\(name).type") } ?? []
    allowed(keys, called: name, into: &schema)
    if let node = keys["anyOf"] {
      let nodes = list(node, called: "\(name).anyOf", atMost: 100) ?? []
      schema.alternatives = nodes.enumerated().compactMap {
        self.schema($1, called: "\(name).anyOf[\($0)]", depth: depth + 1)
      }
    }
    properties(keys, called: name, depth: depth, into: &schema)
    if let node = keys["items"] {
      schema.items = self.schema(node, called: "\(name).items", depth: depth + 1).map { [$0] } ?? []
    }
    schema.itemCounts = counts(keys, "minItems", "maxItems", called: name)
    schema.itemsAreUnique = keys["uniqueItems"].flatMap { bool($0, called: "\(name).uniqueItems") } ?? false
    bounds(keys, called: name, into: &schema)
    schema.lengths = counts(keys, "minLength", "maxLength", called: name)
    schema.pattern = keys["pattern"].flatMap { pattern($0, called: "\(name).pattern") }
    return schema
  }

  private mutating func kinds(_ node: Node, called name: String) -> [AnswerSchema.Kind] {
    let nodes = node.sequence.map(Array.init) ?? [node]
    let known = AnswerSchema.Kind.allCases.map(\.rawValue)
    return nodes.prefix(known.count).compactMap { node in
      // `type: null` is written without quotes by nearly everybody.
      if let kind = node.scalar.flatMap({ AnswerSchema.Kind(rawValue: $0.string) }) { return kind }
      let nearest = node.scalar.flatMap { NearestKey.of($0.string, among: known) }
      note(
        "\(name) is not a type of JSON Schema",
        nearest.map { "did you mean \($0)?" } ?? "use \(known.joined(separator: ", "))", at: node)
      return nil
    }
  }

  private mutating func allowed(_ keys: [String: Node], called name: String, into schema: inout AnswerSchema)
  {
    var nodes: [Node] = []
    if let node = keys["const"] { nodes = [node] }
    if let node = keys["enum"] {
      nodes = list(node, called: "\(name).enum", atMost: AgentLimits.labels) ?? []
      if nodes.isEmpty { note("\(name).enum has no value", "give at least one", at: node) }
    }
    guard !nodes.isEmpty else { return }
    var budget = 20_000
    let values = nodes.compactMap { AgentValue(yaml: $0, budget: &budget) }
    let texts = values.map(\.json)
    schema.allowed = Set(values.map(\.canonicalBytes))
    schema.firstAllowed = values.first
    schema.allowedText = texts.prefix(10).joined(separator: ", ") + (texts.count > 10 ? ", ..." : "")
  }

  private mutating func properties(
    _ keys: [String: Node], called name: String, depth: Int, into schema: inout AnswerSchema
  ) {
    if let node = keys["properties"], let pairs = pairs(of: node, called: "\(name).properties") {
      guard pairs.count <= AgentLimits.fields else {
        return note("\(name) has \(pairs.count) properties", "use at most \(AgentLimits.fields)", at: node)
      }
      for (key, _, node) in pairs {
        let property = self.schema(node, called: "\(name).properties.\(key.prefix(60))", depth: depth + 1)
        if let property { schema.properties.append((key, property)) }
      }
    }
    if let node = keys["additionalProperties"] {
      schema.takesOtherProperties = bool(node, called: "\(name).additionalProperties") ?? true
    }
    guard let node = keys["required"] else { return }
    let names = schema.properties.map(\.name)
    for node in list(node, called: "\(name).required", atMost: AgentLimits.fields) ?? [] {
      guard let required = text(node, called: "a name of \(name).required") else { continue }
      if !names.contains(where: { $0.isSame(as: required) }) {
        let nearest = NearestKey.of(required, among: names)
        note(
          "\(name).required names \"\(required.prefix(60))\", which is no property",
          nearest.map { "did you mean \"\($0)\"?" } ?? "add it to properties", at: node)
      }
      schema.required.append(required)
    }
  }

  private mutating func counts(
    _ keys: [String: Node], _ least: String, _ most: String, called name: String
  ) -> ClosedRange<Int> {
    let bounds = 0...1_000_000
    let lower = keys[least].flatMap { integer($0, called: "\(name).\(least)", in: bounds) } ?? 0
    let upper = keys[most].flatMap { integer($0, called: "\(name).\(most)", in: bounds) } ?? Int.max
    guard lower <= upper else {
      if let node = keys[least] { note("\(name).\(least) is more than \(most)", "turn them round", at: node) }
      return 0...Int.max
    }
    return lower...upper
  }

  private mutating func bounds(_ keys: [String: Node], called name: String, into schema: inout AnswerSchema) {
    schema.minimum = keys["minimum"].flatMap { number($0, called: "\(name).minimum") }
    schema.maximum = keys["maximum"].flatMap { number($0, called: "\(name).maximum") }
    schema.exclusiveMinimum = keys["exclusiveMinimum"].flatMap {
      number($0, called: "\(name).exclusiveMinimum")
    }
    schema.exclusiveMaximum = keys["exclusiveMaximum"].flatMap {
      number($0, called: "\(name).exclusiveMaximum")
    }
    if let minimum = schema.minimum, let maximum = schema.maximum, maximum < minimum,
      let node = keys["minimum"]
    {
      note("\(name).minimum is more than maximum", "turn them round", at: node)
    }
  }
}
