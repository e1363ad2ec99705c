import Maker

/// A file that plans are made from: a calibration, or a table of models.
struct PlanSource {
  /// The most bytes such a file may have.
  static let limit = 1 << 24

  /// What is known of each model, in the order of the file.
  var models: [KnownFigures]
  /// The steps of the task; nil when the file does not say.
  var steps: Double?
  /// Whether the steps are records, which do not build on one another.
  var isOfRecords = false
  /// What a reader of the plan should know, in sentences.
  var remarks: [String] = []

  /// Reads a file: JSON is a calibration, everything else a table with commas.
  ///
  /// - Throws: Code 64 when it cannot be read, 65 when it makes no sense.
  static func read(_ path: String) throws(CommandFailure) -> PlanSource {
    let text: String
    do {
      text = try SmallFile.text(path, limit: limit)
    } catch {
      throw CommandFailure(
        .usage, "\(path) \(error.message). Name a calibration file or a CSV file of models.")
    }
    return text.first(where: { !$0.isWhitespace }) == "{"
      ? try calibration(text, path) : try FiguresTable.read(text, path)
  }

  private static func calibration(_ text: String, _ path: String) throws(CommandFailure) -> PlanSource {
    let calibration = try CalibrationFile.decoded(text, path)
    return PlanSource(
      models: calibration.models.map { KnownFigures($0) }, steps: Double(calibration.steps),
      isOfRecords: calibration.task == "records", remarks: remarks(calibration))
  }

  /// What a reader of a plan from this calibration should know, in sentences.
  static func remarks(_ calibration: Calibration) -> [String] { calibration.models.flatMap { remarks($0) } }

  private static func remarks(_ model: ModelCalibration) -> [String] {
    var remarks: [String] = []
    if model.basis == .agreement {
      remarks.append(
        "p of \(model.model) is from agreement among its samples: an error they all make alike is not in it.")
    }
    if let end = model.endedEarly, end != "precision" {
      remarks.append(
        "\(model.model) was measured in part only (\(end)): its figures are from \(Figures.count(model.cases)) steps."
      )
    }
    let hopeless = model.worstSteps.filter(\.isHopeless)
    if let first = hopeless.first {
      let others = hopeless.count == 1 ? "" : " and \(hopeless.count - 1) more"
      remarks.append(
        "\(model.model) is wrong more often than right at \(first.name)\(others): no k mends that, and the plan does "
          + "not count it.")
    }
    return remarks
  }
}
