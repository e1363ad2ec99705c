import Yams

extension FileReader {
  private static let maximumSteps = 100

  /// The agents of a file with `steps:`; nil when there is too little of it.
  ///
  /// - Parameters:
  ///   - root: The file.
  ///   - load: Reads an agent's own file.
  /// - Returns: The agents.
  mutating func steps(
    _ root: Node, load: (String) throws(AgentMistakes) -> Agent
  ) -> AgentSteps? {
    guard let keys = members(of: root, called: "a file with steps", keys: AgentKeys.steps) else { return nil }
    if keys["name"] == nil { note("the key \"name\" is missing", "add it", at: root) }
    let name = keys["name"].flatMap { agentName($0) }
    let summary = keys["description"].flatMap { text($0, called: "description") }
    guard let node = keys["steps"],
      let nodes = list(node, called: "steps", atMost: Self.maximumSteps)
    else { return nil }
    if nodes.isEmpty { note("steps names no agent", "write [first.yaml, second.yaml]", at: node) }
    var agents: [Agent] = []
    for (index, node) in nodes.enumerated() {
      guard let agent = step(node, called: "steps[\(index)]", load: load) else { continue }
      if agents.contains(where: { $0.name == agent.name }) {
        note(
          "two steps are called \"\(agent.name)\"",
          "rename one: later prompts have its answer under its name",
          at: node)
      }
      agents.append(agent)
    }
    guard let name, !agents.isEmpty else { return nil }
    return AgentSteps(name: name, summary: summary, agents: agents)
  }

  private mutating func step(
    _ node: Node, called name: String, load: (String) throws(AgentMistakes) -> Agent
  ) -> Agent? {
    if node.mapping != nil { return agent(node, called: name) }
    guard let path = text(node, called: name) else { return nil }
    do throws(AgentMistakes) {
      return try load(path)
    } catch {
      if let only = error.mistakes.first, error.mistakes.count == 1, only.line == nil {
        note("\(name) names \"\(path)\": \(only.what)", only.remedy, at: node)
      } else {
        note(error)
      }
      return nil
    }
  }
}
