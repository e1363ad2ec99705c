import Maker

/// The models of one calibration file: those of this session in the order they were named, then those that only its
/// samples log has.
///
/// What was paid for at all of them is charged to the budget before any is asked, and all are in the file.
struct CalibrationParts<Answer: Hashable & Sendable> {
  /// One model.
  struct Part: Sendable {
    let name: String
    let calibrator: Calibrator<Answer>
    /// What earlier sessions paid for; charged.
    var record: CalibrationRecord
    /// Whether it is measured in this session.
    let isNamed: Bool
    /// What came of it in this session; nil when it was not its turn.
    var outcome: CalibrationOutcome?
  }

  /// The models.
  var all: [Part] = []

  /// Takes up what a samples log has.
  ///
  /// - Parameters:
  ///   - subject: What is sampled.
  ///   - settings: How it is.
  ///   - caps: What may be spent on all models.
  ///   - identities: The identities of the models that are named.
  ///   - log: The log.
  /// - Throws: A failure for a model that was sampled in another way before.
  init(
    _ subject: CalibrationSubject<Answer>, settings: CalibrationSettings, caps: Caps,
    identities: [[String: String]], log: SamplesLog
  ) throws(CommandFailure) {
    var rules: [(name: String, rules: VotingRules)] = []
    for (model, identity) in zip(settings.selection.models, identities) {
      try log.check(model.name, settings: settings.facts(of: model, identity: identity))
      rules.append((model.name, settings.rules(for: model)))
    }
    let named = Set(rules.map(\.name))
    for name in log.names where !named.contains(name) {
      guard let facts = log.known(name)?.settings, let recorded = settings.rules(recorded: facts) else {
        throw CommandFailure(.data, "\(log.path) does not say how \(name) was sampled; choose another --out.")
      }
      rules.append((name, recorded))
    }
    let records = rules.map { log.known($0.name)?.record ?? CalibrationRecord() }
    let prices = settings.prices(of: records.reduce(into: Ledger()) { $0.enter($1.ledger) })
    let budget = Budget(caps: caps, prices: prices, earlierSeconds: log.earlierSeconds)
    let cases = subject.stoppingCases
    for (place, (name, rules)) in rules.enumerated() {
      let isNamed = named.contains(name)
      let calibrator = Calibrator(
        cases, rules: subject.rules(rules),
        options: settings.options(of: records[place], isNamed: isNamed, size: subject.size), prices: prices,
        budget: budget, log: isNamed ? log.log(of: name) : nil, progress: CalibrationProgress())
      all.append(
        Part(
          name: name, calibrator: calibrator, record: calibrator.charged(records[place]), isNamed: isNamed))
    }
  }

  /// What was paid for at all of them.
  var ledger: Ledger {
    all.reduce(into: Ledger()) { sum, part in
      sum.enter(part.outcome == nil ? part.record.ledger : part.calibrator.progress.snapshot.ledger)
    }
  }

  /// The figures of every model that was sampled.
  ///
  /// - Parameters:
  ///   - stop: Why the session stopped; it holds for every model that was named and lacks samples.
  ///   - before: The calibration file of an earlier session.
  /// - Returns: Those of this session in the order they were named, then the others.
  func figures(because stop: CalibrationStop?, before: Calibration?) async -> [ModelCalibration] {
    var figures: [ModelCalibration] = []
    for part in all {
      if let outcome = part.outcome {
        figures.append(outcome.figures)
        continue
      }
      let reason = part.isNamed ? stop ?? .cancelled : .cancelled
      let outcome = await part.calibrator.recount(part.record, as: part.name, because: reason)
      var known = outcome.figures
      let old = before?.models.first { $0.model == part.name }
      // Only the session that sampled it knows why it had enough.
      if !part.isNamed, outcome.stop != nil, let old, old.cases == known.cases, old.v == known.v {
        known.endedEarly = old.endedEarly
      }
      figures.append(known)
    }
    return figures.filter { $0.v.trials > 0 }
  }
}

extension CalibrationSettings {
  /// How much is sampled of one model. One that is not named keeps every sample it has.
  fileprivate func options(
    of record: CalibrationRecord, isNamed: Bool, size: Int?
  ) -> CalibrationOptions {
    var options = options(size: size)
    guard !isNamed else { return options }
    options.precision = nil
    let repeated = Set(record.samples.keys.lazy.filter { $0.slot >= votes }.map(\.index))
    options.worstCases = repeated.count
    return options
  }
}
