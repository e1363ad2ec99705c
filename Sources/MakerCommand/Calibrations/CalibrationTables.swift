import Maker

/// The figures of a calibration in columns.
enum CalibrationTables {
  /// The models side by side.
  static func overview(_ models: [ModelCalibration]) -> String {
    let head = [
      "model", "p", "95 % interval", "effective votes", "v", "tokens in", "out", "latency p50", "p95",
      "a sample", "flags",
      "both wrong", "expected", "worst step",
    ]
    let rows = models.map { model in
      [
        PlainText.of(model.model), share(model.p.value),
        interval(model.p.lower, model.p.upper), effective(model.p), share(model.v.value),
        Figures.fixed(model.meanInputTokens, 1), Figures.fixed(model.meanOutputTokens, 1),
        milliseconds(model.latencyMs.quantile(0.5)), milliseconds(model.latencyMs.quantile(0.95)),
        model.costPerSampleUSD.map(Figures.dollars) ?? "unknown", flags(model.flags),
        model.collisions.both.trials > 0
          ? "\(model.collisions.both.hits) of \(Figures.count(model.collisions.both.trials))" : "unknown",
        model.collisions.both.trials > 0 ? Figures.short(model.collisions.expected) : "unknown",
        worst(model),
      ]
    }
    return TextTable.lines([head] + rows, numbers: [1, 3, 4, 5, 6, 7, 8, 9, 11, 12]).joined(separator: "\n")
  }

  /// Errors by size, by length and by parser, and the worst steps, each where there is more than one row.
  static func details(_ models: [ModelCalibration]) -> [String] {
    var parts: [String] = []
    for model in models {
      let name = models.count > 1 ? ", \(PlainText.of(model.model))" : ""
      if model.sizes.count > 1 { parts.append("by size\(name)\n" + sizes(model)) }
      if model.lengths.count > 1 { parts.append("by length of the reply\(name)\n" + lengths(model)) }
      if model.parsers.count > 1 {
        parts.append("the same replies, flagged or repaired\(name)\n" + parsers(model))
      }
      if !model.worstSteps.isEmpty {
        parts.append("the worst steps, sampled again (no part of p)\(name)\n" + steps(model))
      }
    }
    return parts
  }

  private static func sizes(_ model: ModelCalibration) -> String {
    table(
      ["disks", "p", "95 % interval", "effective votes", "v"],
      model.sizes.map {
        [
          "\($0.size)", share($0.p.value), interval($0.p.lower, $0.p.upper), effective($0.p),
          share($0.v.value),
        ]
      })
  }

  private static func lengths(_ model: ModelCalibration) -> String {
    table(
      ["tokens", "samples", "wrong", "95 % interval", "flagged"],
      model.lengths.map {
        [
          $0.to - $0.from == 1 ? "\($0.from)" : "\($0.from) to \($0.to - 1)", count($0.flagged.trials),
          $0.wrong.trials > 0 ? "\($0.wrong.hits) of \(count($0.wrong.trials))" : "-",
          $0.wrong.trials > 0 ? interval($0.wrong.lower, $0.wrong.upper) : "-", "\($0.flagged.hits)",
        ]
      })
  }

  private static func parsers(_ model: ModelCalibration) -> String {
    table(
      ["parser", "p", "95 % interval", "v", "both wrong", "alike", "expected"],
      model.parsers.map {
        let isKnown = $0.collisions.both.trials > 0
        return [
          $0.parser, share($0.p.value), interval($0.p.lower, $0.p.upper), share($0.v.value),
          isKnown ? "\($0.collisions.both.hits)" : "unknown", isKnown ? "\($0.collisions.alike)" : "unknown",
          isKnown ? Figures.short($0.collisions.expected) : "unknown",
        ]
      })
  }

  private static func steps(_ model: ModelCalibration) -> String {
    table(
      ["step", model.basis == .truth ? "right" : "alike", "95 % interval", "flagged"],
      model.worstSteps.map {
        [
          PlainText.of($0.name), "\($0.p.hits) of \($0.p.trials)", interval($0.p.lower, $0.p.upper),
          "\($0.flagged)",
        ]
      })
  }

  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    TextTable.lines([head] + rows, numbers: Set(1..<head.count)).map { "  " + $0 }.joined(separator: "\n")
  }

  private static func share(_ value: Double?) -> String { value.map(Figures.chance) ?? "unknown" }

  /// The trials that the interval is of, and the votes or pairs of votes they are made from.
  private static func effective(_ p: Estimate) -> String {
    "\(count(Int(p.effectiveTrials.rounded()))) of \(count(p.trials))"
  }

  private static func interval(_ lower: Double, _ upper: Double) -> String {
    "\(Figures.chance(lower)) to \(Figures.chance(upper))"
  }

  private static func count(_ value: Int) -> String { Figures.count(value) }

  private static func milliseconds(_ value: Double?) -> String {
    value.map { Figures.short($0) + " ms" } ?? "-"
  }

  private static func flags(_ flags: [FlagKind: Int]) -> String {
    flags.isEmpty
      ? "none"
      : flags.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.key) \(Figures.count($0.value))" }.joined(separator: ", ")
  }

  private static func worst(_ model: ModelCalibration) -> String {
    guard let step = model.worstSteps.first else { return "none" }
    return "\(PlainText.of(step.name)): \(step.p.hits) of \(step.p.trials)"
  }
}
