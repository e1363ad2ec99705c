public import ArgumentParser
import Maker
public import MakerTasks
import MicroModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct RunHanoiCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hanoi",
    abstract: "Towers of Hanoi: 2^disks - 1 dependent steps.",
    discussion: """
      Examples:
        maker run hanoi                              # 20 disks, 1,048,575 steps, k = 4
        maker run hanoi --temperature 1.9 --k 5      # a stressed model: seven times the errors
        maker run hanoi --no-voting                  # what one agent does alone

      The same seed gives the same run, vote for vote, however many cores, and after any number of resumes.
      """)

  @Option(parsing: .unconditional, help: "Disks, 1 to 62; the embedded model knows up to 20.")
  var disks: Int = 20
  @Option(parsing: .unconditional, help: "Votes an answer must be ahead of every other, 1 to 100.")
  var k: Int = 4
  @Option(parsing: .unconditional, help: "Seed of every sample, 0 to 2^64 - 1.")
  var seed: UInt64 = 1
  @Option(
    parsing: .unconditional,
    help: "Sampling temperature of the model, from 0.001 to 1000: how often it errs.")
  var temperature: Double = EmbeddedLanguageModel.defaultTemperature
  @Option(help: "The model: embedded/hanoi, or the path of a GGUF file.")
  var model: String = "embedded/hanoi"
  @Option(help: "How replies are read: flagging, or repairing to see what repairing costs.")
  var parser: TowersOfHanoi.Parser = .flagging
  @Option(name: .customLong("run"), help: "The run file to make (default: a new one in runs/).")
  var file: String?
  @Flag(help: "One sample a step, believed as it is, whatever --k: what an agent does without voting.")
  var noVoting = false
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(
      TowersOfHanoi.diskCounts.contains(disks), "--disks must be from 1 to 62, not \(disks).")
    try require(
      disks <= 20 || !model.hasPrefix("embedded/"),
      "The embedded model knows up to 20 disks, not \(disks); choose --disks from 1 to 20.")
    try require((1...100).contains(k), "--k must be from 1 to 100, not \(k).")
    try require(
      temperature >= 0.001 && temperature <= 1000,
      "--temperature must be from 0.001 to 1000, not \(temperature).")
    try require(
      limits.maxSamples >= k,
      "--max-samples must be at least k (\(k)), or no step could be decided.")
  }

  func run() async throws {
    // A run can be resumed from any folder.
    let model = model.hasPrefix("embedded/") ? model : URL(filePath: model).path
    let settings = RunSettings(
      disks: disks, parser: parser, model: model, k: noVoting ? 1 : k, temperature: temperature, seed: seed,
      voting: !noVoting)
    let label = "hanoi-\(disks)" + (noVoting ? "-no-voting" : "")
    try await execution(settings, label: label).conclude(json: output.json)
  }

  /// Opens the run file that was asked for, or else one of a new name.
  private func execution(_ settings: RunSettings, label: String) throws(CommandFailure) -> RunExecution {
    while true {
      let path = file ?? RunFolder.newPath(label: label)
      do throws(CommandFailure) {
        return try RunExecution(
          settings: settings, path: path, recording: recording, limits: limits.limits, isNew: true)
      } catch {
        // A run that was started in the same second has the name now; nobody asked for this one.
        guard file == nil, RunFolder.exists(path) else { throw error }
      }
    }
  }
}

extension TowersOfHanoi.Parser: ExpressibleByArgument {}
