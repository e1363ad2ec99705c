import ArgumentParser
import Maker
import MakerRecords

/// Where the files of a map are now, if they were moved since it was begun. What a run file says is kept to else.
struct MovedFileOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Of a map, where its records are now (default: as recorded).", valueName: "file"))
  var input: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of a map, where its rows are now; written anew where nothing is (default: as recorded).",
      valueName: "file"))
  var output: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of a map, where its rejects are now (default: as recorded, or beside --output).", valueName: "file"))
  var rejects: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Of a map, where its agent file is now (default: as recorded).", valueName: "file"))
  var agent: String?

  /// The task with the files where they are.
  ///
  /// - Parameters:
  ///   - task: As it is recorded.
  ///   - path: The run file.
  /// - Returns: The same task.
  /// - Throws: A failure for a task without such files, and for a file that is not there.
  func applied(to task: TaskSettings, of path: String) throws(CommandFailure) -> TaskSettings {
    guard case .records(var files) = task else {
      guard [input, output, rejects, agent].allSatisfy({ $0 == nil }) else {
        throw CommandFailure(
          .usage,
          "\(path) is no map, so it has no --input, --output, --rejects and --agent; leave them out.")
      }
      return task
    }
    if let output {
      if files.rejects == MapFiles.rejects(of: files.output) {
        files.rejects = MapFiles.absolute(MapFiles.rejects(of: output))
      }
      files.output = MapFiles.absolute(output)
    }
    if let rejects { files.rejects = MapFiles.absolute(rejects) }
    if let input { files.input = MapFiles.absolute(input) }
    if let agent { files.agents = MapFiles.absolute(agent) }
    for (file, what, option) in [(files.input, "input", "--input"), (files.agents, "agent file", "--agent")]
    where FileBeginning.of(file, 1) == nil {
      throw CommandFailure(
        .usage,
        "The \(what) \(file) of the run is not there, or cannot be read. If it was moved: `maker resume \(path) \(option) FILE`."
      )
    }
    for (file, option) in [(files.output, "--output"), (files.rejects, "--rejects")] {
      let folder = MapFiles.folder(of: file)
      guard !RunFolder.exists(folder) else { continue }
      throw CommandFailure(
        .usage,
        "The folder \(folder) of the run's output is not there. If it was moved: `maker resume \(path) \(option) FILE`."
      )
    }
    return .records(files)
  }
}
