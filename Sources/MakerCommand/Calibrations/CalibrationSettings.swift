import Maker
import MakerProviders
import MicroModel

/// Everything a person chose for a calibration that fixes what its samples are, but for what is sampled.
struct CalibrationSettings: Sendable {
  /// Votes of each step.
  var votes = 2
  /// The steps at which most went wrong that are sampled again.
  var worstSteps = 10
  /// Half the width of p's interval that is enough; nil samples every step.
  var precision: Double?
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

  /// Everything that fixes what a sample is, but for the model. What may change between sessions is left out: how
  /// many of the worst steps are sampled again, the precision, and what votes are compared with.
  func facts(of subject: CalibrationSubject<some Hashable & Sendable>) -> [String: String] {
    subject.facts.merging(["seed": "\(seed)", "samples": "\(votes)"]) { $1 }
  }

  /// Everything that fixes what a sample of one model is.
  func facts(of model: ModelSelection.Model, identity: [String: String]) -> [String: String] {
    let rules = rules(for: model)
    return identity.merging([
      "temperature.first": "\(rules.temperatures.first)", "temperature.rest": "\(rules.temperatures.rest)",
      "max_reply_tokens": rules.maximumResponseTokens.map { "\($0)" } ?? "model's own",
    ]) { $1 }
  }

  /// How a model is sampled: as in a run. What the task adds is not in it.
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

  /// How much is sampled of cases of a size.
  func options(size: Int?) -> CalibrationOptions {
    let atOnce = selection.connection.requestsAtOnce
    return CalibrationOptions(
      votesPerCase: votes, precision: precision, worstCases: worstSteps, size: size,
      part: max(128, atOnce), concurrency: atOnce)
  }

  /// The calibration before anything was measured.
  func empty(_ subject: CalibrationSubject<some Hashable & Sendable>, created: Double) -> Calibration {
    Calibration(
      task: subject.task, parameters: subject.parameters, steps: subject.steps, created: created,
      makerVersion: MakerVersion.current, seed: seed, promptDigest: subject.promptDigest, models: [])
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
