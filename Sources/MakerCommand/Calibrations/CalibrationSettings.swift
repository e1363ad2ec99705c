import Maker
import MakerProviders
import MakerTasks
import MicroModel

/// Everything a person chose for a calibration of Towers of Hanoi that fixes what its samples are.
struct CalibrationSettings: Sendable {
  /// The disks of the game that p is for.
  var disks: Int
  /// Other numbers of disks, to see whether errors depend on them.
  var sizes: [Int] = []
  /// Random steps of each size.
  var steps = 1000
  /// Votes of each step.
  var votes = 2
  /// The steps at which most went wrong that are sampled again.
  var worstSteps = 10
  /// Half the width of p's interval that is enough; nil samples every step.
  var precision: Double?
  /// Whether votes are compared with right answers.
  var usesTruth = true
  /// Cases in place of random steps.
  var cases: CaseFile?
  /// Fixes which steps are drawn, and every sample.
  var seed: UInt64 = 1
  /// The temperatures of samples; nil for the usual ones of a model's kind.
  var temperatures: Temperatures?
  /// The most tokens of a reply; nil for the usual number of a model's kind.
  var maximumReplyTokens: Int?
  /// The models, each measured by itself.
  var selection: ModelSelection
  /// Prices of models that only the samples log has; nil where none are known.
  var table: PriceTable?

  /// All sizes that are sampled, smallest first.
  var allSizes: [Int] { Set(sizes + [disks]).sorted() }

  /// What is sampled, the sizes in turn, so that a calibration that ends early has all of them.
  func drawnCases() throws(CommandFailure) -> [CalibrationCase<HanoiAnswer>] {
    var drawn: [[CalibrationCase<HanoiAnswer>]] = []
    if let cases {
      drawn = [cases.cases]
    } else {
      for size in allSizes {
        let (task, repairing) = (try game(size, .flagging), try game(size, .repairing))
        drawn.append(task.calibrationCases(steps, seed: seed, size: size, repairing: repairing))
      }
    }
    let isMixed = drawn.count > 1
    let longest = drawn.map(\.count).max() ?? 0
    return (0..<longest).flatMap { place in
      drawn.compactMap { cases in
        guard place < cases.count else { return nil }
        var one = cases[place]
        if isMixed, let size = one.size { one.name += " of \(size) disks" }
        if !usesTruth { one.right = nil }
        return one
      }
    }
  }

  /// Everything that fixes what a sample is, but for the model. What may change between sessions is left out: how
  /// many of the worst steps are sampled again, the precision, and what votes are compared with.
  func facts() throws(CommandFailure) -> [String: String] {
    var facts = try game(disks, .flagging).identity
    facts["seed"] = "\(seed)"
    facts["samples"] = "\(votes)"
    if let cases {
      facts["cases"] = cases.digest
    } else {
      facts["prompt"] = try promptDigest
      facts["sizes"] = allSizes.map { "\($0)" }.joined(separator: " ")
      facts["steps"] = "\(steps)"
    }
    return facts
  }

  /// Everything that fixes what a sample of one model is.
  func facts(of model: ModelSelection.Model, identity: [String: String]) -> [String: String] {
    let rules = rules(for: model)
    return identity.merging([
      "temperature.first": "\(rules.temperatures.first)", "temperature.rest": "\(rules.temperatures.rest)",
      "max_reply_tokens": rules.maximumResponseTokens.map { "\($0)" } ?? "model's own",
    ]) { $1 }
  }

  /// How a model is sampled and its replies are flagged: as in a run.
  func rules(for model: ModelSelection.Model) -> VotingRules {
    let isLocal = model.endpoint == nil
    let usual = isLocal ? Temperatures.uniform(EmbeddedLanguageModel.defaultTemperature) : .paper
    return VotingRules(
      temperatures: temperatures ?? usual, seed: seed,
      maximumResponseTokens: maximumReplyTokens ?? (isLocal ? nil : 2048))
  }

  /// How a model that only the samples log has was sampled.
  ///
  /// - Parameter facts: What the log has of it, see ``facts(of:identity:)``.
  /// - Returns: Nil when they are not as they are written there.
  func rules(recorded facts: [String: String]) -> VotingRules? {
    guard let first = facts["temperature.first"].flatMap(Double.init), first >= 0, first.isFinite,
      let rest = facts["temperature.rest"].flatMap(Double.init), rest > 0, rest.isFinite,
      let most = facts["max_reply_tokens"]
    else { return nil }
    let number = Int(most).flatMap { $0 >= 1 ? $0 : nil }
    guard most == "model's own" || number != nil else { return nil }
    return VotingRules(
      temperatures: Temperatures(first: first, rest: rest), seed: seed, maximumResponseTokens: number)
  }

  /// The prices of everything in a ledger that are known: of the models that are named, and of others in the log.
  func prices(of ledger: Ledger) -> PriceList {
    var list = selection.prices
    // Replies of a model in this process carry no name, and those of endpoints always one.
    if ledger.unnamed.samples > 0 { list.unnamed = .free }
    for name in ledger.named.keys where list.models[name] == nil {
      let isBatched = name.hasSuffix(PriceTable.batchSuffix)
      let model = isBatched ? String(name.dropLast(PriceTable.batchSuffix.count)) : name
      guard let entry = table?.entry(for: model) else { continue }
      list.models[name] = isBatched ? entry.batch ?? entry.prices : entry.prices
    }
    return list
  }

  /// The digest of the task's prompt, as ``ChainTask/promptDigest`` makes it; nil where other prompts are sampled.
  private var promptDigest: String? {
    get throws(CommandFailure) { cases == nil ? try game(disks, .flagging).promptDigest : nil }
  }

  /// How much is sampled.
  var options: CalibrationOptions {
    let atOnce = selection.connection.maxConnections ?? 200
    return CalibrationOptions(
      votesPerCase: votes, precision: precision, worstCases: worstSteps, size: cases == nil ? disks : nil,
      part: max(128, atOnce), concurrency: atOnce)
  }

  /// The calibration before anything was measured.
  func empty(created: Double) throws(CommandFailure) -> Calibration {
    var parameters = ["disks": "\(disks)"]
    if let cases {
      parameters["cases"] = cases.digest
    } else if allSizes.count > 1 {
      parameters["sizes"] = allSizes.map { "\($0)" }.joined(separator: " ")
    }
    return Calibration(
      task: "hanoi", parameters: parameters, steps: try game(disks, .flagging).stepCount, created: created,
      makerVersion: MakerVersion.current, seed: seed, promptDigest: try promptDigest, models: [])
  }

  private func game(_ disks: Int, _ parser: TowersOfHanoi.Parser) throws(CommandFailure) -> TowersOfHanoi {
    do {
      return try TowersOfHanoi(disks: disks, parser: parser)
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
  }
}

/// What is chosen for one session of a calibration, and may be chosen anew for the next.
struct CalibrationSession: Sendable {
  /// What all sessions together may spend, on all models.
  var caps = Caps()
  /// Where the keys of endpoints are.
  var keys: KeyRing
  /// How batches are gone about; nil where samples go out one by one.
  var batches: BatchOptions?
  /// Whether nothing is said on standard error but what goes wrong.
  var isQuiet = false
}
