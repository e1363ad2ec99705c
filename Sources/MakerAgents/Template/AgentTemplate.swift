/// A prompt with places for a record's fields, in Mustache, strict: a field that is not there is an error, never nothing.
///
/// It knows `{{field}}`, `{{field.of.an.object}}`, sections `{{#field}}...{{/field}}` for each value of a list or when
/// there is something, `{{^field}}...{{/field}}` when there is not, `{{.}}` for the value at hand, comments and other
/// delimiters. Values are put in as they are: a prompt is no web page, so nothing is escaped. A field's name may have
/// blanks and dots, as headers of tables do.
public struct AgentTemplate: Sendable {
  /// The template as it was written.
  public let source: String
  let nodes: [TemplateNode]

  /// How deep sections may be nested.
  private static let maximumDepth = 64

  /// Reads a template.
  init(_ source: String) throws(TemplateMistake) {
    var scanner = TemplateScanner(source)
    let tokens = try scanner.allTokens()
    var rest = tokens[...]
    self.source = source
    nodes = try Self.nodes(from: &rest, in: nil, depth: 0)
  }

  private static func nodes(
    from tokens: inout ArraySlice<TemplateScanner.Token>, in section: (name: String, place: TextPlace)?,
    depth: Int
  ) throws(TemplateMistake) -> [TemplateNode] {
    var nodes: [TemplateNode] = []
    while let token = tokens.popFirst() {
      switch token {
      case .text(let text): nodes.append(.text(text))
      case .variable(let name, let place): nodes.append(.variable(name, place))
      case .open(let name, let isInverted, let place):
        guard depth < maximumDepth else {
          throw TemplateMistake(
            what: "sections are nested more than \(maximumDepth) deep", remedy: "nest fewer", place: place)
        }
        let inner = try Self.nodes(from: &tokens, in: (name, place), depth: depth + 1)
        nodes.append(.section(name, isInverted: isInverted, inner, place))
      case .close(let name, let place):
        guard let section, section.name.isSame(as: name) else {
          throw TemplateMistake(
            what: "{{/\(name)}} closes no section"
              + (section.map { "; the open one is {{#\($0.name)}} of line \($0.place.line)" } ?? ""),
            remedy: section.map { "close it with {{/\($0.name)}}" } ?? "leave it out", place: place)
        }
        return nodes
      }
    }
    if let section {
      throw TemplateMistake(
        what: "the section {{#\(section.name)}} is not closed", remedy: "close it with {{/\(section.name)}}",
        place: section.place)
    }
    return nodes
  }

  /// The names of the fields that the template has outside of sections, in order, each once.
  public var fieldNames: [String] {
    var names: [String] = []
    for case .variable(let name, _) in nodes where !names.contains(where: { $0.isSame(as: name) }) {
      names.append(name)
    }
    return names
  }

  /// Whether it has any place for a field: without one every record is asked the same.
  public var hasFields: Bool {
    nodes.contains { node in
      switch node {
      case .text: false
      case .variable, .section: true
      }
    }
  }

  /// The value that a name of a template has in a record: of a field, or of what is in one; nil when there is none.
  public static func value(of name: String, in record: AgentRecord) -> AgentValue? {
    TemplateContext(record).value(of: name)
  }
}
