public import Maker
import MakerAgents

/// What a decomposer proposes for a problem: to take it apart, or to leave it whole.
public enum Proposal: Sendable, Hashable {
  /// It is small enough to be solved as it is.
  case whole
  /// Two problems that know nothing of each other, and what makes their results the whole's.
  case parts(Parts)

  /// A problem taken apart.
  public struct Parts: Sendable, Hashable {
    /// The first part, a problem of its own.
    public let first: String
    /// The second part, a problem of its own.
    public let second: String
    /// What makes their results the whole's.
    public let composition: Composition

    /// Takes a problem apart.
    ///
    /// - Parameters:
    ///   - first: The first part.
    ///   - second: The second part.
    ///   - composition: What makes their results the whole's.
    public init(first: String, second: String, composition: Composition) {
      (self.first, self.second, self.composition) = (first, second, composition)
    }
  }
}

extension Proposal: Recordable {
  /// The JSON, see ``json``.
  public var record: [UInt8] { Array(json.utf8) }

  /// Reads a record.
  ///
  /// - Throws: `MalformedRecord` when it is none.
  public init(record: [UInt8]) throws(MalformedRecord) {
    let value = try? AgentValue(json: record)
    if value?["whole"] == .bool(true) {
      self = .whole
      return
    }
    guard case .string(let first)? = value?["first"], case .string(let second)? = value?["second"],
      case .string(let text)? = value?["composition"], let composition = Composition(text)
    else { throw MalformedRecord("a proposal of \(record.count) bytes") }
    self = .parts(Parts(first: first, second: second, composition: composition))
  }

  /// An object with `first`, `second` and `composition`, or with `whole`.
  public var json: String { AgentValue.object(fields).json }

  /// What prompts of discriminators are filled with: `first`, `second` and `composition`, and whether it is `whole`.
  var promptFields: [AgentValue.Member] {
    switch self {
    case .whole:
      [("first", ""), ("second", ""), ("composition", "")].map { .init($0.0, .string($0.1)) }
        + [.init("whole", .bool(true))]
    case .parts: fields + [.init("whole", .bool(false))]
    }
  }

  private var fields: [AgentValue.Member] {
    switch self {
    case .whole: [.init("whole", .bool(true))]
    case .parts(let parts):
      [
        .init("first", .string(parts.first)), .init("second", .string(parts.second)),
        .init("composition", .string(parts.composition.text)),
      ]
    }
  }
}
