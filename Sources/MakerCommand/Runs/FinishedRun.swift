import Maker
import MakerJournal

/// A run with nothing left to decide: to resume it is to verify it, and is no session of its own.
struct FinishedRun {
  private let file: RunFile
  private let path: String
  private let moved: MovedFileOptions

  /// The run of a file; nil when steps are left, or batches of it are still to be fetched.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - path: Its path as a person would type it.
  ///   - moved: Where files of a map are now.
  /// - Throws: A failure when the file is damaged.
  init?(_ file: RunFile, path: String, moved: MovedFileOptions) throws(CommandFailure) {
    guard try Self.isFinished(file) else { return nil }
    (self.file, self.path, self.moved) = (file, path, moved)
  }

  /// Whether nothing of a run is left to decide, and no batch of it to be fetched.
  ///
  /// - Parameter file: The run file.
  /// - Returns: Whether it is so.
  /// - Throws: A failure when the file is damaged.
  static func isFinished(_ file: RunFile) throws(CommandFailure) -> Bool {
    do throws(JournalError) {
      let progress = try file.progress()
      guard file.description.steps > 0, progress.step >= file.description.steps(at: progress) else {
        return false
      }
      return try file.batches().allSatisfy(\.isSettled)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Verifies the run, and prints the report as the last thing on standard output.
  ///
  /// - Parameter json: Whether the report is for a program.
  /// - Throws: A failure when the run does not hold or cannot be read.
  func conclude(json: Bool) async throws {
    var settings = try RunSettings(file.description, path: path)
    settings.task = try moved.applied(to: settings.task, of: path)
    StandardError.line("maker: \(path) was done already; verifying it")
    try await conclude(json, of: settings, settings.task.open())
  }

  private func conclude(_ json: Bool, of settings: RunSettings, _ task: some ToolTask) async throws {
    // What was changed since may be put back: nothing is written, and nobody says that the run does not hold.
    if let changes = RunVerification.changes(of: file, settings, task), !changes.isEmpty {
      throw CommandFailure(
        .data,
        "The run \(path) was begun as another run: \(task.words(for: changes)). Put it back as it was, then resume."
      )
    }
    var report = try RunReport(path: path, verifying: true, of: task)
    if report.verified == true, let output = try task.output(isResuming: true) {
      // A process that was killed after its last decision may not have written its last rows.
      try output.finish(path)
      report.records = output.figures
    }
    if report.verified == false { await markFailed() } else { try await keepPlaces(settings.task) }
    try StandardOutput.print(json ? JSONLine.of(report) : report.text)
    if let failure = report.failure { throw failure }
    if let solution = report.solution, solution.isUnsolved,
      let failure = RunEnding.unsolved.failure(path: path)
    {
      throw failure
    }
  }

  /// Keeps where the files of a map are now, so that whoever reads the run finds them.
  private func keepPlaces(_ task: TaskSettings) async throws(CommandFailure) {
    let places = RecordedPlaces.configuration(of: task, file.description)
    guard !places.isEmpty else { return }
    do throws(JournalError) {
      let journal = try SQLiteJournal.open(at: path)
      try await journal.amend(configuration: places)
      try await journal.close()
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Keeps in the ledger that the run did not hold, unless that is there.
  private func markFailed() async {
    guard let identity = file.identity, (try? file.sessions().last?.outcome) != .failed,
      let journal = try? SQLiteJournal.open(at: path)
    else { return }
    _ = try? await journal.begin(identity)
    try? await journal.close(.failed)
  }
}
