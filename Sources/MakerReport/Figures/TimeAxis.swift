import MakerJournal

/// An axis of working time, in a unit that suits the longest of some runs.
struct TimeAxis {
  private let seconds: Double
  /// The axis.
  let axis: Plot.Axis

  init(_ runs: [RunSurvey]) {
    let longest = runs.compactMap { $0.marks?.last?.wallSeconds }.max() ?? 0
    let unit: String
    switch longest {
    case ..<300: (seconds, unit) = (1, "s")
    case ..<18_000: (seconds, unit) = (60, "min")
    case ..<432_000: (seconds, unit) = (3600, "h")
    default: (seconds, unit) = (86_400, "days")
    }
    axis = Plot.Axis("Working time", unit: unit, includesZero: true)
  }

  /// Where a time in seconds stands.
  func place(_ wallSeconds: Double) -> Double { wallSeconds / seconds }
}
