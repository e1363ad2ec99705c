import Maker

/// What `calibrate` prints.
struct CalibrationReport: Encodable {
  let calibration: Calibration
  let file: String
  let samples: Int
  let costUSD: Double?
  let reachedCap: String?
  let skipped: Int
  let isDone: Bool

  init(_ result: CalibrationResult) {
    calibration = result.calibration
    file = result.path
    samples = result.ledger.total.samples
    costUSD = result.prices.costUSD(of: result.ledger)
    skipped = result.skipped
    isDone = result.stop == nil
    reachedCap = if case .cap(let cap)? = result.stop { cap.description } else { nil }
  }

  private enum CodingKeys: String, CodingKey {
    case status, file, samples, skipped, calibration
    case samplesLog = "samples_log"
    case costUSD = "cost_usd"
    case reachedCap = "reached_cap"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(isDone ? "done" : "stopped", forKey: .status)
    try keys.encode(file, forKey: .file)
    try keys.encode(CalibrationFile.samplesPath(of: file), forKey: .samplesLog)
    try keys.encode(samples, forKey: .samples)
    if skipped > 0 { try keys.encode(skipped, forKey: .skipped) }
    try keys.encode(costUSD, forKey: .costUSD)
    try keys.encodeIfPresent(reachedCap, forKey: .reachedCap)
    try keys.encode(calibration, forKey: .calibration)
  }

  /// The tables, for a person.
  var text: String {
    let models = calibration.models
    guard !models.isEmpty else { return "nothing was sampled" }
    var parts = [CalibrationTables.overview(models)]
    parts += CalibrationTables.details(models)
    parts += notes(models)
    let cost = costUSD.map { ", \(Figures.dollars($0))" } ?? ", cost unknown"
    parts.append(
      "\(Figures.count(samples)) samples\(cost)\n"
        + (isDone
          ? "written to \(file); choose k and see what a run costs with `maker plan \(file)`"
          : "what there is so far is in \(file)"))
    return parts.joined(separator: "\n\n")
  }

  /// What a person has to know to read the tables right.
  private func notes(_ models: [ModelCalibration]) -> [String] {
    var notes: [String] = []
    if models.contains(where: { $0.basis == .agreement }) {
      notes.append(
        """
        p is an estimate from agreement among samples of the same step, not from right answers. Errors that all \
        samples make alike look like agreement and cannot be seen: check some steps by hand.
        """)
    }
    for model in models {
      if let words = model.endedEarly {
        notes.append("\(PlainText.of(model.model)) ended early: \(words).")
      }
      for step in model.worstSteps where step.isHopeless {
        notes.append(
          "\(PlainText.of(model.model)) is wrong more often than right at \(PlainText.of(step.name)): more votes make "
            + "that worse. Improve the prompt, make the step smaller, or use another model.")
      }
      let collisions = model.collisions
      if collisions.both.hits >= 3,
        collisions.both.lower * Double(collisions.both.trials) > collisions.expected
      {
        notes.append(
          "\(PlainText.of(model.model)): errors go together. The first two votes were both wrong at "
            + "\(collisions.both.hits) steps, where independence expects "
            + "\(Figures.short(collisions.expected)); a plan from p alone promises too much.")
      }
      if model.p.upper <= 0.5 {
        notes.append("\(PlainText.of(model.model)): p is 0.5 or less, and no k helps.")
      }
    }
    return notes
  }
}
