public import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a model would take for a task of so many steps.
public struct ModelOutlook: Sendable, Hashable {
  /// The figures a plan is made from.
  public let figures: ModelFigures
  /// What was measured; nil for figures from elsewhere.
  public let calibration: ModelCalibration?
  /// What it is called in legends and tables.
  public let name: String

  /// The outlook of a calibrated model.
  ///
  /// - Parameters:
  ///   - calibration: What was measured.
  ///   - name: What it is called; the model's name if nil. Two calibrations of one model need two names.
  public init(_ calibration: ModelCalibration, name: String? = nil) {
    (self.calibration, figures) = (calibration, calibration.figures)
    self.name = name ?? figures.name
  }

  /// The outlook of a model whose figures are from elsewhere.
  ///
  /// - Parameters:
  ///   - figures: What is known of it.
  ///   - name: What it is called; the model's name if nil.
  public init(_ figures: ModelFigures, name: String? = nil) {
    (calibration, self.figures) = (nil, figures)
    self.name = name ?? figures.name
  }

  /// The least k for a task of so many steps, from the lower bound of p; nil when there is none.
  package func k(steps: Double, target: Double) -> Int? {
    ScalingLaws.kMin(p: figures.pLower, steps: steps, target: target).flatMap { $0 <= 100_000 ? $0 : nil }
  }

  /// Expected samples of the whole task at that k; nil when the model cannot do it.
  package func samples(steps: Double, target: Double) -> Double? {
    guard figures.v > 0, let k = k(steps: steps, target: target) else { return nil }
    return steps * ScalingLaws.expectedSamples(p: figures.p, v: figures.v, k: k)
  }

  /// The expected samples for m steps at once, times m, over those for one at a time; nil when it cannot be done.
  ///
  /// An agent that does m steps is right with chance p^m, its reply valid with chance v^m, and m times as long.
  package func costRatio(stepsPerAgent m: Double, steps: Double, target: Double) -> Double? {
    let (p, v, least) = (pow(figures.p, m), pow(figures.v, m), pow(figures.pLower, m))
    guard v > 0, let one = samples(steps: steps, target: target), one > 0,
      let k = ScalingLaws.kMin(p: least, steps: steps, target: target, stepsPerAgent: m), k <= 100_000
    else { return nil }
    return steps * ScalingLaws.expectedSamples(p: p, v: v, k: k) / one
  }

  /// The steps that one agent alone does before its first error, on average; nil when none was ever seen.
  package var stepsAlone: Double? {
    let right = figures.p * figures.v
    return right < 1 ? 1 / (1 - right) : nil
  }
}
