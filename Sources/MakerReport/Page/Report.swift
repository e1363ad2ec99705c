/// A report of runs and calibrated models: its figures, its page, its data.
public struct Report: Sendable {
  /// The runs, in the order in which they stand side by side.
  public let runs: [RunSurvey]
  /// The models.
  public let models: [ModelOutlook]
  /// The steps that the models are looked at for.
  public let steps: Double
  /// The chance of no error that is wanted of them.
  public let target: Double

  /// Makes a report.
  ///
  /// - Parameters:
  ///   - runs: The runs, in the order in which they stand side by side.
  ///   - models: The models.
  ///   - steps: The steps that the models are looked at for.
  ///   - target: The chance of no error that is wanted of them, between 0 and 1.
  public init(
    runs: [RunSurvey] = [], models: [ModelOutlook] = [], steps: Double = 1_048_575, target: Double = 0.95
  ) {
    self.runs = runs
    self.models = models
    self.steps = steps
    self.target = target
  }

  /// The figures of the runs; none without runs.
  public var runFigures: [Figure] {
    guard !runs.isEmpty else { return [] }
    let isSolving = runs.contains { $0.solving != nil }
    // Of the lengths it is only on record whose reply was for what was decided, and proposals are for nothing.
    let others = runs.filter { $0.solving == nil }
    let voted = [UndecidedFigure.of(runs), VotesFigure.of(runs), AccuracyFigure.of(runs)]
      .map { isSolving ? $0.noting(Self.withoutProposals) : $0 }
    let flags = [FlagFigures.byKind(runs), FlagFigures.overSteps(runs), FlagFigures.overTime(runs)]
    let errors = others.isEmpty ? [] : [LengthFigure.of(others), CollisionsFigure.of(others)]
    let spending = [
      SpendingFigures.cost(runs), SpendingFigures.tokens(runs), SpendingFigures.latency(runs),
    ]
    let solved = [SolvedFigure.of(runs)].compactMap(\.self)
    return (solved + voted + flags + errors + spending).map { $0.worded(unit) }
  }

  /// What a figure says that counts votes of solvers.
  private static let withoutProposals =
    "Of solvers these are the votes that decided: proposals are not among them, nor votes that did not decide."

  /// The trees of a run, as far as there is room for them beside those of others.
  ///
  /// - Parameter run: One of the runs.
  /// - Returns: They; none for a run that solved no problems.
  package func trees(of run: RunSurvey) -> ShownTrees {
    ShownTrees(of: run, among: runs.count { $0.solving != nil })
  }

  /// The word for a step of every run; `step` where they have different ones.
  private var unit: String {
    let units = Set(runs.map(\.unit))
    return units.count == 1 ? units.first ?? "step" : "step"
  }

  /// The figures of the models; none without models.
  public var modelFigures: [Figure] {
    guard !models.isEmpty else { return [] }
    let optional = [
      ErrorRateFigures.bySize(models), LengthFigure.of(models), CollisionsFigure.of(models),
    ].compactMap(\.self)
    return [ErrorRateFigures.byModel(models)] + optional
      + ScalingFigures(models, steps: steps, target: target).all
  }

  /// All figures.
  public var figures: [Figure] { runFigures + modelFigures }

  /// The figures as files of their own.
  ///
  /// - Returns: For each figure that can be drawn, the name of its file and its text.
  public var pictures: [(name: String, text: String)] {
    var pictures = figures.compactMap { figure in
      figure.standaloneSVG.map { (name: "\(figure.id).svg", text: $0) }
    }
    for (index, run) in runs.enumerated() {
      guard let towers = run.towers, let step = run.stepShown else { continue }
      let text = TowersFigure(disks: towers.disks).svg(towers.stacks(step), step: step, isStandalone: true)
      pictures.append((runs.count > 1 ? "towers-\(index + 1).svg" : "towers.svg", text))
    }
    return pictures
  }
}

extension RunSurvey {
  /// The last step before which the towers stand as they should; nil where nothing was compared with the truth.
  package var stepShown: Int? {
    guard decisions.verdict.checked > 0 || (towers != nil && decided == 0) else { return nil }
    return decisions.verdict.firstWrong ?? decisions.decided
  }
}
