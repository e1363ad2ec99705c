import Maker

extension Step where Answer == Int {
  /// A step that reads a number and flags everything else.
  static func test(_ index: Int = 0, prior: [Sample] = []) -> Step {
    Step(
      index: index, prompt: Prompt("step \(index)"), prior: prior,
      answer: { reply throws(Flagged) in
        guard let number = Int(reply) else { throw Flagged(.malformed, "not a number: \(reply)") }
        return number
      })
  }
}

extension StepDecider {
  /// The failure of a step, or nil when it was decided.
  func failure<Answer>(of step: Step<Answer>) async -> StepFailure? {
    do throws(StepFailure) {
      _ = try await decide(step)
      return nil
    } catch {
      return error
    }
  }
}
