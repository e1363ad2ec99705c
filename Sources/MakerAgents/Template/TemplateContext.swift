/// The values that a name of a template is looked up in: the record, and within sections the value at hand.
struct TemplateContext {
  private var values: [AgentValue]

  init(_ record: AgentRecord) { values = [record.value] }

  /// The value at hand.
  var current: AgentValue { values[values.count - 1] }

  /// The context within a section.
  func entering(_ value: AgentValue) -> TemplateContext {
    var inner = self
    inner.values.append(value)
    return inner
  }

  /// The value of a name: of a member of the value at hand or of one around it; nil when there is none.
  func value(of name: String) -> AgentValue? {
    if name == "." { return current }
    for value in values.reversed() {
      if let found = Self.value(of: name, in: value) { return found }
    }
    return nil
  }

  private static func value(of name: String, in value: AgentValue) -> AgentValue? {
    if let member = value[name] { return member }
    // A dotted name is first a name with dots in it, as a table's header may be, and then a path.
    guard let dot = name.firstIndex(of: "."), let inner = value[String(name[..<dot])] else { return nil }
    // What would be in an object that is not there is nothing either.
    if case .null = inner { return .null }
    return Self.value(of: String(name[name.index(after: dot)...]), in: inner)
  }

  /// The names there are: of the value at hand first, then of those around it.
  var names: [String] {
    var names: [String] = []
    for case .object(let members) in values.reversed() {
      for member in members where !names.contains(where: { $0.isSame(as: member.name) }) {
        names.append(member.name)
      }
    }
    return names
  }

  /// Why a name has no value, and what to write instead.
  func unknown(_ name: String) -> (what: String, remedy: String) {
    let names = names
    let listed = names.prefix(20).joined(separator: ", ")
    let more = names.count > 20 ? " and \(names.count - 20) more" : ""
    let nearest = NearestKey.of(name, among: names).map { "did you mean \"\($0)\"? " } ?? ""
    return (
      "the template names the field \"\(name)\", which the record does not have",
      nearest + (names.isEmpty ? "the record has no fields" : "the record has \(listed)\(more)")
    )
  }
}
