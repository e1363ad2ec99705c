import MakerJournal
import MakerRecords

/// Where a new map would write, looked at before its input is read and before anybody is asked.
struct MapPlaces {
  private let output: String
  private let rejects: String
  private let run: String
  /// A head of a table, which a start that came to nothing leaves behind, is not longer.
  private static let headBytes = 1 << 16

  /// - Parameters:
  ///   - output: Where the rows go, as it was named.
  ///   - rejects: Where the rejects go; nil for beside the output.
  ///   - run: The run file.
  init(output: String, rejects: String?, run: String) {
    (self.output, self.run) = (output, run)
    self.rejects = rejects ?? MapFiles.rejects(of: output)
  }

  /// Refuses places that cannot be written to, or have something in them.
  ///
  /// - Parameter isPiped: Whether the input is gone once it was read.
  /// - Throws: A failure that names the run that wrote there, if there is one.
  func requireFree(isPiped: Bool) throws(CommandFailure) {
    for (path, option) in [(output, "--output"), (rejects, "--rejects")] {
      let folder = MapFiles.folder(of: path)
      guard RunFolder.exists(folder) else {
        throw CommandFailure(
          .usage, "\(option) \(path): there is no folder \(folder); make it, or name another file.")
      }
      guard let head = FileBeginning.of(path, Self.headBytes), !head.isEmpty else { continue }
      if let (run, isDone) = writer(of: MapFiles.absolute(path)) {
        throw CommandFailure(
          .usage,
          "\(path) is there already: the run \(run) wrote it"
            + (isDone
              ? ". Remove it or name another file."
              : " and is not done. Go on with it: `maker resume \(run)`."))
      }
      // More than one line is no head; what is one is looked at once the columns are known.
      guard isPiped, head.count == Self.headBytes || head.dropLast().contains(0x0A) else { continue }
      throw CommandFailure(
        .usage,
        "\(path) is there already. Remove it or name another file; if a run that stopped wrote it, `maker resume` goes on with it."
      )
    }
  }

  /// The run in `runs/`, or beside the new one, that has decided something and writes to a file; nil when there is none.
  private func writer(of path: String) -> (run: String, isDone: Bool)? {
    let folder = MapFiles.folder(of: run)
    let beside = folder == MapFiles.absolute(RunFolder.name) ? [] : RunFolder.all(in: folder)
    for place in RunFolder.all() + beside {
      guard let file = try? RunFile(at: place), case .records(let files)? = TaskSettings(file.description),
        path == files.output || path == files.rejects, let progress = try? file.progress(), progress.step > 0
      else { continue }
      return (place, progress.step >= file.description.steps)
    }
    return nil
  }
}
