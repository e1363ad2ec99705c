public import MakerAgents

/// Agents that come with the library, for a start: copy their files and change them.
public enum StandardAgents: String, Sendable, CaseIterable {
  /// For any question in words, asked of a large model that follows instructions.
  case general
  /// For products and sums, in the words of the embedded model that was trained for them.
  case multiply

  /// The text of an agent's file.
  ///
  /// - Parameter role: One of ``SolverAgents/required`` or ``SolverAgents/linear``.
  /// - Returns: The text; nil for a role that there is no agent for.
  public func text(of role: String) -> String? {
    let bytes: [UInt8]? =
      switch (self, role) {
      case (.general, "decomposer"): PackageResources.general_decomposer_yaml
      case (.general, "decomposition-discriminator"):
        PackageResources.general_decomposition_discriminator_yaml
      case (.general, "solver"): PackageResources.general_solver_yaml
      case (.general, "solution-discriminator"): PackageResources.general_solution_discriminator_yaml
      case (.general, "planner"): PackageResources.general_planner_yaml
      case (.general, "plan-discriminator"): PackageResources.general_plan_discriminator_yaml
      case (.general, "worker"): PackageResources.general_worker_yaml
      case (.multiply, "decomposer"): PackageResources.multiply_decomposer_yaml
      case (.multiply, "decomposition-discriminator"):
        PackageResources.multiply_decomposition_discriminator_yaml
      case (.multiply, "solver"): PackageResources.multiply_solver_yaml
      case (.multiply, "solution-discriminator"): PackageResources.multiply_solution_discriminator_yaml
      default: nil
      }
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The roles that it has agents for.
  public var roles: [String] { (SolverAgents.required + SolverAgents.linear).filter { text(of: $0) != nil } }

  /// The agents.
  ///
  /// - Throws: ``MakerAgents/AgentMistakes``; never for a build that was tested.
  public func agents() throws(AgentMistakes) -> SolverAgents {
    try SolverAgents(hasLinear: roles.contains("planner")) { role throws(AgentMistakes) in
      try AgentFile.agent(in: text(of: role) ?? "", called: "\(rawValue)/\(role).yaml")
    }
  }
}
