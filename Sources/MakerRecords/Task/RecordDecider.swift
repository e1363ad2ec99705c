public import Maker

/// Decides the steps of records with another decider, and ends the run where their file cannot be read.
///
/// A run that ends so is resumable: nothing is asked or recorded that was not read from the file as it was scanned.
public struct RecordDecider<Base: StepDecider>: StepDecider {
  private let base: Base
  private let source: RecordSource

  /// Wraps a decider.
  ///
  /// - Parameters:
  ///   - base: What decides.
  ///   - source: The records of the run's task.
  public init(_ base: Base, of source: RecordSource) { (self.base, self.source) = (base, source) }

  /// The facts of the decider within.
  public var identity: [String: String] { base.identity }

  /// Decides a step.
  ///
  /// - Throws: `StepFailure` of the decider within; of kind `model` when the file could not be read, with the message.
  public func decide<Answer>(_ step: Step<Answer>) async throws(StepFailure) -> Decision<Answer> {
    try check(step)
    let decision = try await base.decide(step)
    try check(step)
    return decision
  }

  private func check<Answer>(_ step: Step<Answer>) throws(StepFailure) {
    guard let failure = source.failure else { return }
    throw StepFailure(
      .model(LanguageModelError(.unavailable, failure.message)), step: step.index, prompt: step.prompt,
      samples: step.prior)
  }
}
