#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// What a run file says about its run: enough to build the run again and go on with it.
public struct RunDescription: Sendable, Hashable {
  /// The name of the task.
  public var task: String
  /// The parameters of the task by name.
  public var parameters: [String: String]
  /// The name of the model.
  public var model: String
  /// The voting rules by name: k, temperatures, seed.
  public var voting: [String: String]
  /// The steps of the task.
  public var steps: Int
  /// When the run was made.
  public var created: Date
  /// The version of maker that made the run.
  public var makerVersion: String
  /// Whatever else is worth keeping. Never a secret: the file is plain to read.
  public var configuration: [String: String]

  /// Makes a description.
  ///
  /// - Parameters:
  ///   - task: The name of the task.
  ///   - parameters: The parameters of the task by name.
  ///   - model: The name of the model.
  ///   - voting: The voting rules by name.
  ///   - steps: The steps of the task, 0 or more.
  ///   - created: When the run was made.
  ///   - makerVersion: The version of maker that made the run.
  ///   - configuration: Whatever else is worth keeping. Never a secret.
  public init(
    task: String, parameters: [String: String] = [:], model: String, voting: [String: String] = [:],
    steps: Int, created: Date = Date(), makerVersion: String = "", configuration: [String: String] = [:]
  ) {
    self.task = task
    self.parameters = parameters
    self.model = model
    self.voting = voting
    self.steps = steps
    self.created = created
    self.makerVersion = makerVersion
    self.configuration = configuration
  }
}
