import Maker

/// Stands in for the model of a recorded run, which need not be here to read it.
struct UnsampledModel: LanguageModel {
  let identity: [String: String]

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    throw LanguageModelError(.assetsUnavailable, "A recorded run is read without its model.")
  }
}

extension RunSettings {
  /// The decider of a recorded run, but for what its models would reply.
  ///
  /// - Parameters:
  ///   - recorded: The identity in the run file; facts of its model are taken as they are.
  ///   - task: The task.
  /// - Returns: A decider of the same identity, unless something has changed.
  func decider(of recorded: RunIdentity, for task: some ToolTask) -> LocalDecider<UnsampledModel> {
    // What the models together add to the identity stands under one name.
    let model = UnsampledModel(identity: recorded.facts.filter { $0.key == "model" })
    let others = selection.models.dropFirst().map { _ in UnsampledModel(identity: [:]) }
    return LocalDecider(model: model, others: others, rules: rules(limits: StepLimits(), for: task))
  }
}
