import ArgumentParser
import MakerReport

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a report of runs and calibrations as one HTML page.",
    discussion: """
      Examples:
        maker report latest
        maker report a.run b.run                  # side by side
        maker report calibration.json             # what the models would cost, and how sure they would be
        maker report Examples/Paper/models.csv    # the same of models whose figures are known
        maker report latest --svg figures --json  # the single figures as files, and their data

      The page needs nothing beside it and asks for nothing from a network. A run that goes on is reported as far as \
      it is.
      """)

  @Argument(
    help: ArgumentHelp(
      "Runs, by path, by name in runs/, or `latest`, at most 8; and of models, at most 16, files of `maker calibrate` and tables (.csv) as `maker plan` reads them.",
      valueName: "run-or-calibration"))
  var references: [String]
  @Option(
    help:
      "The page to write; one of an earlier report is overwritten (default: the first file's name, with .html)."
  )
  var out: String?
  @Option(help: "A folder to write the single figures to, as SVG (default: they are not written).")
  var svg: String?
  @Option(
    parsing: .unconditional,
    help: "Steps that models are looked at for, 1 to 10^12 (default: those the files name, or 1048575).")
  var steps: Int?
  @Option(
    parsing: .unconditional,
    help: """
      Chance of no error that is wanted of models, above 0 and below 1 (default: the highest that a run here was planned \
      for, or 0.95).
      """)
  var target: Double?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(!references.isEmpty, "Name a run or a calibration file.")
    if let steps {
      try require((1...1_000_000_000_000).contains(steps), "--steps must be from 1 to 10^12, not \(steps).")
    }
    if let target {
      try require(target > 0 && target < 1, "--target must be between 0 and 1, not \(target).")
    }
  }

  func run() throws {
    let input = try ReportInput(references)
    let path = out ?? ReportFiles.path(beside: input.paths.first ?? "report")
    try ReportFiles.check(path)
    let report = Report(
      runs: input.runs, models: input.models, steps: steps.map(Double.init) ?? input.steps ?? 1_048_575,
      target: target ?? input.target ?? 0.95)
    let page: String
    do throws(Report.PageFailure) { page = try report.page() } catch {
      throw CommandFailure(.failed, "\(error).")
    }
    try ReportFiles.write(page, to: path)
    let pictures = try svg.map { folder in try ReportFiles.write(report.pictures, into: folder) } ?? []
    var out = StandardOutput()
    if output.json {
      try out.line(JSONLine.of(WrittenReport(path: path, pictures: pictures, report: report)))
    } else {
      for path in [path] + pictures { try out.line(path) }
    }
    try out.flush()
  }
}

/// What `report --json` ends with: the data of the report and where it was written.
private struct WrittenReport: Encodable {
  let path: String
  let pictures: [String]
  let report: Report

  private enum CodingKeys: String, CodingKey { case report, pictures }

  func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(path, forKey: .report)
    try keys.encode(pictures, forKey: .pictures)
  }
}
