import Maker
import MakerJournal
import MakerTasks
import MicroModel

/// One session of a run: opens the run file, runs to the end or to a stop, says what it came to.
struct RunExecution: Sendable {
  private let settings: RunSettings
  private let path: String
  private let limits: StepLimits
  private let task: TowersOfHanoi
  private let model: EmbeddedLanguageModel
  private let journal: SQLiteJournal

  /// Opens everything the run needs. Nothing is sampled yet.
  ///
  /// - Parameters:
  ///   - settings: What is run.
  ///   - path: The run file.
  ///   - recording: What is written to it, and when.
  ///   - limits: When a step is given up.
  ///   - isNew: Whether the run file is to be made, or must be there.
  /// - Throws: A failure that says what cannot be opened.
  init(
    settings: RunSettings, path: String, recording: RecordingOptions, limits: StepLimits, isNew: Bool
  ) throws(CommandFailure) {
    self.settings = settings
    self.path = path
    self.limits = limits
    task = try settings.task()
    // The model before the file: a model that cannot be loaded leaves no empty run behind.
    model = try settings.languageModel()
    do throws(JournalError) {
      journal =
        isNew
        ? try SQLiteJournal.create(
          at: path, description: settings.description(steps: task.stepCount), options: recording.options)
        : try SQLiteJournal.open(at: path, options: recording.options)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Runs, prints the report as the last thing on standard output, and fails with the run's exit code.
  func conclude(json: Bool) async throws {
    let ending = try await Interrupts.cancelling { await run() }
    let failure = failure(of: ending)
    if let message = failure?.message { StandardError.line("maker: \(message)") }
    do throws(JournalError) {
      try await journal.close(ending.outcome, costUSD: 0)
    } catch {
      // A journal that ended the run has been heard; what it kept is reported.
      guard case .stopped(let stop) = ending, case .journal = stop.reason else {
        throw CommandFailure(error)
      }
    }
    let report = try report(of: ending)
    if case .done = ending, report.verified == false { await markFailed() }
    do throws(CommandFailure) {
      try StandardOutput.print(json ? JSONLine.of(report) : report.text)
    } catch {
      throw CommandFailure(failure?.code ?? error.code, "\(error.message ?? "") The run is in \(path).")
    }
    if let failure { throw CommandFailure(failure.code, nil) }
    if report.verified == false {
      throw CommandFailure(.failed, "The run is not verified: \(report.problem ?? "").")
    }
  }

  /// How a session ended.
  private enum Ending: Sendable {
    case done
    case stopped(RunError)
    /// Without voting: the first wrong or unreadable reply.
    case lost(step: Int, how: String)

    var outcome: RunSession.Outcome {
      switch self {
      case .done: .done
      case .stopped: .stopped
      case .lost: .failed
      }
    }
  }

  /// Keeps in the ledger that a finished run did not hold when it was verified.
  private func markFailed() async {
    guard let journal = try? SQLiteJournal.open(at: path) else { return }
    let run = Run(task, model: model, rules: settings.rules(limits: limits), journal: journal)
    _ = try? await journal.begin(run.identity)
    try? await journal.close(.failed)
  }

  private func run() async -> Ending {
    let run = Run(task, model: model, rules: settings.rules(limits: limits), journal: journal)
    StandardError.line("maker: \(settings.summary), recorded in \(path)")
    let display = ProgressDisplay(of: run.progress, prices: EmbeddedLanguageModel.prices)
    defer { display.stop() }
    do throws(RunError) {
      guard settings.voting else { return try await runAlone(run) }
      try await run.finish()
      return .done
    } catch {
      return settings.voting ? .stopped(error) : lostReply(error)
    }
  }

  /// Without voting: what the agent says is believed, and the first wrong answer ends the demonstration.
  private func runAlone(
    _ run: Run<TowersOfHanoi, LocalDecider<EmbeddedLanguageModel>>
  ) async throws(RunError) -> Ending {
    for try await event in run.events {
      if case .decided(let decision) = event {
        let right = task.rightAnswer(at: decision.step)
        if decision.answer != right {
          return .lost(
            step: decision.step, how: "it answered \(decision.answer.json), and right is \(right.json)")
        }
      }
    }
    return .done
  }

  /// Without voting a reply that cannot be read loses the run as well: nobody else was asked.
  private func lostReply(_ error: RunError) -> Ending {
    guard case .step(let step) = error.reason, case .limit = step.reason else { return .stopped(error) }
    let flag = step.samples.compactMap(\.flag).first
    return .lost(step: step.step, how: "its reply cannot be read (\(flag?.description ?? "no reply"))")
  }

  private func failure(of ending: Ending) -> CommandFailure? {
    switch ending {
    case .done: return nil
    case .lost(let step, let how):
      return CommandFailure(
        .failed, "Without voting the run is lost at step \(Figures.count(step)): \(how).")
    case .stopped(let error):
      guard case .step(let step) = error.reason else {
        if case .journal(let journal) = error.reason { return CommandFailure(journal) }
        return nil
      }
      let resume = "Everything decided is recorded; go on with `maker resume \(path)`"
      switch step.reason {
      case .cancelled: return CommandFailure(.interrupted, "\(error) \(resume).")
      case .model: return CommandFailure(.resumable, "\(error) \(resume).")
      case .limit:
        return CommandFailure(
          .resumable,
          "\(error)\n\(UndecidedStep(step).text)\n\(resume) and a higher limit, "
            + "or look at it with `maker show \(path) --step \(step.step)`.")
      }
    }
  }

  private func report(of ending: Ending) throws(CommandFailure) -> RunReport {
    var report = try RunReport(path: path, verifying: ending.outcome == .done)
    switch ending {
    case .done: break
    case .lost(let step, let how):
      report.status = .failed
      report.verified = false
      report.problem = "lost at step \(Figures.count(step)): \(how)"
    case .stopped(let error):
      if case .step(let step) = error.reason, case .limit = step.reason {
        report.undecided = UndecidedStep(step)
      }
    }
    return report
  }
}
