import ArgumentParser
import Maker

/// What a new run of a solver needs beside the problems.
struct SolveSession {
  let chosen: ChosenModel
  let selection: ModelSelection
  /// The lead that decides.
  var k: Int
  /// What it may spend.
  var caps: Caps
  let seed: UInt64
  let recording: RecordingOptions
  let limits: StepLimits

  /// A run, with everything it needs open.
  ///
  /// - Parameters:
  ///   - solving: What is solved.
  ///   - path: The run file.
  ///   - isNew: Whether it is to be made, or must be there.
  /// - Returns: The run. Nothing is sampled yet.
  /// - Throws: A failure that says what cannot be opened.
  func execution(
    of solving: SolveSettings, at path: String, isNew: Bool
  ) async throws -> RunExecution<SolveTask> {
    let rules = chosen.rules
    let settings = RunSettings(
      task: .solve(solving), selection: selection, k: k, temperatures: rules.temperatures,
      maximumReplyTokens: rules.maximumResponseTokens, rungSamples: 0, seed: seed, voting: true)
    let plan = SessionPlan(
      caps: caps, keys: chosen.settings.keys, recording: recording, limits: limits,
      batches: try BatchingOptions.parse([]))
    let task = try SolveTask(solving, asking: selection)
    return try await RunExecution(task, settings: settings, path: path, plan: plan, isNew: isNew)
  }
}
