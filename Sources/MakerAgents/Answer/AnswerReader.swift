import Maker

/// Reads the answer out of a reply, or says why the reply may not vote. It never repairs.
struct AnswerReader: Sendable {
  private let form: AnswerForm
  private let vote: AgentVote
  /// The labels by their canonical form.
  private let labels: [[UInt8]: String]

  init(_ form: AnswerForm, vote: AgentVote) {
    (self.form, self.vote) = (form, vote)
    guard case .labels(let labels) = form else {
      self.labels = [:]
      return
    }
    self.labels = Dictionary(labels.map { (Self.canonical(label: $0, vote), $0) }) { first, _ in first }
  }

  /// The canonical form of a label. Other ways of comparing have no meaning for labels.
  static func canonical(label: String, _ vote: AgentVote) -> [UInt8] {
    Array((vote == .whole(.folded) ? label.folded : label.trimmed).utf8)
  }

  /// The value of a reply.
  func value(in reply: String) throws(Flagged) -> AgentValue {
    let length = reply.utf8.count
    guard length <= AgentLimits.replyBytes else {
      throw Flagged(.overlong, "\(length) bytes, more than \(AgentLimits.replyBytes)")
    }
    switch form {
    case .labels: return try label(reply)
    case .number(let bounds): return try number(reply, within: bounds)
    case .pattern(let pattern): return try groups(of: pattern, in: reply)
    case .schema(let schema):
      let value = try FencedJSON.value(in: reply)
      if let problem = schema.problem(with: value) { throw Flagged(.malformed, problem) }
      return value
    }
  }

  private func label(_ reply: String) throws(Flagged) -> AgentValue {
    guard let label = labels[Self.canonical(label: reply, vote)] else {
      throw Flagged(.malformed, "\"\(reply.trimmed.prefix(60))\" is none of the labels")
    }
    return .string(label)
  }

  private func number(_ reply: String, within bounds: AnswerForm.NumberForm) throws(Flagged) -> AgentValue {
    guard let number = DecimalNumber(reply.trimmed) else {
      throw Flagged(.malformed, "\"\(reply.trimmed.prefix(60))\" is not a number and nothing else")
    }
    if let problem = bounds.problem(with: number) { throw Flagged(.malformed, problem) }
    return .number(number)
  }

  private func groups(of pattern: TextPattern, in reply: String) throws(Flagged) -> AgentValue {
    guard let groups = pattern.groups(ofWhole: reply.trimmed) else {
      throw Flagged(.malformed, "the pattern does not match the reply")
    }
    return .object(
      zip(pattern.groupNames, groups).map { AgentValue.Member($0, $1.map(AgentValue.string) ?? .null) })
  }

  /// The answer that a value is.
  ///
  /// - Parameters:
  ///   - value: The whole value.
  ///   - compare: What the user's program makes of a value; asked only when it is what compares.
  /// - Returns: The answer.
  /// - Throws: `Flagged` when what is voted on has no canonical form.
  func answer(
    _ value: AgentValue, comparedBy compare: ((AgentValue) throws(Flagged) -> AgentValue)?
  ) throws(Flagged) -> AgentAnswer {
    var writer = ValueWriter(isCanonical: true)
    switch vote {
    case .whole(let comparator):
      if case .labels = form {
        writer.write(value)
      } else {
        try comparator.write(value, into: &writer, called: "the answer")
      }
    case .fields(let fields):
      var forms: [(String, [UInt8])] = []
      for field in fields {
        guard let part = value[field.name] else { continue }
        var form = ValueWriter(isCanonical: true)
        try field.comparator.write(part, into: &form, called: field.name)
        forms.append((field.name, form.bytes))
      }
      writer.writeObject(forms) { writer, form in writer.writeJSON(form) }
    case .program:
      guard let compare else {
        throw Flagged(.malformed, "the program that compares answers is not running")
      }
      writer.write(try compare(value))
    }
    return AgentAnswer(value, form: writer.bytes)
  }
}
