import Maker
import MakerRecords

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
    guard calibration.task == settings.task.name else {
      throw CommandFailure(
        .usage, "\(path) is a calibration of the task \(calibration.task), not of \(settings.task.name).")
    }
    let remark = try task.remark(on: calibration, in: path)
    var used: [ModelCalibration] = []
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
    if let remark { StandardError.line("maker: \(remark)") }
    return try figures(used, in: calibration, path)
  }

  /// What was measured of models; a hopeless one is refused.
  func figures(
    _ models: [ModelCalibration], in calibration: Calibration, _ path: String
  ) throws(CommandFailure) -> [ModelFigures] {
    try Self.requireHope(models, calibration)
    var figures: [ModelFigures] = []
    for model in models { figures.append(try task.figures(of: model, in: path)) }
    return figures
  }
}

extension TaskSettings {
  /// The words after `maker calibrate` that measure models at the same task.
  var measuringWords: String {
    if case .hanoi(let disks, _) = self { return "hanoi --disks \(disks)" }
    if case .program(let file) = self { return file }
    guard case .records(let files) = self else { return name }
    let labels = files.labels.map { " \($0.option)" }.joined()
    return "map \(files.agents) --input \(files.input) --input-format \(files.format.rawValue)\(labels)"
  }
}
