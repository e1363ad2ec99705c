import Maker
import MakerTasks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `--k auto`: the models are calibrated, or a calibration is read, and the lead follows from it.
struct AutomaticLead: Sendable {
  /// The task.
  let task: TowersOfHanoi
  /// How it is run; its k is what is looked for.
  let settings: RunSettings
  /// How the lead is chosen.
  let options: LeadOptions
  /// What may be spent, on the calibration and on the run together.
  let caps: Caps
  /// Where the keys of endpoints are.
  let keys: KeyRing
  /// How samples go out.
  let batches: BatchingOptions
  /// The samples that a step may take at the most.
  let samplesPerStep: Int

  /// A lead, what is expected of it, and what is left to spend.
  struct Choice: Sendable {
    let plan: Plan
    let forecast: Forecast
    let caps: Caps
    /// The calibration file.
    let source: String
  }

  /// Calibrates or reads, plans, prints the plan, and asks.
  ///
  /// - Returns: What is run.
  /// - Throws: A failure when no lead reaches the target for what may be spent, or the person does not want it.
  func choose() async throws -> Choice {
    try requireConsent()
    var (caps, source) = (caps, options.calibration)
    let figures: [ModelFigures]
    if let source {
      figures = try self.figures(in: source)
    } else {
      let (calibration, spent, path) = try await calibrate()
      source = path
      caps.maximumCostUSD = caps.maximumCostUSD.map { max(0, $0 - (spent.costUSD ?? 0)) }
      caps.maximumTokens = caps.maximumTokens.map { max(0, $0 - spent.tokens) }
      caps.maximumSeconds = caps.maximumSeconds.map { max(0, $0 - spent.seconds) }
      if caps != self.caps, let cost = spent.costUSD {
        StandardError.line(
          "maker: the calibration took \(Figures.dollars(cost)) and \(Figures.count(spent.tokens)) tokens; what is left of the "
            + "caps is the run's.")
      }
      figures = try Self.figures(calibration.models, in: calibration, path, readBy: task.parser)
    }
    let plan = try plan(figures)
    try agree(to: plan, from: source ?? "")
    return Choice(plan: plan, forecast: plan.forecast(source: source), caps: caps, source: source ?? "")
  }

  /// The plan of all models together: several models share one ballot.
  private func plan(_ figures: [ModelFigures]) throws(CommandFailure) -> Plan {
    let steps = Double(task.stepCount)
    let connections = settings.selection.connection.maxConnections ?? 200
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
    var calibration = CalibrationSettings(disks: task.disks, selection: settings.selection)
    calibration.seed = settings.seed
    calibration.temperatures = settings.temperatures
    calibration.maximumReplyTokens = settings.maximumReplyTokens
    var caps = caps
    // Steps of the run, which a calibration does not decide.
    caps.maximumSteps = nil
    if !options.yes, !settings.selection.isLocal {
      let most = calibration.steps * calibration.votes * settings.selection.models.count
      guard Self.isAgreed("Calibrate first, with \(Figures.count(most)) samples or a few more?") else {
        throw CommandFailure(.usage, "Nothing was asked for. Choose --k yourself, or --calibration.")
      }
    }
    let began = ContinuousClock.now
    let execution = try CalibrationExecution(
      settings: calibration,
      session: CalibrationSession(caps: caps, keys: keys, batches: batches.batch ? batches.options : nil))
    let result = try await execution.run()
    if let stop = result.stop, let failure = execution.failure(of: result) {
      throw CommandFailure(
        failure.code,
        "\(stop) The run was not started. Every sample is in \(CalibrationFile.samplesPath(of: result.path)): go on with "
          + "`maker calibrate hanoi --disks \(task.disks) --out \(result.path)` and the same models and sampling, then with "
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

  /// Refuses before anything is spent where nobody could agree to a plan.
  private func requireConsent() throws(CommandFailure) {
    guard !options.yes, !canAsk else { return }
    throw CommandFailure(
      .usage,
      "With --k auto nothing is started that nobody agreed to, and here nobody can be asked: add --yes, or plan "
        + "first with `maker calibrate` and `maker plan`.")
  }

  /// Asks on the terminal.
  private static func isAgreed(_ question: String) -> Bool {
    StandardError.raw("\(question) [y/N] ")
    let answer = readLine()?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }

  private var canAsk: Bool { isatty(STDIN_FILENO) == 1 && StandardError.isTerminal }

  /// Starts only what somebody has agreed to.
  private func agree(to plan: Plan, from source: String) throws(CommandFailure) {
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
    guard options.yes || Self.isAgreed("Start the run with k = \(plan.k)?") else {
      throw CommandFailure(
        .usage,
        "Not started. The calibration is in \(source); start later with --k auto --calibration \(source).")
    }
  }
}
