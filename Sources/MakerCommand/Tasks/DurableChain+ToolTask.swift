import Maker
import MakerJournal

extension DurableChain: ToolTask {
  var title: String { "durable code \(name)" }

  var otherWordings: Int { 0 }

  func audit(k: Int, leads: [LeadChange]) -> Audit<DurableChain> { Audit(durable: self) }
}

extension TaskSettings {
  /// The task of a recorded run, for whoever only reads it.
  ///
  /// - Parameters:
  ///   - description: What the file says about its run.
  ///   - path: The file, to name it when something is wrong.
  /// - Returns: The task.
  /// - Throws: A failure that says what cannot be read.
  static func recorded(_ description: RunDescription, path: String) throws(CommandFailure) -> TaskSettings {
    // Durable code names its models as it likes; here they are never asked.
    if description.isDurable, !SolveSettings.isSolver(description.parameters),
      let task = TaskSettings(description)
    {
      return task
    }
    return try RunSettings(description, path: path).task
  }
}

extension RunDescription {
  /// Refuses a run of durable code, which only that code can go on with.
  func requireTask(path: String) throws(CommandFailure) {
    guard isDurable, !SolveSettings.isSolver(parameters) else { return }
    throw CommandFailure(
      .usage,
      "\(path) is a run of durable code, and only that code knows what comes next: start your program again with this run "
        + "file, and it goes on after the last recorded decision.")
  }
}
