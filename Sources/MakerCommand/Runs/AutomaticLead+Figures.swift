import Maker
import MakerTasks

/// What a calibration says of the models of a run, and whether it is of that run.
extension AutomaticLead {
  /// Says what a reader of the plan should know, and refuses a model that no k makes right.
  static func requireHope(
    _ models: [ModelCalibration], _ calibration: Calibration
  ) throws(CommandFailure) {
    for remark in PlanSource.remarks(calibration) { StandardError.line("maker: \(remark)") }
    for model in models {
      guard let step = model.worstSteps.first(where: \.isHopeless) else { continue }
      throw CommandFailure(
        .failed,
        "\(model.model) was right in \(step.p.hits) of \(step.p.trials) votes at \(step.name), and no k decides such a step "
          + "rightly; choose another model or temperature, or --k yourself.")
    }
  }

  /// The figures of the run's models in a calibration file.
  ///
  /// - Throws: A failure when the file cannot be read, or holds none of a model that is sampled as the run will.
  func figures(in path: String) throws(CommandFailure) -> [ModelFigures] {
    let calibration = try CalibrationFile.read(path)
    guard calibration.task == "hanoi" else {
      throw CommandFailure(.usage, "\(path) is a calibration of the task \(calibration.task), not of hanoi.")
    }
    var used: [ModelCalibration] = []
    try requirePrompt(of: calibration, in: path)
    for model in settings.selection.models {
      guard let measured = calibration.models.first(where: { $0.model == model.name }) else {
        let names = calibration.models.map(\.model).joined(separator: ", ")
        throw CommandFailure(
          .usage,
          "\(path) holds figures of \(names), none of \(model.name); calibrate it, or leave out --calibration."
        )
      }
      let temperatures = settings.temperatures
      let wanted = [
        "temperature.first": "\(temperatures.first)", "temperature.rest": "\(temperatures.rest)",
        "maximum_response_tokens": settings.maximumReplyTokens.map { "\($0)" } ?? "model's own",
      ]
      if let (name, value) = wanted.first(where: { measured.sampling[$0] ?? $1 != $1 }) {
        throw CommandFailure(
          .usage,
          "\(path) has \(model.name) sampled with \(name) \(measured.sampling[name] ?? ""), and the run would with \(value); "
            + "sample both alike.")
      }
      used.append(measured)
    }
    if let disks = calibration.parameters["disks"], disks != "\(task.disks)" {
      StandardError.line(
        "maker: \(path) was measured at \(disks) disks; the plan takes errors to be as frequent at \(task.disks)."
      )
    }
    return try Self.figures(used, in: calibration, path, readBy: task.parser)
  }

  /// Refuses a calibration of other words than a run of today would ask in; the disks may be others.
  private func requirePrompt(
    of calibration: Calibration, in path: String
  ) throws(CommandFailure) {
    guard let measured = calibration.promptDigest else { return }
    let disks = calibration.parameters["disks"].flatMap { Int($0) } ?? task.disks
    guard measured != (try TaskSettings.hanoi(disks, task.parser).promptDigest) else { return }
    throw CommandFailure(
      .usage, "\(path) was measured with another prompt than this version's; calibrate anew.")
  }

  /// What was measured of models whose replies the run's parser reads; a hopeless one is refused.
  static func figures(
    _ models: [ModelCalibration], in calibration: Calibration, _ path: String,
    readBy parser: TowersOfHanoi.Parser
  ) throws(CommandFailure) -> [ModelFigures] {
    try requireHope(models, calibration)
    var figures: [ModelFigures] = []
    for model in models {
      guard let own = model.figures(readBy: parser.rawValue) else {
        throw CommandFailure(
          .usage,
          "\(path) does not say how the \(parser.rawValue) parser reads \(model.model); calibrate it anew.")
      }
      figures.append(own)
    }
    return figures
  }
}
