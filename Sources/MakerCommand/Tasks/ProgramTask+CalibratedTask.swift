import Maker
import MakerPrograms

extension ProgramTask: CalibratedTask {
  /// The program's random steps, with right answers where it knows them.
  func subject(steps: Int, seed: UInt64) throws(CommandFailure) -> CalibrationSubject<ProgramAnswer> {
    let offer = program.offer
    guard offer.hasRandomSteps else {
      throw CommandFailure(
        .usage,
        "\(offer.name) has no random steps to measure a model at: let its program offer `random` "
          + "(docs/program-protocol.md), or choose --k yourself.")
    }
    let cases: [CalibrationCase<ProgramAnswer>]
    do throws(ProgramFailure) {
      cases = try calibrationCases(steps, seed: seed)
    } catch {
      throw CommandFailure(.resumable, error.message)
    }
    var facts = identity
    facts["steps"] = "\(steps)"
    // The seed fixes the steps as far as the program honours it.
    facts["cases"] = CalibrationSubject.digest(of: cases)
    return CalibrationSubject(
      task: "program", parameters: ownParameters, steps: stepCount, promptDigest: promptDigest, facts: facts,
      cases: cases,
      summary:
        "\(Figures.count(cases.count)) random \(cases.count == 1 ? "step" : "steps") of \(offer.name)",
      label: offer.name, rules: { rules($0) }, trouble: { trouble })
  }

  /// The program may begin elsewhere, and have more or fewer steps.
  func remark(on calibration: Calibration, in path: String) throws(CommandFailure) -> String? {
    let input: Set = ["task.steps", "task.state"]
    let isSame = try hasInput(of: calibration, in: path, input: input, what: "program")
    if isSame, let digest = calibration.promptDigest, digest != promptDigest {
      throw CommandFailure(
        .usage, "\(path) was measured with another prompt of \(program.offer.name); calibrate anew.")
    }
    return isSame
      ? nil
      : "\(path) was measured at a chain with another beginning or length; the plan takes errors to be as frequent in this one."
  }
}
