import ArgumentParser
import Maker
import MakerJournal

struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run from its last recorded step.",
    discussion: """
      Example: maker resume latest

      Task, model, k, temperature, seed and parser are those the run was started with; how it is recorded and \
      when a step is given up may be chosen anew.
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let path = try RunFolder.path(of: reference)
    let description = try opened(path).description
    let execution = try RunExecution(
      settings: RunSettings(description, path: path), path: path, recording: recording,
      limits: limits.limits, isNew: false)
    try await execution.conclude(json: output.json)
  }
}

/// Opens a run file for reading; what is wrong with it becomes a failure of the command.
func opened(_ path: String) throws(CommandFailure) -> RunFile {
  do throws(JournalError) {
    return try RunFile(at: path)
  } catch {
    throw CommandFailure(error)
  }
}
