import ArgumentParser
import Maker
import MakerJournal

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List the runs in a folder.",
    discussion: "Example: maker runs")

  @Argument(help: "The folder to look in.")
  var folder: String = RunFolder.name
  @OptionGroup var output: OutputOptions

  func run() throws {
    var out = StandardOutput()
    let paths = RunFolder.all(in: folder)
    if paths.isEmpty {
      StandardError.line("maker: there is no run in \(folder); start one with `maker run hanoi`")
    }
    var reports: [RunReport] = []
    for path in paths {
      do throws(CommandFailure) {
        reports.append(try RunReport(path: path))
      } catch {
        error.report()
      }
    }
    if output.json {
      try out.line(JSONLine.of(reports))
    } else {
      let width = reports.map(\.run.count).max() ?? 0
      for report in reports {
        try out.line(
          report.run + String(repeating: " ", count: width - report.run.count)
            + "  \(report.state)  \(report.share.map { Figures.percent($0, 1) } ?? "-")  \(Figures.count(report.tally.decided)) steps"
        )
      }
    }
    try out.flush()
  }
}
