import Yams

extension FileReader {
  /// What a reply has to be.
  mutating func answerForm(_ node: Node) -> AnswerForm? {
    let before = mistakes.count
    guard let keys = members(of: node, called: "answer", keys: AgentKeys.answer) else { return nil }
    // A form that is misspelt is not missing as well.
    if keys.isEmpty, mistakes.count > before { return nil }
    guard keys.count == 1, let (key, value) = keys.first else {
      note(
        keys.isEmpty ? "answer says nothing" : "answer has \(keys.count) forms",
        "give it exactly one of labels, number, pattern and schema", at: node)
      return nil
    }
    switch key {
    case "labels": return labels(value).map { .labels($0) }
    case "number": return numberForm(value).map { .number($0) }
    case "pattern": return answerPattern(value).map { .pattern($0) }
    default: return schema(value).map { .schema($0) }
    }
  }

  private mutating func labels(_ node: Node) -> [String]? {
    guard let nodes = list(node, called: "answer.labels", atMost: AgentLimits.labels) else { return nil }
    guard nodes.count >= 2 else {
      note("answer.labels has \(nodes.count == 1 ? "one label" : "no label")", "give at least two", at: node)
      return nil
    }
    var labels: [String] = []
    var seen: Set<[UInt8]> = []
    for node in nodes {
      guard let label = text(node, called: "a label") else { continue }
      if seen.insert(Array(label.trimmed.utf8)).inserted {
        labels.append(label.trimmed)
      } else {
        note("the label \"\(label.trimmed.prefix(60))\" is there twice", "leave one out", at: node)
      }
    }
    return labels
  }

  private mutating func numberForm(_ node: Node) -> AnswerForm.NumberForm? {
    // `number:` alone is any number.
    if node.scalar?.isNull == true { return AnswerForm.NumberForm() }
    guard let keys = members(of: node, called: "answer.number", keys: AgentKeys.number) else { return nil }
    let form = AnswerForm.NumberForm(
      minimum: keys["min"].flatMap { number($0, called: "answer.number.min") },
      maximum: keys["max"].flatMap { number($0, called: "answer.number.max") },
      decimals: keys["decimals"].flatMap { integer($0, called: "answer.number.decimals", in: 0...100) })
    if let minimum = form.minimum, let maximum = form.maximum, maximum < minimum {
      note("answer.number.min is more than max", "turn them round", at: keys["min"] ?? node)
    }
    return form
  }

  private mutating func answerPattern(_ node: Node) -> TextPattern? {
    guard let pattern = pattern(node, called: "answer.pattern") else { return nil }
    guard !pattern.groupNames.isEmpty else {
      note("answer.pattern names nothing", "name what to take out of the reply: (?<total>[0-9.]+)", at: node)
      return nil
    }
    return pattern
  }
}
