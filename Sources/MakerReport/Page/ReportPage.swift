import Maker
import Mustache

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The values that the template of the page asks for. Its fields have the names that stand in the template, each name
/// once: a field that is nil would be looked for further out.
struct ReportPage {
  struct Named { let badge: String }
  struct Head { let head: String }
  struct Cell { let cell: String }
  struct RunCell { let runName, cell: String }
  struct Column { let column: String }
  struct SummaryRow {
    let rowName: String
    let rowCells: [RunCell]
  }
  struct ModelTable {
    let modelTitle: String
    let modelHeads: [Head]
    let modelRows: [SummaryRow]
  }
  struct ForecastTable {
    let forecastTitle: String
    let hasForecast: Bool
    let forecastSource, noForecast: String
    let forecastRows: [ForecastRows.Row]
  }
  struct Game {
    let gameTitle, gameCaption, towersSVG, diskHeight, base, pegs: String
    let disks, lastStep: Int
  }
  struct Group {
    let groupTitle: String
    let figures: [DrawnFigure]
    let absences: [Absence]
  }
  struct Absence { let absentFigures, reason: String }
  struct DrawnFigure {
    let figureID, figureTitle, caption, wideSVG, narrowSVG: String
    let columns: [Column]
    let dataRows: [DataRow]
    let omission: String?
  }
  struct DataRow { let dataCells: [Cell] }

  let pageTitle, made, version, style, script, scriptSource: String
  let badges: [Named]
  let hasRuns, hasScript: Bool
  let heads: [Head]
  let summary: [SummaryRow]
  let forecasts: [ForecastTable]
  let recordTables: [RecordsSection]
  let solvingTables: [SolvingTable]
  let solvings: [SolvingSection]
  let games: [Game]
  let groups: [Group]
  let modelTables: [ModelTable]
  let contested: [ContestedSection]

  /// What a browser is told about the one script of the page: the digest of towers.js. Any other does not run.
  static let scriptDigest = "sha256-XkBoTjNSilLtnqhn2gTGNDWXcLNU4arP65ZZTeqS0gU="

  init(_ report: Report, made date: Date) {
    let runs = report.runs
    let names = runs.isEmpty ? report.models.map(\.name) : runs.map(\.name)
    let many = "\(names.count) \(runs.isEmpty ? "models" : "runs")"
    pageTitle = "Report: " + (1...3 ~= names.count ? names.joined(separator: ", ") : many)
    made = "Made by maker \(MakerVersion.current) on \(date.formatted(.iso8601)). Everything is in this file."
    version = MakerVersion.current
    badges = Set(runs.compactMap(RunSummaryRows.badge)).sorted().map(Named.init)
    hasRuns = !runs.isEmpty
    heads = runs.map { Head(head: $0.name) }
    summary = Self.rows(RunSummaryRows.of(runs), runs.map(\.name))
    let planned = runs.filter { $0.forecast != nil }
    // Where none was planned, that is said once; a solver's lead is always a person's choice.
    let unplanned = runs.filter { $0.solving == nil }.prefix(1)
    forecasts = (planned.isEmpty ? Array(unplanned) : planned).map {
      Self.forecast($0, isOne: runs.count == 1 || planned.isEmpty)
    }
    recordTables = runs.compactMap { RecordsSection($0, isOne: runs.count == 1) }
    solvingTables = SolvingTable(runs).map { [$0] } ?? []
    solvings = runs.compactMap { SolvingSection($0, report.trees(of: $0), isOne: runs.count == 1) }
    games = runs.compactMap { Self.game($0, isOne: runs.count == 1) }
    groups = [
      Self.group(runs.count > 1 ? "The runs side by side" : "How it went", report.runFigures),
      Self.group("What the models would take", report.modelFigures),
    ].compactMap(\.self)
    modelTables = report.models.isEmpty ? [] : [Self.models(report)]
    contested = runs.map { ContestedSection($0, isOne: runs.count == 1) }
    hasScript = !games.isEmpty
    script = String(decoding: PackageResources.towers_js, as: UTF8.self)
    scriptSource = hasScript ? "script-src '\(Self.scriptDigest)'; " : ""
    style =
      String(decoding: PackageResources.style_css, as: UTF8.self) + Palette.shapes + "\n" + Palette.rules()
      + "\n@media screen and (prefers-color-scheme:dark){\n" + Palette.rules(isDark: true) + "\n}"
  }

