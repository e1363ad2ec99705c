import Maker
import MakerJournal
import MicroModel

/// One session of a run: opens the run file, runs to the end or to a stop, says what it came to.
struct RunExecution<Task: ToolTask>: Sendable {
  private let settings: RunSettings
  private let path: String
  private let plan: SessionPlan
  private let task: Task
  private let models: RunModels
  private let journal: SQLiteJournal
  private let budget: Budget
  /// What is written beside the run file; nil for nothing.
  private var output: MapOutput?

  /// Opens everything the run needs. Nothing is sampled yet.
  ///
  /// - Parameters:
  ///   - task: What is run.
  ///   - settings: How it is run.
  ///   - path: The run file.
  ///   - plan: What is chosen for this session.
  ///   - isNew: Whether the run file is to be made, or must be there.
  /// - Throws: A failure that says what cannot be opened.
  init(
    _ task: Task, settings: RunSettings, path: String, plan: SessionPlan, isNew: Bool
  ) async throws(CommandFailure) {
    self.settings = settings
    self.path = path
    self.plan = plan
    self.task = task
    // The models before the file: a model that cannot be asked leaves no empty run behind.
    models = try await RunModels(settings.selection, keys: plan.keys, inBatches: plan.usesBatches)
    if isNew { output = try task.output(isResuming: false) }
    var options = plan.recording.options(isFast: settings.selection.isLocal || task is any LaneTask)
    if task.needsSamples { options.record = .all }
    do throws(JournalError) {
      journal =
        isNew
        ? try SQLiteJournal.create(
          at: path,
          description: settings.description(steps: task.stepCount, plan),
          options: options)
        : try SQLiteJournal.open(at: path, options: options)
      budget = Budget(
        caps: plan.caps, prices: settings.selection.prices, earlierSeconds: journal.earlier.wallSeconds)
    } catch {
      throw CommandFailure(error)
    }
    guard !isNew else { return }
    try requireSameRun()
    do throws(JournalError) { try await keepSpending() } catch { throw CommandFailure(error) }
    output = try task.output(isResuming: true)
    // Before anything is paid for: rows that somebody changed end the session here.
    try output?.catchUp(path)
    do throws(JournalError) { try await keepPlaces() } catch { throw CommandFailure(error) }
  }

  /// Keeps where files were moved to that are what they were.
  private func keepPlaces() async throws(JournalError) {
    let places = RecordedPlaces.configuration(of: settings.task, journal.description)
    if !places.isEmpty { try await journal.amend(configuration: places) }
  }

  /// Refuses to go on with a run of something else, before anything of it is touched.
  private func requireSameRun() throws(CommandFailure) {
    let recorded: RunIdentity?
    do throws(JournalError) { recorded = try RunFile(at: path).identity } catch {
      throw CommandFailure(error)
    }
    let changes = recorded.map { identity(of: models.first).changes(since: $0) } ?? []
    guard !changes.isEmpty else { return }
    throw CommandFailure(
      .data,
      "The run \(path) is another run: \(task.words(for: changes)). Resume with what was recorded, or start a new run."
    )
  }

  /// Runs, prints the report as the last thing on standard output, and fails with the run's exit code.
  func conclude(json: Bool) async throws {
    let (report, failure) = try await complete()
    do throws(CommandFailure) {
      try StandardOutput.print(json ? JSONLine.of(report) : report.text)
    } catch {
      throw CommandFailure(failure?.code ?? error.code, "\(error.message ?? "") The run is in \(path).")
    }
    if let failure { throw CommandFailure(failure.code, nil) }
    if let failure = report.failure { throw failure }
  }

  /// Runs to the end or to a stop, which is told on standard error.
  ///
  /// - Returns: What it came to, and why it stopped; nil when it did not.
  /// - Throws: A failure when its file cannot be closed or read.
  func complete() async throws -> (RunReport, CommandFailure?) {
    let (ending, outputFailure) = try await Interrupts.cancelling { await runWithOutput() }
    await models.shutdown()
    var failure = outputFailure ?? task.failure(of: ending, path: path) ?? ending.failure(path: path)
    if let message = failure?.message { StandardError.line("maker: \(message)") }
    do throws(JournalError) {
      try await journal.close(ending.outcome, costUSD: budget.sessionCostUSD)
    } catch {
      // A journal that ended the run has been heard; what it kept is reported.
      guard case .stopped(let stop, _) = ending, case .journal = stop.reason else {
        throw CommandFailure(error)
      }
    }
    do throws(CommandFailure) { try output?.finish(path) } catch {
      let remedy = "Mend it, then `maker resume \(path)` writes the rows."
      if outputFailure == nil { StandardError.line("maker: \(error.message ?? "") \(remedy)") }
      failure = failure ?? error
    }
    let report = try report(of: ending)
    if case .done = ending, report.verified == false { await markFailed() }
    return (report, failure)
  }

