import ArgumentParser

/// How a model is sampled for a task that a file describes: an option counts more than the file.
struct FileSamplingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: """
      Sampling temperature of every sample, from 0.001 to 1000 (default: as in the file, else 0 for the first vote of a \
      step and 0.1 for the others).
      """)
  var temperature: Double?
  @Option(
    parsing: .unconditional,
    help:
      "Most tokens of a reply, 1 to 1000000; longer ones are flagged (default: as in the file, else 2048)."
  )
  var maxReplyTokens: Int?

  func validate() throws {
    try OptionRanges.check(temperature: temperature)
    try OptionRanges.check(maxReplyTokens: maxReplyTokens)
  }

  /// What the command line says of sampling.
  ///
  /// - Parameters:
  ///   - groups: What its groups of options say of settings.
  ///   - config: The settings file it names.
  ///   - seed: Fixes the seeds of samples.
  /// - Returns: All of it.
  func choice(_ groups: [SettingsGiven], config: ConfigOptions, seed: UInt64) -> SamplingChoice {
    var given = SettingsGiven()
    for group in groups { given.add(group) }
    return SamplingChoice(
      given: given, config: config.config, temperature: temperature, maximumReplyTokens: maxReplyTokens,
      seed: seed)
  }
}
