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
  /// What is run; its k is what is looked for.
  let settings: RunSettings
  /// How the lead is chosen.
  let options: LeadOptions
  /// What may be spent, on the calibration and on the run together.
  let caps: Caps
  /// Where the keys of endpoints are.
  let keys: KeyRing
  /// How samples go out.
  let batches: BatchingOptions
  /// The largest lead that the limits of a step leave room for.
  let largestK: Int

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
      figures = try Self.figures(in: source, for: settings)
    } else {
      let (calibration, spent, path) = try await calibrate()
      source = path
      caps.maximumCostUSD = caps.maximumCostUSD.map { max(0, $0 - (spent.costUSD ?? 0)) }
      caps.maximumTokens = caps.maximumTokens.map { max(0, $0 - spent.tokens) }
      caps.maximumSeconds = caps.maximumSeconds.map { max(0, $0 - spent.seconds) }
      figures = try Self.figures(calibration.models, in: calibration, path, readBy: settings.parser)
    }
    let plan = try plan(figures)
    try agree(to: plan, from: source ?? "")
    return Choice(plan: plan, forecast: plan.forecast(source: source), caps: caps, source: source ?? "")
  }

  /// The plan of the model that needs the largest lead: several models share one ballot.
  private func plan(_ figures: [ModelFigures]) throws(CommandFailure) -> Plan {
    let steps = Double(try settings.task().stepCount)
    let connections = settings.selection.connection.maxConnections ?? 200
    let plans = ModelPlans(
      figures, for: Plan.Goal(steps: steps, target: options.target, concurrency: connections))
    StandardError.line(PlanTable(plans).text)
    guard plans.refusals.isEmpty, let plan = plans.plans.max(by: { $0.k < $1.k }) else {
      throw CommandFailure(
        .failed,
        "No k reaches the target with every model that is named; choose other models, or --k yourself.")
    }
    guard plan.k <= largestK else {
      let remedy = largestK < VotingRules.largestK ? ", a larger --max-samples" : ""
      throw CommandFailure(
        .failed,
        "The target needs k = \(plan.k) with \(plan.figures.name), more than \(largestK); choose a better model\(remedy) "
          + "or a lower --target.")
    }
    return plan
  }

  /// Says what a reader of the plan should know, and refuses a model that no k makes right.
  private static func requireHope(
    _ models: [ModelCalibration], _ calibration: Calibration
  ) throws(CommandFailure) {
    for remark in PlanSource.remarks(calibration) { StandardError.line("maker: \(remark)") }
    for model in models {
      guard let step = model.worstSteps.first(where: \.isHopeless) else { continue }
      throw CommandFailure(
        .failed,
        "\(model.model) was right in \(step.p.hits) of \(step.p.trials) votes at \(step.name), and no k decides such a step "
          + "rightly; choose another model or temperature, or --k yourself.")
    }
  }

  /// The figures of the run's models in a calibration file.
  ///
  /// - Throws: A failure when the file cannot be read, or holds none of a model that is sampled as the run will.
  private static func figures(
    in path: String, for settings: RunSettings
  ) throws(CommandFailure) -> [ModelFigures] {
    let calibration = try CalibrationFile.read(path)
    guard calibration.task == "hanoi" else {
      throw CommandFailure(.usage, "\(path) is a calibration of the task \(calibration.task), not of hanoi.")
    }
    var used: [ModelCalibration] = []
    if let measured = calibration.promptDigest, measured != (try settings.task().promptDigest) {
      throw CommandFailure(
        .usage, "\(path) was measured with another prompt than this version's; calibrate anew.")
    }
    for model in settings.selection.models {
      guard let measured = calibration.models.first(where: { $0.model == model.name }) else {
        let names = calibration.models.map(\.model).joined(separator: ", ")
        throw CommandFailure(
          .usage,
          "\(path) holds figures of \(names), none of \(model.name); calibrate it, or leave out --calibration."
        )
      }
      let temperatures = settings.temperatures
      let wanted = [
        "temperature.first": "\(temperatures.first)", "temperature.rest": "\(temperatures.rest)",
        "maximum_response_tokens": settings.maximumReplyTokens.map { "\($0)" } ?? "model's own",
      ]
      if let (name, value) = wanted.first(where: { measured.sampling[$0] ?? $1 != $1 }) {
        throw CommandFailure(
          .usage,
          "\(path) has \(model.name) sampled with \(name) \(measured.sampling[name] ?? ""), and the run would with \(value); "
            + "sample both alike.")
      }
      used.append(measured)
    }
    if let disks = calibration.parameters["disks"], disks != "\(settings.disks)" {
      StandardError.line(
        "maker: \(path) was measured at \(disks) disks; the plan takes errors to be as frequent at \(settings.disks)."
      )
    }
    return try Self.figures(used, in: calibration, path, readBy: settings.parser)
  }

  /// What was measured of models whose replies the run's parser reads; a hopeless one is refused.
  private static func figures(
    _ models: [ModelCalibration], in calibration: Calibration, _ path: String,
    readBy parser: TowersOfHanoi.Parser
  ) throws(CommandFailure) -> [ModelFigures] {
    try requireHope(models, calibration)
    var figures: [ModelFigures] = []
    for model in models {
      guard let own = model.figures(readBy: parser.rawValue) else {
        throw CommandFailure(
          .usage,
          "\(path) does not say how the \(parser.rawValue) parser reads \(model.model); calibrate it anew.")
      }
      figures.append(own)
    }
    return figures
  }

  /// Measures the models of the run, sampled as they will be.
  private func calibrate() async throws -> (Calibration, spent: Spent, path: String) {
    var calibration = CalibrationSettings(disks: settings.disks, selection: settings.selection)
    calibration.seed = settings.seed
    calibration.temperatures = settings.temperatures
    calibration.maximumReplyTokens = settings.maximumReplyTokens
    var caps = caps
    // Steps of the run, which a calibration does not decide.
    caps.maximumSteps = nil
    let began = ContinuousClock.now
    let execution = try CalibrationExecution(
      settings: calibration,
      session: CalibrationSession(caps: caps, keys: keys, batches: batches.batch ? batches.options : nil))
    let result = try await execution.run()
    if let failure = execution.failure(of: result) {
      throw CommandFailure(
        failure.code, "\(failure.message ?? "The calibration stopped.") The run was not started.")
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

  private var canAsk: Bool { isatty(STDIN_FILENO) == 1 && StandardError.isTerminal }

  /// Starts only what somebody has agreed to.
  private func agree(to plan: Plan, from source: String) throws(CommandFailure) {
    if let cap = caps.maximumCostUSD, let cost = plan.expected.costUSD, cost > cap {
      throw CommandFailure(
        .usage,
        "The run is expected to cost \(Figures.dollars(cost)), more than --max-cost \(Figures.dollars(cap)); raise it, "
          + "or see with `maker plan \(source) --max-cost \(cap)` what it buys.")
    }
    if options.yes { return }
    StandardError.raw("Start the run with k = \(plan.k)? [y/N] ")
    let answer = readLine()?.lowercased() ?? ""
    guard answer == "y" || answer == "yes" else {
      throw CommandFailure(
        .usage,
        "Not started. The calibration is in \(source); start later with --k auto --calibration \(source).")
    }
  }
}
