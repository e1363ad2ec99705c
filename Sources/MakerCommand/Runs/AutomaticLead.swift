import Maker

/// `--k auto`: the models are calibrated, or a calibration is read, and the lead follows from it.
struct AutomaticLead<Task: CalibratedTask>: Sendable {
  /// The task.
  let task: Task
  /// How it is run; its k is what is looked for.
  let settings: RunSettings
  /// What is chosen for the session; its caps are for the calibration and the run together.
  let session: SessionPlan
  /// How the lead is chosen.
  let options: LeadOptions

  /// Calibrates or reads, plans, prints the plan, and asks.
  ///
  /// - Returns: The run with its lead, and its session with what is left to spend and what is expected.
  /// - Throws: A failure when no lead reaches the target for what may be spent, or the person does not want it.
  func chosen() async throws -> (RunSettings, SessionPlan) {
    // What a run could not write is said before anything is spent.
    _ = try task.output(isResuming: false)
    var (settings, session) = (settings, session)
    let figures: [ModelFigures]
    let source: String
    if let path = options.calibration {
      source = path
      figures = try self.figures(in: path)
    } else {
      let (calibration, spent, path) = try await calibrate()
      source = path
      session.caps.maximumCostUSD = session.caps.maximumCostUSD.map { max(0, $0 - (spent.costUSD ?? 0)) }
      session.caps.maximumTokens = session.caps.maximumTokens.map { max(0, $0 - spent.tokens) }
      session.caps.maximumSeconds = session.caps.maximumSeconds.map { max(0, $0 - spent.seconds) }
      if session.caps != self.session.caps, let cost = spent.costUSD {
        StandardError.line(
          "maker: the calibration took \(Figures.dollars(cost)) and \(Figures.count(spent.tokens)) tokens; what is left of the "
            + "caps is the run's.")
      }
      figures = try self.figures(calibration.models, in: calibration, path)
    }
    let plan = try plan(figures)
    try agree(to: plan, from: source, caps: session.caps)
    settings.k = plan.k
    session.watch?.forecast = plan.forecast(source: source)
    return (settings, session)
  }

  /// The plan of all models together: several models share one ballot.
  private func plan(_ figures: [ModelFigures]) throws(CommandFailure) -> Plan {
    let steps = Double(task.stepCount)
    let connections = settings.selection.connection.requestsAtOnce
    let goal = Plan.Goal(steps: steps, target: options.target, concurrency: connections)
    let plans = ModelPlans(figures, for: goal)
    StandardError.line(PlanTable(plans).text)
    if let unknown = figures.first(where: { $0.p > 0.5 && $0.pLower <= 0.5 }) {
      throw CommandFailure(
        .failed,
        "p of \(unknown.name) is only known to be at least \(PlanFigures.chance(unknown.pLower)), and no k can be chosen from that; "
          + "calibrate it with more steps.")
    }
    let together = ModelFigures(together: figures, inTurns: settings.selection.mode == .ensemble)
    guard plans.refusals.isEmpty, let plan = ModelPlans([together], for: goal).plans.first else {
      throw CommandFailure(
        .failed,
        "No k reaches the target with every model that is named; choose other models, or --k yourself.")
    }
    guard plan.k <= VotingRules.largestK else {
      throw CommandFailure(
        .failed,
        "The target needs k = \(plan.k) with \(together.name), more than \(VotingRules.largestK); choose a better model "
          + "or a lower --target.")
    }
    let most = ScalingLaws.mostVotes(p: together.pLower, k: plan.k, steps: steps) / together.v
    let samplesPerStep = session.limits.samplesPerStep
    guard most <= Double(samplesPerStep) else {
      throw CommandFailure(
        .failed,
        "With k = \(plan.k) a step of \(together.name) may take \(Figures.short(most.rounded(.up))) samples, more than "
          + "--max-samples \(samplesPerStep); raise it, or choose a better model.")
    }
    return plan
  }

  /// Measures the models of the run, sampled as they will be.
  private func calibrate() async throws -> (Calibration, spent: Spent, path: String) {
    var calibration = CalibrationSettings(selection: settings.selection)
    calibration.seed = settings.seed
    calibration.temperatures = settings.temperatures
    calibration.maximumReplyTokens = settings.maximumReplyTokens
    let subject = try task.subject(steps: MeasuringOptions.usualSteps, seed: settings.seed)
    var caps = session.caps
    // Steps of the run, which a calibration does not decide.
    caps.maximumSteps = nil
    if !options.yes, !settings.selection.isLocal {
      let most = subject.cases.count * calibration.votes * settings.selection.models.count
      guard Consent.isGiven(to: "Calibrate first, with \(Figures.count(most)) samples or a few more?") else {
        throw CommandFailure(.usage, "Nothing was asked for. Choose --k yourself, or --calibration.")
      }
    }
    let began = ContinuousClock.now
    let batches = session.batches.batch ? session.batches.options : nil
    let execution = try CalibrationExecution(
      subject, settings: calibration,
      session: CalibrationSession(caps: caps, keys: session.keys, batches: batches))
    let result = try await execution.run()
    if let stop = result.stop, let failure = execution.failure(of: result) {
      throw CommandFailure(
        failure.code,
        "\(stop) The run was not started. Every sample is in \(CalibrationFile.samplesPath(of: result.path)): go on with "
          + "`maker calibrate \(settings.task.measuringWords) --out \(result.path)` and the same models and sampling, then with "
          + "`--k auto --calibration \(result.path)`.")
    }
    let spent = Spent(
      costUSD: settings.selection.prices.costUSD(of: result.ledger), tokens: result.ledger.total.usage.tokens,
      seconds: (ContinuousClock.now - began) / .seconds(1))
    return (result.calibration, spent, result.path)
  }

  private struct Spent {
    let costUSD: Double?
    let tokens: Int
    let seconds: Double
  }

  /// Starts only what somebody has agreed to.
  private func agree(to plan: Plan, from source: String, caps: Caps) throws(CommandFailure) {
    if let cap = caps.maximumCostUSD, let cost = plan.expected.costUSD, cost > cap {
      throw CommandFailure(
        .usage,
        "The run is expected to cost \(Figures.dollars(cost)), more than --max-cost \(Figures.dollars(cap)); raise it, "
          + "or see with `maker plan \(source) --max-cost \(cap)` what it buys.")
    }
    if let cap = caps.maximumTokens, let input = plan.expected.inputTokens,
      let output = plan.expected.outputTokens,
      input + output > Double(cap)
    {
      throw CommandFailure(
        .usage,
        "The run is expected to take \(Figures.short(input + output)) tokens, more than the \(Figures.count(cap)) of --max-tokens; "
          + "raise it.")
    }
    guard options.yes || Consent.isGiven(to: "Start the run with k = \(plan.k)?") else {
      throw CommandFailure(
        .usage,
        "Not started. The calibration is in \(source); start later with --k auto --calibration \(source).")
    }
  }
}
