import Yams

extension AgentValue {
  /// The value of a scalar of YAML: in quotes a text, else null, true, false, a number or a text.
  ///
  /// As in YAML 1.2, `yes`, `no`, `on` and `off` are texts.
  init(yaml scalar: Node.Scalar) {
    guard scalar.style == .plain else {
      self = .string(scalar.string)
      return
    }
    switch scalar.string {
    case _ where scalar.isNull: self = .null
    case "true", "True", "TRUE": self = .bool(true)
    case "false", "False", "FALSE": self = .bool(false)
    default: self = DecimalNumber(scalar.string).map(AgentValue.number) ?? .string(scalar.string)
    }
  }

  /// The value of a node of YAML; nil when it is nested too deep, or too large once its aliases are written out.
  ///
  /// - Parameters:
  ///   - node: The node.
  ///   - budget: How many more values may be made.
  ///   - depth: How deep it is nested.
  init?(yaml node: Node, budget: inout Int, depth: Int = 0) {
    budget -= 1
    guard budget > 0, depth < 64 else { return nil }
    switch node {
    case .scalar(let scalar): self.init(yaml: scalar)
    case .sequence(let nodes):
      var values: [AgentValue] = []
      for node in nodes {
        guard let value = AgentValue(yaml: node, budget: &budget, depth: depth + 1) else { return nil }
        values.append(value)
      }
      self = .list(values)
    case .mapping(let pairs):
      var members: [Member] = []
      for (key, node) in pairs {
        guard let name = key.scalar?.string,
          let value = AgentValue(yaml: node, budget: &budget, depth: depth + 1)
        else { return nil }
        members.append(Member(name, value))
      }
      self = .object(members)
    case .alias: return nil
    }
  }
}
