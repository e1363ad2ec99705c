/// What an agent's prompt is filled with: named fields, as of a row of a table or of the state of a chain.
public struct AgentRecord: Sendable, Hashable {
  /// The fields in order; every name once.
  public let fields: [AgentValue.Member]

  /// Makes a record.
  ///
  /// - Parameter fields: The fields in order. Of fields with one name the first counts.
  public init(_ fields: [AgentValue.Member]) { self.fields = fields }

  /// A record of texts, as a row of a table is.
  public init(_ fields: KeyValuePairs<String, String>) {
    self.fields = fields.map { AgentValue.Member($0.key, .string($0.value)) }
  }

  /// Reads a record from a JSON object.
  ///
  /// - Parameter json: One JSON object, in UTF-8, of at most 1,000 members.
  /// - Throws: ``MalformedValue`` when it is anything else.
  public init(json: some Sequence<UInt8>) throws(MalformedValue) {
    let value = try AgentValue(json: json)
    guard case .object(let members) = value else {
      throw MalformedValue("a record is a JSON object, and this is \(value.kind)")
    }
    guard members.count <= AgentLimits.fields else {
      throw MalformedValue("it has \(members.count) fields, and a record has at most \(AgentLimits.fields)")
    }
    fields = members
  }

  /// The fields as one object.
  public var value: AgentValue { .object(fields) }
}