  private static func models(_ report: Report) -> ModelTable {
    let names = report.models.map(\.name)
    let rows = ModelSummaryRows.of(report.models, steps: report.steps, target: report.target)
    let goal = "\(NumberText.short(report.steps)) steps, no error with a chance of"
    return ModelTable(
      modelTitle: "Models: \(goal) \(NumberText.percent(report.target))", modelHeads: names.map(Head.init),
      modelRows: Self.rows(rows, names))
  }

  private static func rows(_ rows: [RunSummaryRows.Row], _ names: [String]) -> [SummaryRow] {
    rows.map { row in
      // On a phone the heads are not there, and several columns are told apart by this.
      let cells = zip(names, row.cells).map { RunCell(runName: names.count > 1 ? $0 : "", cell: $1) }
      return SummaryRow(rowName: row.name, rowCells: cells)
    }
  }

  private static func forecast(_ run: RunSurvey, isOne: Bool) -> ForecastTable {
    let rows = ForecastRows.of(run)
    let source = run.forecast?.source.map { "From the calibration \($0)." } ?? "Calibrated for this run."
    let noForecast =
      run.hasUnreadablePlan
      ? "The plan in the run file cannot be read: a number in it is missing or cannot be."
      : "No plan was made beforehand: k was chosen by hand. With --k auto maker measures the model first, chooses k from that, and what it expected stands here beside what came."
    return ForecastTable(
      forecastTitle: "Planned and measured" + (isOne ? "" : ": \(run.name)"), hasForecast: !rows.isEmpty,
      forecastSource: source, noForecast: noForecast, forecastRows: rows)
  }

  private static func game(_ run: RunSurvey, isOne: Bool) -> Game? {
    guard let towers = run.towers, let last = run.stepShown else { return nil }
    let figure = TowersFigure(disks: towers.disks)
    let caption =
      run.decisions.verdict.firstWrong.map {
        "The answer of step \(NumberText.count($0)) is wrong: the towers are shown up to there, and no further."
      }
      ?? "Every one of the \(NumberText.count(last)) decided answers is the right one, so the towers stood like this after any number of them."
    return Game(
      gameTitle: "The towers at any step" + (isOne ? "" : ": \(run.name)"), gameCaption: caption,
      towersSVG: figure.svg(towers.stacks(last), step: last), diskHeight: Markup.number(figure.row),
      base: Markup.number(TowersFigure.base),
      pegs: TowersFigure.pegs.map(Markup.number).joined(separator: " "), disks: towers.disks, lastStep: last)
  }

  private static func group(_ title: String, _ figures: [Figure]) -> Group? {
    guard !figures.isEmpty else { return nil }
    let drawn = figures.compactMap { figure in figure.plot.map { Self.drawn(figure, $0) } }
    let reasons = Dictionary(grouping: figures.filter { $0.plot == nil }) { $0.missing ?? "" }
    let absences = reasons.sorted { $0.key < $1.key }.map { reason, figures in
      Absence(absentFigures: figures.map(\.title).joined(separator: ", "), reason: reason)
    }
    return Group(groupTitle: title, figures: drawn, absences: absences)
  }

  /// A figure twice: the letters of one as wide as a screen would be too small on a phone.
  private static func drawn(_ figure: Figure, _ plot: Plot) -> DrawnFigure {
    let table = FigureTable(plot)
    let svg = { (width: Double, height: Double) in
      plot.svg(title: figure.title, description: figure.caption, size: (width, height))
    }
    return DrawnFigure(
      figureID: figure.id, figureTitle: figure.title, caption: figure.caption, wideSVG: svg(600, 340),
      narrowSVG: svg(350, 300), columns: table.heads.map(Column.init),
      dataRows: table.rows.map { DataRow(dataCells: $0.map(Cell.init)) },
      omission: table.omitted > 0
        ? "\(NumberText.count(table.omitted)) more rows are in the output of maker report --json." : nil)
  }
}
