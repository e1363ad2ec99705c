import ArgumentParser
import Maker

/// How models are measured on a task of one's own, records or a chain.
struct OwnMeasuringOptions: ParsableArguments {
  @OptionGroup var sampling: FileSamplingOptions
  @OptionGroup(title: "Measuring") var measuring: MeasuringOptions
  @OptionGroup(title: "Models, each measured by itself") var models: ModelOptions
  @OptionGroup(title: "Caps, over all models and sessions") var caps: CalibrationCapOptions
  @OptionGroup(title: "Batches") var batches: CalibrationBatchingOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Settings and log") var config: ConfigOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var output: OutputOptions

  /// The models that are measured. The log starts.
  ///
  /// - Parameter file: What the task's file says of them.
  /// - Returns: How they are sampled.
  /// - Throws: A failure for settings that make no sense.
  func chosen(_ file: FileModel) async throws -> ChosenModel {
    let groups = [models.given, caps.given, connection.given, log.given]
    let chosen = try await ChosenModel(file, sampling.choice(groups, config: config, seed: measuring.seed))
    log.start(chosen.settings)
    return chosen
  }

  /// Measures, and reports.
  ///
  /// - Parameters:
  ///   - subject: What the models are measured on.
  ///   - settings: How.
  ///   - said: Everything a person set.
  /// - Throws: A failure when it stopped before it had what it wanted.
  func conclude<Answer>(
    _ subject: CalibrationSubject<Answer>, _ settings: CalibrationSettings, _ said: Settings
  ) async throws {
    let session = CalibrationSession(caps: said.caps, keys: said.keys, batches: batches.options)
    try await CalibrationExecution(
      measuring.chosen(subject), settings: settings, path: measuring.out, session: session
    ).conclude(json: output.json)
  }
}
