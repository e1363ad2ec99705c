/// Decides a step. The local one samples a model and votes; others may wrap it or work elsewhere.
public protocol StepDecider: Sendable {
  /// The decision of `step`.
  ///
  /// - Throws: ``StepFailure`` when a limit was reached, the model failed or the task was cancelled. There is no
  ///   other way out: no plurality, no guess.
  func decide<Answer>(_ step: Step<Answer>) async throws(StepFailure) -> Decision<Answer>

  /// Every fact that, when changed, makes this another run: model, k, temperatures, seed.
  var identity: [String: String] { get }
}
