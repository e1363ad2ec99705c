import Maker
import MakerTasks

/// Which steps of Towers of Hanoi models are measured at.
struct HanoiCases: Sendable {
  /// The disks of the game that p is for.
  var disks: Int
  /// Other numbers of disks, to see whether errors depend on them.
  var sizes: [Int] = []
  /// Random steps of each size.
  var steps: Int
  /// Cases in place of random steps.
  var cases: CaseFile?

  /// All sizes that are sampled, smallest first.
  var allSizes: [Int] { Set(sizes + [disks]).sorted() }

  /// The steps, drawn.
  ///
  /// - Parameter seed: Fixes which.
  /// - Returns: What is sampled.
  /// - Throws: A failure for disks that no game has.
  func subject(seed: UInt64) throws(CommandFailure) -> CalibrationSubject<HanoiAnswer> {
    let game = try TaskSettings.hanoi(disks, .flagging)
    let drawn = try drawn(seed: seed)
    let sizes = allSizes.map { "\($0)" }
    var (parameters, facts) = (["disks": "\(disks)"], game.identity)
    if let cases {
      (parameters["cases"], facts["cases"]) = (cases.digest, cases.digest)
    } else {
      if sizes.count > 1 { parameters["sizes"] = sizes.joined(separator: " ") }
      facts["prompt"] = game.promptDigest
      facts["sizes"] = sizes.joined(separator: " ")
      facts["steps"] = "\(steps)"
    }
    let what = cases == nil ? "random steps" : "cases"
    return CalibrationSubject(
      task: "hanoi", parameters: parameters, steps: game.stepCount,
      promptDigest: cases == nil ? game.promptDigest : nil, facts: facts, size: cases == nil ? disks : nil,
      cases: drawn,
      summary: "\(Figures.count(drawn.count)) \(what) of hanoi, \(sizes.joined(separator: ", ")) disks",
      label: "hanoi-\(disks)")
  }

  /// What is sampled, the sizes in turn, so that a calibration that ends early has all of them.
  private func drawn(seed: UInt64) throws(CommandFailure) -> [CalibrationCase<HanoiAnswer>] {
    var drawn: [[CalibrationCase<HanoiAnswer>]] = []
    if let cases {
      drawn = [cases.cases]
    } else {
      for size in allSizes {
        let repairing = try TaskSettings.hanoi(size, .repairing)
        drawn.append(
          try TaskSettings.hanoi(size, .flagging)
            .calibrationCases(steps, seed: seed, size: size, repairing: repairing))
      }
    }
    let isMixed = drawn.count > 1
    let longest = drawn.map(\.count).max() ?? 0
    return (0..<longest).flatMap { place in
      drawn.compactMap { cases in
        guard place < cases.count else { return nil }
        var one = cases[place]
        if isMixed, let size = one.size { one.name += " of \(size) disks" }
        return one
      }
    }
  }
}

extension TowersOfHanoi: CalibratedTask {
  func subject(steps: Int, seed: UInt64) throws(CommandFailure) -> CalibrationSubject<HanoiAnswer> {
    try HanoiCases(disks: disks, steps: steps).subject(seed: seed)
  }

  /// Refuses a calibration of other words than a run of today would ask in; the disks may be others.
  func remark(on calibration: Calibration, in path: String) throws(CommandFailure) -> String? {
    let measured = calibration.parameters["disks"].flatMap { Int($0) } ?? disks
    if let digest = calibration.promptDigest,
      digest != (try TaskSettings.hanoi(measured, parser).promptDigest)
    {
      throw CommandFailure(
        .usage, "\(path) was measured with another prompt than this version's; calibrate anew.")
    }
    guard measured != disks else { return nil }
    return "\(path) was measured at \(measured) disks; the plan takes errors to be as frequent at \(disks)."
  }

  /// The figures of the parser that reads the run's replies.
  func figures(of model: ModelCalibration, in path: String) throws(CommandFailure) -> ModelFigures {
    guard let own = model.figures(readBy: parser.rawValue) else {
      throw CommandFailure(
        .usage,
        "\(path) does not say how the \(parser.rawValue) parser reads \(model.model); calibrate it anew.")
    }
    return own
  }
}
