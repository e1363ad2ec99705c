extension AgentSteps {
  /// A record with a made-up text for every field that the prompts name, to show the prompts with.
  ///
  /// A field's text is its name in angle brackets. What agents before another decide is not in it.
  public var madeUpRecord: AgentRecord {
    var sketch = RecordSketch()
    for agent in agents { sketch.add(agent.template.nodes) }
    return AgentRecord(
      sketch.members.filter { member in !agents.dropLast().contains { $0.name.isSame(as: member.name) } })
  }
}

/// The fields that templates name, as a record that has them all.
private struct RecordSketch {
  private struct Field {
    let name: String
    var parts: [Field] = []
    var isList = false

    func value(at path: String) -> AgentValue {
      guard parts.isEmpty else {
        return .object(parts.map { AgentValue.Member($0.name, $0.value(at: "\(path).\($0.name)")) })
      }
      return isList ? .list([.string("<\(path)>")]) : .string("<\(path)>")
    }
  }

  /// How deep objects are made up; a longer path is taken for a name with dots in it.
  private static let maximumDepth = 32

  private var fields: [Field] = []

  /// The fields in the order they were first named.
  var members: [AgentValue.Member] { fields.map { AgentValue.Member($0.name, $0.value(at: $0.name)) } }

  /// Adds every field that parts of a template name.
  mutating func add(_ nodes: [TemplateNode]) {
    for node in nodes {
      switch node {
      case .text: break
      case .variable(let name, _): add(name, isList: false)
      case .section(let name, _, let inner, _):
        // Each value of a list is at hand under a point.
        let takesValues = inner.contains { if case .variable(".", _) = $0 { true } else { false } }
        add(name, isList: takesValues)
        add(inner)
      }
    }
  }

  private mutating func add(_ name: String, isList: Bool) {
    guard name != "." else { return }
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let isPath = path.count <= Self.maximumDepth && !path.contains("")
    Self.add((isPath ? path : [name])[...], isList: isList, to: &fields)
  }

  private static func add(_ path: ArraySlice<String>, isList: Bool, to fields: inout [Field]) {
    guard let name = path.first else { return }
    let known = fields.firstIndex { $0.name.isSame(as: name) }
    if known == nil { fields.append(Field(name: name)) }
    let index = known ?? fields.count - 1
    if path.count == 1, isList { fields[index].isList = true }
    add(path.dropFirst(), isList: isList, to: &fields[index].parts)
  }
}
