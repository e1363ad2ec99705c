import Maker

/// A task that models can be measured at before it is run.
protocol CalibratedTask: ToolTask {
  /// What models are measured at.
  ///
  /// - Parameters:
  ///   - steps: How many random steps, at most.
  ///   - seed: Fixes which.
  /// - Returns: Random steps of the task.
  /// - Throws: A failure for a task that has none.
  func subject(steps: Int, seed: UInt64) throws(CommandFailure) -> CalibrationSubject<Answer>

  /// Refuses a calibration of another task than this one.
  ///
  /// - Parameters:
  ///   - calibration: One of the same kind of task.
  ///   - path: Its file.
  /// - Returns: How it differs where figures of the one are taken for the other; nil when it does not.
  /// - Throws: A failure that says what is another.
  func remark(on calibration: Calibration, in path: String) throws(CommandFailure) -> String?

  /// The figures of a model whose replies this task reads.
  ///
  /// - Throws: A failure when the calibration does not have them.
  func figures(of model: ModelCalibration, in path: String) throws(CommandFailure) -> ModelFigures
}

extension CalibratedTask {
  func figures(of model: ModelCalibration, in path: String) throws(CommandFailure) -> ModelFigures {
    model.figures
  }

  /// What a calibration file keeps of a task that its identity tells from others; how many of its steps a run is of is none
  /// of it.
  var ownParameters: [String: String] { identity.filter { $0.key != "task" && $0.key != "task.limit" } }

  /// Refuses a calibration of a task with another identity.
  ///
  /// - Parameters:
  ///   - calibration: One of the same kind of task.
  ///   - path: Its file.
  ///   - input: The facts that say what the task is worked on, and not how: they may be others.
  ///   - what: What is another when another fact is.
  /// - Returns: Whether the input is the same.
  /// - Throws: A failure that names the fact.
  func hasInput(
    of calibration: Calibration, in path: String, input: Set<String>, what: String
  ) throws(CommandFailure) -> Bool {
    let (old, new) = (calibration.parameters, ownParameters)
    let changed = Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }
    if let name = changed.first(where: { !input.contains($0) }) {
      throw CommandFailure(
        .usage,
        "\(path) was measured with another \(what): \(name) was \(PlainText.short(old[name] ?? "not set")) and is "
          + "\(PlainText.short(new[name] ?? "not set")); calibrate anew.")
    }
    return changed.isEmpty
  }
}
