import Maker
import Yams

extension FileReader {
  private static let nameExample = "use up to 64 letters, digits, _ and -, as in classify-ticket"

  /// The agent that a file describes; nil when there is too little of it.
  mutating func agent(_ root: Node, called name: String = "the file") -> Agent? {
    guard let keys = members(of: root, called: name, keys: AgentKeys.file) else { return nil }
    for key in ["name", "prompt", "answer"] where keys[key] == nil {
      note("the key \"\(key)\" is missing", "add it: every agent has name, prompt and answer", at: root)
    }
    let name = keys["name"].flatMap { agentName($0) }
    let template = keys["prompt"].flatMap { prompt($0) }
    let form = keys["answer"].flatMap { answerForm($0) }
    let vote = form.flatMap { self.vote(keys["vote"], on: $0) }
    let summary = keys["description"].flatMap { text($0, called: "description") }
    let instructions = keys["instructions"].flatMap { text($0, called: "instructions") }
    let model = keys["model"].flatMap { self.model($0) }
    let temperatures = keys["temperature"].flatMap { self.temperatures($0) }
    let tokens = keys["max_reply_tokens"].flatMap {
      integer($0, called: "max_reply_tokens", in: 1...1_000_000)
    }
    let flags = keys["flags"].flatMap { self.flags($0) }
    let prices = keys["price"].flatMap { self.prices($0) }
    guard let name, let template, let form, let vote else { return nil }
    var agent = Agent(name: name, template: template, answerForm: form, vote: vote)
    agent.file = file
    if let scalar = keys["prompt"]?.scalar { agent.promptPlace = place(of: scalar) }
    (agent.summary, agent.instructions, agent.model) = (summary, instructions, model)
    (agent.temperatures, agent.maximumReplyTokens, agent.prices) = (temperatures, tokens, prices)
    agent.flags = flags ?? AgentFlags()
    return agent
  }

  mutating func agentName(_ node: Node) -> String? {
    guard let text = text(node, called: "name") else { return nil }
    let isName =
      text.utf8.count <= 64
      && text.unicodeScalars.allSatisfy { $0.isASCII && ($0 == "-" || ScalarSet.isOf(.word, $0)) }
    if !isName { note("name has other characters, or is too long", Self.nameExample, at: node) }
    return isName ? text : nil
  }

  private mutating func prompt(_ node: Node) -> AgentTemplate? {
    guard let text = text(node, called: "prompt"), let scalar = node.scalar else { return nil }
    do throws(TemplateMistake) {
      return try AgentTemplate(text)
    } catch {
      note(error.what, error.remedy, at: place(of: scalar).place(of: error.place))
      return nil
    }
  }

  private mutating func model(_ node: Node) -> String? {
    guard let text = text(node, called: "model") else { return nil }
    guard text.utf8.count <= 200, !text.contains(where: \.isWhitespace) else {
      note("model is no model's name", "write it as in openai/gpt-4.1-mini", at: node)
      return nil
    }
    return text
  }

  private mutating func temperatures(_ node: Node) -> Temperatures? {
    guard node.mapping != nil else {
      return temperature(node, called: "temperature", isRepeated: true).map { .uniform($0) }
    }
    guard let keys = members(of: node, called: "temperature", keys: AgentKeys.temperature) else { return nil }
    for key in AgentKeys.temperature where keys[key] == nil {
      note("temperature lacks \"\(key)\"", "write {first: 0, rest: 0.1}, or one number for both", at: node)
    }
    let first = keys["first"].flatMap { temperature($0, called: "temperature.first", isRepeated: false) }
    let rest = keys["rest"].flatMap { temperature($0, called: "temperature.rest", isRepeated: true) }
    guard let first, let rest else { return nil }
    return Temperatures(first: first, rest: rest)
  }

  private mutating func temperature(_ node: Node, called name: String, isRepeated: Bool) -> Double? {
    guard let number = number(node, called: name, atLeast: DecimalNumber(0), atMost: DecimalNumber(2)),
      let temperature = Double(number.text)
    else { return nil }
    // A number that is above 0 may still be 0 as a Double.
    guard temperature > 0 || !isRepeated else {
      note("\(name) is \(number)", "repeated samples need more than 0: write {first: 0, rest: 0.1}", at: node)
      return nil
    }
    return temperature
  }

  private mutating func flags(_ node: Node) -> AgentFlags? {
    guard let keys = members(of: node, called: "flags", keys: AgentKeys.flags) else { return nil }
    var flags = AgentFlags()
    flags.maximumTokens = keys["max_tokens"].flatMap {
      integer($0, called: "flags.max_tokens", in: 1...1_000_000)
    }
    flags.forbidden = keys["forbidden"].map { patterns($0, called: "flags.forbidden") } ?? []
    flags.required = keys["required"].map { patterns($0, called: "flags.required") } ?? []
    flags.check = keys["check"].flatMap { command($0, called: "flags.check") } ?? []
    return flags
  }

  private mutating func patterns(_ node: Node, called name: String) -> [TextPattern] {
    (list(node, called: name, atMost: AgentLimits.patterns) ?? []).compactMap { pattern($0, called: name) }
  }

  private mutating func prices(_ node: Node) -> Prices? {
    guard let keys = members(of: node, called: "price", keys: AgentKeys.price) else { return nil }
    for key in ["input", "output"] where keys[key] == nil {
      note(
        "price lacks \"\(key)\"", "write {input: 0.40, output: 1.60}, in dollars per million tokens", at: node
      )
    }
    let dollars = AgentKeys.price.map { key in
      keys[key].flatMap {
        number($0, called: "price.\(key)", atLeast: DecimalNumber(0), atMost: DecimalNumber(1_000_000))
      }.flatMap { Double($0.text) }
    }
    guard let input = dollars[0], let output = dollars[1] else { return nil }
    return Prices(
      inputUSDPerMillionTokens: input, outputUSDPerMillionTokens: output,
      cachedInputUSDPerMillionTokens: dollars[2], cacheWriteUSDPerMillionTokens: dollars[3])
  }
}