  /// Keeps in the ledger that a finished run did not hold when it was verified.
  private func markFailed() async {
    guard let journal = try? SQLiteJournal.open(at: path) else { return }
    _ = try? await journal.begin(identity(of: models.first))
    try? await journal.close(.failed)
  }

  /// Runs, and writes what is written beside the run file; when that fails, the run stops.
  private func runWithOutput() async -> (RunEnding, CommandFailure?) {
    guard let output else { return (await run(), nil) }
    let (ending, problem) = await output.follow(path) { await run() }
    let failure = problem.map { failure in
      CommandFailure(
        .resumable,
        "\(failure.message ?? "") Everything decided is recorded; mend it, then go on with `maker resume \(path)`."
      )
    }
    return (ending, failure)
  }

  private func run() async -> RunEnding {
    StandardError.line("maker: \(settings.summary(of: task)), recorded in \(path)")
    if let batchModels = models.inBatches, let task = task as? any ToolTask & DraftableTask,
      let ending = await runInBatches(task, batchModels)
    {
      return ending
    }
    // Spelled out: for a model of this process the engine is compiled anew, and is many times as fast.
    if models.others.isEmpty, let embedded = models.first as? EmbeddedLanguageModel {
      return await drive(embedded)
    }
    return await drive(models.first)
  }

  /// Keeps what the run may spend from now on.
  private func keepSpending() async throws(JournalError) {
    // Rows that say what they cost were priced at the start, and stay so.
    let prices =
      task.needsSamples ? RecordedSpending.prices(journal.description) : settings.selection.prices
    try await journal.amend(
      configuration: RecordedSpending.configuration(prices, plan.caps)
        .merging(plan.watch?.configuration ?? [:]) { $1 }
        .merging(plan.recordedLimits) { $1 })
  }

  private func identity(of model: some LanguageModel) -> RunIdentity { run(of: model).identity }

  private func run<Model: LanguageModel>(
    of model: Model
  ) -> Run<Task, LocalDecider<Model>> {
    Run(
      task,
      decider: LocalDecider(
        model: model, others: models.others, rules: settings.rules(limits: plan.limits, for: task),
        budget: budget),
      journal: journal, budget: budget, watch: watch)
  }

  /// Whether votes are still as right as k was chosen for, told as soon as they are not.
  private var watch: LiveWatch? {
    guard settings.voting else { return nil }
    return plan.watch?.watch(k: settings.k, steps: task.stepCount, samplesPerStep: plan.limits.samplesPerStep)
  }

  private func drive(_ model: some LanguageModel) async -> RunEnding {
    let run = run(of: model)
    var display: ProgressDisplay?
    defer { display?.stop() }
    do throws(RunError) {
      guard settings.voting else {
        display = ProgressDisplay(of: run.progress, prices: budget.prices)
        return try await runAlone(run)
      }
      return try await task.finish(run) { display = ProgressDisplay(of: $0, prices: budget.prices) }
    } catch {
      return settings.voting ? .stopped(error) : .withoutVoting(error)
    }
  }

  /// - Returns: How it ended; nil when batches were only fetched, and the rest is to be run without.
  private func runInBatches(
    _ task: some ToolTask & DraftableTask, _ batchModels: [any BatchLanguageModel]
  ) async -> RunEnding? {
    let run = BatchRun(
      task, models: batchModels, rules: settings.rules(limits: plan.limits, for: task), journal: journal,
      budget: budget, options: plan.batches.options, watch: watch)
    let display = ProgressDisplay(of: run.progress, prices: budget.prices) {
      run.batchProgress.snapshot.description
    }
    defer { display.stop() }
    do throws(RunError) {
      guard plan.batches.batch else {
        try await run.fetch()
        return nil
      }
      try await run.finish()
      return .done
    } catch {
      return .stopped(error)
    }
  }

  /// Without voting: what the agent says is believed, and the first wrong answer ends the demonstration.
  private func runAlone(_ run: Run<Task, some StepDecider>) async throws(RunError) -> RunEnding {
    for try await event in run.events {
      if case .decided(let decision) = event, let right = task.rightAnswer(insteadOf: decision) {
        return .lost(
          step: decision.step, how: "it answered \(decision.answer.json), and right is \(right.json)")
      }
    }
    return .done
  }

  private func report(of ending: RunEnding) throws(CommandFailure) -> RunReport {
    // A map is checked with the records and agents it was decided with; a program is asked anew, for it remembers.
    var report = try RunReport(path: path, verifying: ending.outcome == .done, of: task as? MapTask)
    report.records = output?.figures
    switch ending {
    case .done, .usedUp, .unsolved: break
    case .lost(let step, let how):
      report.status = .failed
      report.verified = false
      report.problem = "lost at step \(Figures.count(step)): \(how)"
    case .stopped(let error, _):
      report.reachedCap = error.reachedCap?.description
      if case .step(let step) = error.reason, case .limit = step.reason {
        report.undecided = UndecidedStep(step)
      }
    }
    return report
  }
}
