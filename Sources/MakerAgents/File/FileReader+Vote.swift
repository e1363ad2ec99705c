import Yams

extension FileReader {
  /// What of an answer is voted on; what is sensible for its form when the file does not say.
  mutating func vote(_ node: Node?, on form: AnswerForm) -> AgentVote? {
    guard let node else {
      switch form {
      case .labels: return .whole(.exact)
      case .number: return .whole(.number)
      case .pattern(let pattern): return Self.vote(on: pattern, by: .exact)
      case .schema: return .whole(.json)
      }
    }
    if node.scalar != nil {
      return comparator(node, called: "vote").flatMap { wholeVote($0, on: form, at: node) }
    }
    guard let pairs = pairs(of: node, called: "vote") else { return nil }
    if let program = pairs.first(where: { $0.key == AgentKeys.voteProgram && $0.value.sequence != nil }) {
      if pairs.count > 1 {
        note("vote has a program and fields", "let the program compare them too", at: program.keyNode)
      }
      return command(program.value, called: "vote.program").map { .program($0) }
    }
    return fieldVote(pairs, on: form, at: node)
  }

  private static func vote(on pattern: TextPattern, by comparator: Comparator) -> AgentVote {
    .fields(
      pattern.groupNames.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        .map { AgentVote.Field(name: $0, comparator: comparator) })
  }

  private mutating func comparator(_ node: Node, called name: String) -> Comparator? {
    guard let text = text(node, called: name) else { return nil }
    if let comparator = Comparator(rawValue: text) { return comparator }
    let known = Comparator.allCases.map(\.rawValue)
    let nearest = NearestKey.of(text, among: known).map { "did you mean \($0)? " } ?? ""
    note(
      "\(name) is compared by \"\(text.prefix(60))\", which is not known",
      "\(nearest)use one of \(known.joined(separator: ", "))", at: node)
    return nil
  }

  private mutating func wholeVote(_ comparator: Comparator, on form: AnswerForm, at node: Node) -> AgentVote?
  {
    switch form {
    case .labels(let labels):
      guard [.exact, .trimmed, .folded].contains(comparator) else {
        note("labels are not compared by \(comparator.rawValue)", "use exact or folded", at: node)
        return nil
      }
      return foldedLabels(labels, comparator, at: node)
    case .number:
      if comparator != .number {
        note("a number is not compared by \(comparator.rawValue)", "leave vote out", at: node)
        return nil
      }
      return .whole(.number)
    case .pattern(let pattern): return Self.vote(on: pattern, by: comparator)
    case .schema(let schema):
      if schema.isOfObjects, comparator == .number || comparator == .sortedSet {
        note(
          "an object is not compared by \(comparator.rawValue)",
          "name the field: {total: \(comparator.rawValue)}",
          at: node)
        return nil
      }
      return .whole(comparator)
    }
  }

  private mutating func foldedLabels(_ labels: [String], _ comparator: Comparator, at node: Node)
    -> AgentVote?
  {
    guard comparator == .folded else { return .whole(.exact) }
    let groups = Dictionary(grouping: labels) { Array($0.folded.utf8) }
    if let alike = labels.lazy.compactMap({ groups[Array($0.folded.utf8)] }).first(where: { $0.count > 1 }) {
      note(
        "the labels \"\(alike[0].prefix(60))\" and \"\(alike[1].prefix(60))\" are the same once folded",
        "rename one, or compare them exactly", at: node)
      return nil
    }
    return .whole(.folded)
  }

  private mutating func fieldVote(
    _ pairs: [(key: String, keyNode: Node, value: Node)], on form: AnswerForm, at node: Node
  ) -> AgentVote? {
    let names: [String]
    switch form {
    case .labels, .number:
      note(
        "the answer has no fields to vote on", "leave vote out, or write \"vote: folded\" for labels",
        at: node)
      return nil
    case .pattern(let pattern): names = pattern.groupNames
    case .schema(let schema):
      guard schema.isOfObjects else {
        note("the answer has no fields to vote on", "give its schema \"type: object\"", at: node)
        return nil
      }
      names = schema.properties.map(\.name)
    }
    guard !pairs.isEmpty else {
      note("vote names no field", "name at least one of \(names.joined(separator: ", "))", at: node)
      return nil
    }
    var fields: [AgentVote.Field] = []
    for (name, keyNode, value) in pairs {
      if !names.contains(where: { $0.isSame(as: name) }) {
        let nearest = NearestKey.of(name, among: names)
        note(
          "vote names \"\(name.prefix(60))\", which is no field of the answer",
          nearest.map { "did you mean \"\($0)\"?" }
            ?? "the fields are \(names.prefix(20).joined(separator: ", "))",
          at: keyNode)
      }
      if let comparator = comparator(value, called: "vote.\(name.prefix(60))") {
        fields.append(AgentVote.Field(name: name, comparator: comparator))
      }
    }
    return .fields(fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
  }
}
