import MakerAgents

/// What is no mistake of an agent file, and most likely not meant either.
enum AgentWarning {
  /// The warnings about agents, a sentence each.
  static func all(of steps: AgentSteps) -> [String] { steps.agents.flatMap(all) }

  private static func all(of agent: Agent) -> [String] {
    var warnings: [String] = []
    if !agent.template.hasFields {
      warnings.append(
        "The prompt of \(agent.name) names no field, so every record is asked the same: write {{field}}.")
    }
    if case .labels(let labels) = agent.answerForm, agent.vote != .whole(.folded) {
      var seen: [String: String] = [:]
      for label in labels {
        if let twin = seen[label.lowercased()] {
          warnings.append(
            "The labels \(PlainText.short(twin, 60)) and \(PlainText.short(label, 60)) of \(agent.name) differ in case only, and votes "
              + "for them are counted apart: leave one out, or write `vote: folded`.")
        }
        seen[label.lowercased()] = label
      }
    }
    return warnings
  }
}
