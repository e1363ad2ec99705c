import MakerJournal

/// An axis of steps: their numbers, or, where runs are of different length, how far each is.
struct StepAxis {
  private let isShare: Bool
  /// The axis.
  let axis: Plot.Axis

  init(_ runs: [RunSurvey]) {
    isShare = Set(runs.map(\.description.steps)).count > 1
    axis =
      isShare
      ? Plot.Axis("Steps", unit: "% of those of the run", includesZero: true)
      : Plot.Axis("Step", includesZero: true)
  }

  /// Where a step of a run stands.
  func place(_ step: Double, of run: RunSurvey) -> Double {
    isShare ? 100 * step / Double(max(1, run.description.steps)) : step
  }
}
