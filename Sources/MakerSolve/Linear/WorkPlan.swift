public import Maker
import MakerAgents

/// A list of steps that solve a problem one after another, each from the result of the one before alone.
public struct WorkPlan: Sendable, Hashable {
  /// The most steps of a plan.
  public static let limit = 100
  /// What is to be done, in order; at least one step.
  public let steps: [String]

  /// Makes a plan of at least one step.
  public init(steps: [String]) { self.steps = steps }
}

extension WorkPlan: Recordable {
  /// The JSON, see ``json``.
  public var record: [UInt8] { Array(json.utf8) }

  /// Reads a record.
  ///
  /// - Throws: `MalformedRecord` when it is none.
  public init(record: [UInt8]) throws(MalformedRecord) {
    guard let value = try? AgentValue(json: record), let steps = Self.steps(of: value) else {
      throw MalformedRecord("a plan of \(record.count) bytes")
    }
    self.steps = steps
  }

  /// An object with `steps`.
  public var json: String { AgentValue.object(promptFields).json }

  /// What prompts of discriminators are filled with.
  var promptFields: [AgentValue.Member] { [.init("steps", .list(steps.map(AgentValue.string)))] }

  /// The steps of an answer; nil when it has none.
  static func steps(of value: AgentValue) -> [String]? {
    guard case .list(let items)? = value["steps"], 1...limit ~= items.count else { return nil }
    let steps = items.map { $0.promptText.collapsed }
    return steps.allSatisfy { !$0.isEmpty } ? steps : nil
  }
}
