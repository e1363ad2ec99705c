import MakerAgents

extension AnswerForm {
  /// How many labels are named in a sentence.
  private static let namedLabels = 20

  /// What a reply has to be, in words.
  var words: String {
    switch self {
    case .labels(let labels):
      let named = labels.prefix(Self.namedLabels).joined(separator: ", ")
      let more = labels.count - Self.namedLabels
      return "one of \(Figures.count(labels.count)) labels: \(named)" + (more > 0 ? " and \(more) more" : "")
    case .number(let form):
      let bounds = [
        form.minimum.map { "at least \($0)" }, form.maximum.map { "at most \($0)" },
        form.decimals.map { "\($0) \($0 == 1 ? "decimal" : "decimals") or fewer" },
      ]
      return (["a number"] + bounds.compactMap(\.self)).joined(separator: ", ")
    case .pattern(let pattern):
      let fields = pattern.groupNames.isEmpty ? "no fields" : pattern.groupNames.joined(separator: ", ")
      return "a text that all matches \(pattern); fields: \(fields)"
    case .schema(let schema): return "JSON that this schema holds for: \(PlainText.short(schema.json, 1000))"
    }
  }

  /// What a reply has to be, as the agent file says it under the form's key, as JSON.
  var detailJSON: String {
    switch self {
    case .labels(let labels): return AgentValue.list(labels.map(AgentValue.string)).json
    case .number(let form):
      let bounds: [(String, DecimalNumber?)] = [
        ("min", form.minimum), ("max", form.maximum), ("decimals", form.decimals.map { DecimalNumber($0) }),
      ]
      return AgentValue.object(
        bounds.compactMap { name, number in number.map { AgentValue.Member(name, .number($0)) } }
      ).json
    case .pattern(let pattern): return AgentValue.string(pattern.source).json
    case .schema(let schema): return schema.json
    }
  }
}

extension AgentVote {
  /// What is voted on and how it is compared, in words.
  var words: String {
    switch self {
    case .whole(let way): "all of the answer, \(way.rawValue)"
    case .fields(let fields):
      fields.map { "\($0.name) (\($0.comparator.rawValue))" }.joined(separator: ", ")
        + "; other fields are carried along"
    case .program(let words): "what `\(words.joined(separator: " "))` makes of the answer"
    }
  }
}
